import { type BallotParameters, unsignedBallot, voteCall } from "@nexus/protocol";
import { useState } from "react";
import { useConnection } from "wagmi";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { useSignature } from "../../chain/use-signature.ts";
import { useRuntime } from "../../config/context.tsx";
import { Button } from "../../ui/button.tsx";
import { BallotDialog } from "./ballot-dialog.tsx";
import type { BallotCollection } from "./ballots.ts";
import { useBoard } from "./board.ts";
import { ballotOf, EMPTY_DRAFT } from "./draft.ts";
import { VoteFields } from "./vote-fields.tsx";

/** Casts the connected seat's vote: by transaction, or as a signed ballot that anyone may relay. */
export function VoteForm({
  proposalId,
  name,
  objectionsOnly,
  collection,
}: {
  proposalId: bigint;
  /** The version, for people. */
  name: string;
  objectionsOnly: boolean;
  collection: BallotCollection;
}) {
  const board = useBoard();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const ballot = ballotOf(proposalId, draft);
  const parameters = "parameters" in ballot ? ballot.parameters : undefined;
  return (
    <form className="flex flex-col gap-5" onSubmit={(event) => event.preventDefault()}>
      <VoteFields draft={draft} onChange={setDraft} objectionsOnly={objectionsOnly} />
      <div className="flex flex-wrap items-start gap-3">
        <TransactionButton
          action={`vote:${proposalId}`}
          call={parameters && { ...board, ...voteCall(parameters) }}
          label={`Vote on ${name}`}
          blocked={"lacks" in ballot ? ballot.lacks : undefined}
        >
          Vote by transaction
        </TransactionButton>
        <SignButton parameters={parameters} name={name} collection={collection} />
      </div>
    </form>
  );
}

function SignButton({
  parameters,
  name,
  collection,
}: {
  parameters: BallotParameters | undefined;
  name: string;
  collection: BallotCollection;
}) {
  const { chainId } = useRuntime();
  const { address: board } = useBoard();
  const { address: voter } = useConnection();
  const [open, setOpen] = useState(false);
  const signature = useSignature();
  const ready = parameters !== undefined && voter !== undefined;
  return (
    <>
      <Button
        onClick={() => {
          signature.reset();
          if (ready) setOpen(true);
        }}
        disabledReason={ready ? undefined : "Fill in your vote first."}
      >
        Sign a ballot instead
      </Button>
      {ready ? (
        <BallotDialog
          open={open}
          onClose={() => setOpen(false)}
          ballot={unsignedBallot({ chainId, board }, voter, parameters)}
          name={name}
          signature={signature}
          onSigned={async (ballot) => {
            await collection.add([ballot]);
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}
