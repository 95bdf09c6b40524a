import type { SignedBallot } from "@nexus/protocol";
import { useState } from "react";
import { Account } from "../../chain/account.tsx";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { SUPPORT_NAMES } from "./ballot-dialog.tsx";
import { ballotsText, parseBallots } from "./ballot-text.ts";
import type { BallotCollection } from "./ballots.ts";
import { useBoard } from "./board.ts";

/** Signed ballots that were collected here, to be handed on or relayed together by any account. */
export function RelayPanel({
  proposalId,
  name,
  collection,
}: {
  proposalId: bigint;
  name: string;
  collection: BallotCollection;
}) {
  const board = useBoard();
  const { ballots, remove } = collection;
  const calls = ballots.map(({ voter, support, reason, params, signature }) => ({
    voter,
    support,
    reason,
    params,
    signature,
  }));
  return (
    <Card
      title="Signed ballots"
      aside={<span className="text-sm text-quiet">{ballots.length} collected</span>}
    >
      <p className="mb-4 text-sm text-quiet">
        A signed ballot counts once somebody relays it, before the vote ends. Any account may: it pays the gas
        for all of them in one transaction.
      </p>
      <ul className="flex flex-col gap-2 empty:hidden">
        {ballots.map((ballot) => (
          <BallotItem key={ballot.voter} ballot={ballot} onRemove={() => remove([ballot.voter])} />
        ))}
      </ul>
      {ballots.length > 0 ? <HandOn ballots={ballots} proposalId={proposalId} /> : null}
      <div className="my-5">
        <TransactionButton
          action={`relay:${proposalId}`}
          call={
            ballots.length === 0
              ? undefined
              : { ...board, functionName: "castVotesBySig", args: [proposalId, calls] }
          }
          label={`Relay ballots on ${name}`}
          blocked={ballots.length === 0 ? "Sign a ballot, or add one below." : undefined}
          onMined={() => remove(ballots.map(({ voter }) => voter))}
        >
          {ballots.length > 1 ? `Relay ${ballots.length} ballots` : "Relay the ballot"}
        </TransactionButton>
      </div>
      <AddBallots collection={collection} />
    </Card>
  );
}

function BallotItem({ ballot, onRemove }: { ballot: SignedBallot; onRemove: () => void }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 rounded-lg border border-line bg-paper px-3 py-2 text-sm">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone="info">{SUPPORT_NAMES[ballot.support]}</Badge>
        <Account address={ballot.voter} />
      </span>
      <Button look="quiet" onClick={onRemove} aria-label={`Remove the ballot of ${ballot.voter}`}>
        Remove
      </Button>
    </li>
  );
}

function HandOn({ ballots, proposalId }: { ballots: readonly SignedBallot[]; proposalId: bigint }) {
  const [copied, setCopied] = useState(false);
  const text = ballotsText(ballots);
  return (
    <div className="mt-3 flex flex-wrap gap-3">
      <a
        className={buttonClass("quiet")}
        href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}
        download={`ballots-${String(proposalId).slice(0, 8)}.json`}
      >
        Download as JSON
      </a>
      <Button
        look="quiet"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {copied ? "Copied" : "Copy as JSON"}
      </Button>
    </div>
  );
}

function AddBallots({ collection }: { collection: BallotCollection }) {
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  const add = async () => {
    try {
      await collection.add(parseBallots(text));
      setText("");
      setFault(undefined);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <details className="text-sm">
      <summary className="font-semibold text-accent">Add ballots that others signed</summary>
      <div className="mt-3 flex flex-col items-start gap-3">
        <div className="w-full">
          <Field
            label="Signed ballots"
            hint="JSON, one ballot or a list. Each signature is checked first."
            error={fault}
          >
            {(control) => (
              <textarea
                {...control}
                rows={4}
                spellCheck={false}
                className={`${INPUT_CLASS} font-mono`}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button
          onClick={() => void add()}
          disabledReason={text.trim() === "" ? "Paste a ballot first." : undefined}
        >
          Add
        </Button>
      </div>
    </details>
  );
}
