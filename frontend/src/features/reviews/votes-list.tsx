import { type CRITERIA, type Criterion, cidOfDigest, criteriaOfMask } from "@nexus/protocol";
import { Account } from "../../chain/account.tsx";
import { explorerLink } from "../../chain/chain.ts";
import { useRuntime } from "../../config/context.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { CHAMBER_NAMES } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import type { CountedRecusal, CountedVote } from "./queries.ts";

const SUPPORT_TONES = { For: "good", Against: "bad", Abstain: "neutral" } as const satisfies Record<
  CountedVote["support"],
  Tone
>;

/** Names of the criteria, for people. */
export const CRITERION_NAMES = {
  security: "Security",
  clause: "Clause alignment",
  performance: "Performance",
} as const satisfies Record<keyof typeof CRITERIA, string>;

export const criterionWords = (criteria: readonly Criterion[]): string =>
  criteria.map((criterion) => CRITERION_NAMES[criterion]).join(", ");

/** Who voted how, with their reasons, and who stepped back; as the index has it. */
export function VotesList({
  votes,
  recusals,
}: {
  votes: readonly CountedVote[];
  recusals: readonly CountedRecusal[];
}) {
  return (
    <Card title="Votes" aside={<span className="text-sm text-quiet">{votes.length} cast</span>}>
      {votes.length === 0 ? <EmptyState title="Nobody has voted yet" /> : null}
      <ul className="divide-y divide-line">
        {votes.map((vote) => (
          <VoteItem key={vote.id} vote={vote} />
        ))}
      </ul>
      {recusals.length > 0 ? <Recusals recusals={recusals} /> : null}
    </Card>
  );
}

function VoteItem({ vote }: { vote: CountedVote }) {
  const config = useRuntime();
  const { voter, support, chamber, reason, criteria, reportDigest, at, tx } = vote;
  return (
    <li className="flex flex-col gap-1.5 py-3 text-sm first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={SUPPORT_TONES[support]}>{support}</Badge>
        <Account address={voter} />
        <span className="text-xs text-quiet">{CHAMBER_NAMES[chamber]}</span>
      </div>
      {criteria > 0 ? (
        <p className="text-xs font-semibold">Fails: {criterionWords(criteriaOfMask(criteria))}</p>
      ) : null}
      {reason ? <p className="max-w-prose">{reason}</p> : null}
      {reportDigest ? (
        <p className="text-xs">
          Report{" "}
          <CopyableHash
            value={cidOfDigest(reportDigest)}
            label="report's CID"
            href={`${config.gateway}/ipfs/${cidOfDigest(reportDigest)}`}
          />
        </p>
      ) : null}
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-quiet">
        <Time at={at} />{" "}
        <CopyableHash value={tx} label="transaction hash" href={explorerLink(config, "tx", tx)} />
      </p>
    </li>
  );
}

function Recusals({ recusals }: { recusals: readonly CountedRecusal[] }) {
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h3 className="mb-2 text-base">Stepped back</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {recusals.map(({ id, account, chamber, conflicted }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Account address={account} />
            <span className="text-xs text-quiet">{CHAMBER_NAMES[chamber]}</span>
            {conflicted ? <Badge tone="warn">Conflict of interest</Badge> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
