import { useConnection } from "wagmi";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { BOUNTY_LOOKS, SIGNAL_LOOKS } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import type { VersionDetails } from "./query.ts";

/** What became of a version: reviews, runs, bounties. Each leads to its own page. */
export function LifeCards({ version }: { version: VersionDetails }) {
  return (
    <>
      <Reviews version={version} />
      <Runs version={version} />
      <Bounties version={version} />
    </>
  );
}

const LINK = "font-semibold text-accent underline underline-offset-2";
const ROW =
  "flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-3 text-sm first:border-0 first:pt-0 last:pb-0";

function Reviews({ version: { id: versionId, publisher, reviews } }: { version: VersionDetails }) {
  const { address } = useConnection();
  const own = address?.toLowerCase() === publisher.id.toLowerCase();
  return (
    <Card
      title="Reviews"
      aside={
        own && !reviews.some(({ stage }) => stage === "Executed") ? (
          <a href={`#/reviews/submit/${versionId}`} className={LINK}>
            Submit for review
          </a>
        ) : null
      }
    >
      {reviews.length === 0 ? <p className="text-sm text-quiet">Never submitted for review.</p> : null}
      <ul>
        {reviews.map(({ id, round, stage, submittedAt }) => (
          <li key={id} className={ROW}>
            <a href={`#/reviews/${id}`} className={LINK}>
              Round {round}
            </a>
            <Badge tone={STAGE_LOOKS[stage].tone}>{STAGE_LOOKS[stage].word}</Badge>
            <span className="w-full text-xs text-quiet">
              Submitted <Time at={submittedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const STAGE_LOOKS = {
  Submitted: { tone: "info", word: "Submitted" },
  Canceled: { tone: "bad", word: "Canceled" },
  Executed: { tone: "good", word: "Certified" },
} as const;

function Runs({ version: { tasks, settledRuns, failedRuns, triggers } }: { version: VersionDetails }) {
  return (
    <Card title="Runs">
      <p className="mb-3 text-sm text-quiet tabular-nums">
        {settledRuns} settled, of them {triggers} triggered; {failedRuns} ended without agreement.
      </p>
      <ul>
        {tasks.map(({ id, kind, signal, stage, createdAt }) => (
          <li key={id} className={ROW}>
            <a href={`#/runs/${id}`} className={LINK}>
              {kind === "Audit" ? "Audit" : "Run"}
            </a>
            <Badge tone={stage === "Failed" ? "bad" : SIGNAL_LOOKS[signal].tone}>
              {stage === "Failed" ? "No agreement" : SIGNAL_LOOKS[signal].word}
            </Badge>
            <span className="flex w-full flex-wrap items-center gap-x-3 text-xs text-quiet">
              <Time at={createdAt} />
              <CopyableHash value={id} label="task id" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Bounties({ version: { bounties } }: { version: VersionDetails }) {
  if (bounties.length === 0) return null;
  return (
    <Card title="Bounties">
      <ul>
        {bounties.map(({ id, state, asset, contributed }) => {
          const look = BOUNTY_LOOKS[state as keyof typeof BOUNTY_LOOKS];
          return (
            <li key={id} className={ROW}>
              <a href={`#/bounties/${id}`} className={LINK}>
                Bounty {id}
              </a>
              <AssetAmount value={BigInt(contributed)} asset={asset} />
              <Badge tone={look.tone}>{look.word}</Badge>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
