import type { Hex } from "viem";
import type { Performance } from "../core/advance.ts";
import type { Posting, RunStore, TaskChain } from "../core/ports.ts";
import { isFinal, type TaskEvent } from "../core/run.ts";
import type { Metrics } from "./metrics.ts";
import type { Tracing } from "./tracing.ts";

type Telemetry = { readonly metrics: Metrics; readonly tracing: Tracing };

/** Performs tasks as `perform` does, measured and traced. */
export function measuredPerform(
  perform: (task: TaskEvent) => Promise<Performance>,
  { metrics, tracing }: Telemetry,
): (task: TaskEvent) => Promise<Performance> {
  return async (task) => {
    const { kind } = task;
    const end = metrics.performSeconds.startTimer({ kind });
    try {
      const done = await tracing.span(
        task.taskId,
        "perform",
        () => perform(task),
        (performance) => ({
          "nexus.kind": kind,
          "nexus.version_id": task.versionId,
          "nexus.status": performance.status,
        }),
      );
      const reason = done.status === "result" ? "" : done.reason;
      metrics.performances.inc({ kind, status: done.status, reason });
      return done;
    } catch (fault) {
      metrics.performances.inc({ kind, status: "fault", reason: "" });
      throw fault;
    } finally {
      end();
    }
  };
}

/** The consensus contract, with every step measured and traced. */
export function measuredTasks(chain: TaskChain, { metrics, tracing }: Telemetry): TaskChain {
  const step = (taskId: Hex, name: string, post: () => Promise<Posting>) =>
    tracing.span(
      taskId,
      name,
      () => measure(metrics, name, post),
      ({ status }) => ({ "nexus.status": status }),
    );
  return {
    ...chain,
    commit: (taskId, ...posting) => step(taskId, "commit", () => chain.commit(taskId, ...posting)),
    reveal: (taskId, ...posting) => step(taskId, "reveal", () => chain.reveal(taskId, ...posting)),
    settle: (taskId) => step(taskId, "settle", () => chain.settle(taskId)),
  };
}

/** Posts a step, and counts and times it. */
export async function measure<P extends { readonly status: string }>(
  metrics: Metrics,
  step: string,
  post: () => Promise<P>,
): Promise<P> {
  const end = metrics.postingSeconds.startTimer({ step });
  try {
    const posting = await post();
    metrics.postings.inc({ step, status: posting.status });
    return posting;
  } catch (fault) {
    metrics.postings.inc({ step, status: "fault" });
    throw fault;
  } finally {
    end();
  }
}

/** The runs, with every end counted. */
export function measuredRuns(runs: RunStore, metrics: Metrics): RunStore {
  return {
    ...runs,
    change: async (run, change) => {
      const written = await runs.change(run, change);
      const { phase } = change;
      if (written && phase !== undefined && isFinal(phase) && !isFinal(run.phase)) {
        metrics.runEnds.inc({ phase, reason: change.reason ?? "" });
      }
      return written;
    },
  };
}
