import { useConnection } from "wagmi";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Note, Skeleton } from "../../ui/states.tsx";
import { CHAMBER_NAMES, ELIGIBILITY_LOOKS } from "../../ui/status.ts";
import type { BallotCollection } from "./ballots.ts";
import { useBoard } from "./board.ts";
import { ELIGIBILITY_SENTENCES, type OwnPart, useOwnPart } from "./eligibility.ts";
import type { Standing } from "./standing.ts";
import { VoteForm } from "./vote-form.tsx";

interface Part {
  readonly proposalId: bigint;
  readonly name: string;
  readonly standing: Standing;
  readonly collection: BallotCollection;
}

/** What the connected account may do in this review, and why not. */
export function OwnPartCard(props: Part) {
  const { proposalId, name, standing } = props;
  const { isConnected } = useConnection();
  const part = useOwnPart(proposalId);
  const look = part && ELIGIBILITY_LOOKS[part.eligibility];
  return (
    <Card title="Your part" aside={look ? <Badge tone={look.tone}>{look.word}</Badge> : null}>
      {isConnected ? null : (
        <p className="text-sm text-quiet">
          Connect the account that holds your seat to vote, step back or sign a ballot. Anyone may read, relay
          ballots and execute what has passed.
        </p>
      )}
      {isConnected && !part ? <Skeleton lines={2} label="Asking the board" /> : null}
      {part ? <Voting {...props} part={part} /> : null}
      {standing.state === "Queued" ? (
        <Execution proposalId={proposalId} name={name} standing={standing} />
      ) : null}
    </Card>
  );
}

function Voting({ proposalId, name, standing, collection, part }: Part & { part: OwnPart }) {
  const { eligibility, seat } = part;
  const may = eligibility === "Eligible" || eligibility === "ObjectionsOnly";
  return (
    <div className="flex flex-col gap-5">
      <Note tone={may ? "good" : eligibility === "ConflictOfInterest" ? "warn" : "info"}>
        {ELIGIBILITY_SENTENCES[eligibility]}
        {seat ? ` Your seat: ${CHAMBER_NAMES[seat.chamber]}, weight ${seat.weight}.` : ""}
      </Note>
      {may ? (
        <VoteForm
          key={part.account}
          proposalId={proposalId}
          name={name}
          objectionsOnly={eligibility === "ObjectionsOnly"}
          collection={collection}
        />
      ) : null}
      {standing.state === "Active" && eligibility === "ConflictOfInterest" ? (
        <Button look="primary" disabledReason="A conflict of interest: the board would refuse your vote.">
          Vote by transaction
        </Button>
      ) : null}
      {standing.state === "Active" && (eligibility === "Eligible" || eligibility === "ConflictOfInterest") ? (
        <SteppingBack proposalId={proposalId} name={name} />
      ) : null}
    </div>
  );
}

function SteppingBack({ proposalId, name }: { proposalId: bigint; name: string }) {
  const board = useBoard();
  return (
    <details className="border-t border-line pt-4 text-sm">
      <summary className="font-semibold text-accent">Step back from this review</summary>
      <p className="my-3 text-quiet">
        Your seat's weight leaves the quorum's base of this review, and you can't vote in it any more.
      </p>
      <TransactionButton
        action={`recuse:${proposalId}`}
        call={{ ...board, functionName: "recuse", args: [proposalId] }}
        label={`Step back from ${name}`}
        look="secondary"
      >
        Step back
      </TransactionButton>
    </details>
  );
}

function Execution({ proposalId, name, standing }: Pick<Part, "proposalId" | "name" | "standing">) {
  const board = useBoard();
  const now = useChainHead()?.timestamp;
  const due = now !== undefined && now >= standing.executableAt;
  return (
    <div className="mt-5 border-t border-line pt-5">
      <p className="mb-3 text-sm">
        The vote passed. Once the challenge window is over anyone may certify the version; the credential is
        minted to its publisher.
      </p>
      <TransactionButton
        action={`execute:${proposalId}`}
        call={due ? { ...board, functionName: "executeReview", args: [proposalId] } : undefined}
        label={`Certify ${name}`}
        blocked={due ? undefined : "The challenge window is still open."}
      >
        Certify the version
      </TransactionButton>
    </div>
  );
}
