import { type MilestoneKind, milestoneProof } from "@nexus/protocol";
import { formatEther } from "viem";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { type LiveBounty, useEscrow } from "./escrow.ts";
import { useProofTasks } from "./queries.ts";

type Milestone = LiveBounty["milestones"][number];

const NEEDS = {
  Audited: () => "The attester's audit of the version passed.",
  Certified: () => "The version is certified.",
  Executed: ({ runs }: Milestone, { minimumReward }: LiveBounty["terms"]) =>
    `Settled runs by ${runs} requesters other than the claimant, each rewarded with at least ${formatEther(minimumReward)} NXS.`,
} as const satisfies Record<MilestoneKind, (milestone: Milestone, terms: LiveBounty["terms"]) => string>;

const percent = (shareBps: number) => `${shareBps / 100} %`;

/** What pays, each part once. */
export function MilestonesCard({ bounty: { milestones, terms } }: { bounty: LiveBounty }) {
  return (
    <Card title="Milestones">
      <ol className="flex flex-col gap-4">
        {milestones.map((milestone) => (
          <li key={milestone.number} className="flex flex-col gap-1 text-sm">
            <span className="flex flex-wrap items-center gap-2 font-semibold">
              {percent(milestone.shareBps)} when {milestone.kind.toLowerCase()}
              {milestone.paid ? <Badge tone="good">Paid</Badge> : null}
            </span>
            <span className="text-quiet">{NEEDS[milestone.kind](milestone, terms)}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Releases what isn't paid yet; the proof of audits and runs comes from the index, and the chain checks it. */
export function ReleaseActions({ bountyId, bounty }: { bountyId: bigint; bounty: LiveBounty }) {
  const escrow = useEscrow();
  const { terms, claimant, versionId, milestones } = bounty;
  const tasks = useProofTasks(versionId);
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-base">Release the reward</h3>
      <p className="text-sm text-quiet">Anyone may, as soon as a milestone is met.</p>
      {milestones
        .filter(({ paid }) => !paid)
        .map((milestone) => {
          const { number, kind, shareBps } = milestone;
          const proof = milestoneProof(milestone, { ...terms, claimant }, tasks);
          return (
            <TransactionButton
              key={number}
              action={`release:${bountyId}:${number}`}
              call={proof && { ...escrow, functionName: "release", args: [bountyId, number, proof] }}
              label={`Release milestone ${number + 1} of bounty ${bountyId}`}
              blocked={proof === undefined ? NOT_YET[kind] : undefined}
            >
              Release {percent(shareBps)}
            </TransactionButton>
          );
        })}
    </div>
  );
}

const NOT_YET = {
  Audited: "The attester's audit hasn't passed yet.",
  Certified: undefined,
  Executed: "Too few others have had it run yet.",
} as const satisfies Record<MilestoneKind, string | undefined>;
