import type { Trace, TraceEvent } from "@nexus/discovery";
import { Link } from "@tanstack/react-router";
import { formatEther } from "viem";
import { Account } from "../../chain/account.tsx";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { SIGNAL_LOOKS } from "../../ui/status.ts";
import { Countdown, Time } from "../../ui/time.tsx";
import { useAuditedReview } from "./queries.ts";
import { Step } from "./step.tsx";

/** What set a task off: a clause event, or a submission for review. */
export function CauseStep({ trace }: { trace: Trace }) {
  return trace.event ? <EventStep event={trace.event} /> : <SubmissionStep trace={trace} />;
}

function EventStep({ event }: { event: TraceEvent }) {
  const { gateway } = useRuntime();
  const { clause, source, occurredAt, inputCid, eventId, tx } = event;
  return (
    <Step title="Clause event" tx={tx}>
      <Facts
        items={[
          ["Clause", `${clause.uuid} (${clause.clauseType.toLowerCase()}, ${clause.jurisdiction})`],
          ["Signed by", <Account key="source" address={source} />],
          ["Happened", <Time key="time" at={occurredAt} />],
          [
            "Input",
            <CopyableHash
              key="input"
              value={inputCid}
              label="input's CID"
              href={`${gateway}/ipfs/${inputCid}`}
            />,
          ],
          ["Event", <CopyableHash key="event" value={eventId} label="event id" />],
        ]}
      />
    </Step>
  );
}

function SubmissionStep({ trace: { taskId, createdTx } }: { trace: Trace }) {
  const review = useAuditedReview(taskId).data?.runTask?.reviews[0];
  return (
    <Step title="Submission for review" tx={createdTx}>
      <p className="text-sm">
        The Review Board asked for this audit when the version was submitted.{" "}
        {review ? (
          <Link
            to="/reviews/$id"
            params={{ id: review.id }}
            className="text-accent underline underline-offset-2"
          >
            Open the review
          </Link>
        ) : null}
      </p>
    </Step>
  );
}

/** The task that executors were asked to do. */
export function TaskStep({ trace }: { trace: Trace }) {
  const now = useChainHead()?.timestamp;
  const {
    requester,
    quorum,
    panel,
    reward,
    createdAt,
    createdTx,
    stage,
    commitDeadline,
    revealDeadline,
    kind,
  } = trace;
  const deadline = now !== undefined && now <= commitDeadline ? commitDeadline : revealDeadline;
  return (
    <Step title={kind === "Audit" ? "Audit opened" : "Run opened"} tx={createdTx}>
      <Facts
        items={[
          ["Asked by", <Account key="requester" address={requester} />],
          ["Opened", <Time key="opened" at={createdAt} />],
          ["Terms", `${quorum} of ${panel} must agree, for ${formatEther(reward)} NXS`],
          ...(stage === "Open"
            ? [
                [
                  "Time left",
                  <Countdown key="left" until={deadline} now={now} ended="over; anyone may settle it" />,
                ] as const,
              ]
            : []),
        ]}
      />
    </Step>
  );
}

/** What the executors agreed on, or that they didn't. */
export function ResultStep({ trace }: { trace: Trace }) {
  const { stage, signal, resultDigest, agreed, panel, endedAt, endedTx, valid } = trace;
  if (stage === "Open") {
    return (
      <Step title="Result" state="open">
        <p className="text-sm text-quiet">Not settled yet.</p>
      </Step>
    );
  }
  if (stage === "Failed") {
    return (
      <Step title="No agreement" tx={endedTx} state="failed">
        <p className="text-sm">
          Too few executors gave the same result in time. Nothing follows from this task.
        </p>
      </Step>
    );
  }
  return (
    <Step title="Result" tx={endedTx}>
      <p className="mb-3 flex flex-wrap items-center gap-3">
        <Badge tone={SIGNAL_LOOKS[signal].tone}>{SIGNAL_LOOKS[signal].word}</Badge>
        <Badge tone={valid ? "good" : "bad"}>{valid ? "Counts" : "No longer counts"}</Badge>
      </p>
      <Facts
        items={[
          ["Agreed", `${agreed} of ${panel}`],
          ["Digest", <CopyableHash key="digest" value={resultDigest ?? ""} label="result digest" whole />],
          ["Settled", endedAt === null ? "unknown" : <Time key="settled" at={endedAt} />],
        ]}
      />
      {valid ? null : (
        <p className="mt-3 text-sm">
          The version's certification was revoked for cause, so results that rest on it don't count.
        </p>
      )}
    </Step>
  );
}
