import type { Trace } from "@nexus/discovery";
import { Link, useParams } from "@tanstack/react-router";
import { type Hex, isHex, size } from "viem";
import { PageHeader } from "../../ui/card.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { CauseStep, ResultStep, TaskStep } from "./beginning-steps.tsx";
import { ExecutorsStep } from "./executors-step.tsx";
import { useTrace } from "./queries.ts";
import { BountiesStep, CertificationStep, CredentialStep, VersionStep } from "./standing-steps.tsx";

/** The whole way of one run: from its event to its result, and what stands behind it. */
export function RunPage() {
  const { id } = useParams({ from: "/runs/$id" });
  if (!isHex(id) || size(id) !== 32)
    return (
      <EmptyState level={1} title="This is no task's id">
        Open the run from the list of runs instead.
      </EmptyState>
    );
  return <Run key={id} taskId={id.toLowerCase() as Hex} />;
}

function Run({ taskId }: { taskId: Hex }) {
  const { data: trace, error, refetch } = useTrace(taskId);
  return (
    <>
      <PageHeader
        eyebrow={
          <Link to="/runs" className="underline underline-offset-2">
            Runs
          </Link>
        }
        title={trace ? titleOf(trace) : "Trace"}
        lead={
          <>
            Task <CopyableHash value={taskId} label="task id" />
          </>
        }
      />
      {error && !trace ? (
        <ErrorState title="The trace couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {!trace && !error ? <Skeleton lines={10} label="Loading the trace" /> : null}
      {trace ? <TraceSteps trace={trace} /> : null}
    </>
  );
}

const titleOf = ({ kind, version: { name, semver } }: Trace): string =>
  `${kind === "Audit" ? "Audit" : "Run"} of ${name} ${semver}`;

function TraceSteps({ trace }: { trace: Trace }) {
  const { version, asOf } = trace;
  return (
    <>
      <ol>
        <CauseStep trace={trace} />
        <TaskStep trace={trace} />
        <ExecutorsStep trace={trace} />
        <ResultStep trace={trace} />
        <VersionStep version={version} />
        <CertificationStep version={version} />
        <CredentialStep version={version} />
        <BountiesStep version={version} />
      </ol>
      <p className="mt-8 text-xs text-quiet tabular-nums">As of block {asOf.block}.</p>
    </>
  );
}
