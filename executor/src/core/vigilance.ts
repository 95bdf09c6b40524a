import type { Receipt } from "@nexus/protocol";
import type { Performance } from "./advance.ts";
import type { Anomaly, AnomalyWatch, Observation } from "./anomaly.ts";
import { refused } from "./load.ts";
import { missedNotice, type Notice } from "./notice.ts";
import type { Performed, Told } from "./perform.ts";
import type { Log, RunStore } from "./ports.ts";
import type { Run, RunChange, TaskEvent } from "./run.ts";

export type AnomalyStore = {
  /** Writes an anomaly down with what follows from it: notice, quarantine, report on chain. False when it was known. */
  record(anomaly: Anomaly): Promise<boolean>;
  /** Why a version isn't run here; null when it is. */
  quarantine(versionId: TaskEvent["versionId"]): Promise<string | null>;
  notify(notice: Notice): Promise<void>;
};

export type VigilancePorts = {
  readonly watch: AnomalyWatch;
  readonly store: AnomalyStore;
  /** Counts an anomaly. */
  raised(anomaly: Anomaly): void;
  readonly log: Log;
};

/** Performs tasks as `perform` does, but for versions in quarantine, and looks at how each ended. */
export function vigilantPerform(
  perform: (task: TaskEvent) => Promise<Performed>,
  ports: VigilancePorts,
): (task: TaskEvent) => Promise<Performance> {
  return async (task) => {
    const held = await ports.store.quarantine(task.versionId);
    if (held !== null) return refused("quarantined", `The version is in quarantine here: ${held}`);
    const performance = await perform(task);
    for (const anomaly of anomaliesOf(ports.watch, task, performance)) await raise(ports, anomaly);
    return performance;
  };
}

/** The runs, with an eye on results that others don't share and on steps that came too late. */
export function vigilantRuns(runs: RunStore, ports: VigilancePorts): RunStore {
  return {
    ...runs,
    change: async (run, change) => {
      // First: once a run is final nobody looks at it again. What is told twice is kept once.
      await lookAt(ports, run, change);
      return runs.change(run, change);
    },
  };
}

async function lookAt(ports: VigilancePorts, { event }: Run, change: RunChange): Promise<void> {
  const { reason, detail } = change;
  if (reason === "replica-mismatch") {
    const { taskId, versionId } = event;
    await raise(ports, { kind: "replica-mismatch", taskId, versionId, detail: detail ?? "" });
  }
  if (reason === "commit-window-over" || reason === "reveal-window-over") {
    await ports.store.notify(missedNotice(event.taskId, detail ?? ""));
  }
}

/** What a run shows of its plugin must not be lost, nor may the watch keep the run from going on. */
async function raise(ports: VigilancePorts, anomaly: Anomaly): Promise<void> {
  const { kind, taskId, versionId, detail } = anomaly;
  if (!(await ports.store.record(anomaly))) return;
  ports.log.warn({ kind, taskId, versionId }, `Anomaly: ${detail}`);
  ports.raised(anomaly);
}

/** Refusals and voids that show hostility rather than a mistake. */
const HOSTILE = {
  "content-tampered": "tampered",
  "import-denied": "escape-attempt",
  protocol: "escape-attempt",
} as const;

function anomaliesOf(watch: AnomalyWatch, task: TaskEvent, performance: Performed): readonly Anomaly[] {
  const { taskId, versionId } = task;
  if (performance.status === "result") return watch.observe(observationOf(task, performance.told));
  const { reason, detail } = performance;
  const hostile = Object.entries(HOSTILE).find(([known]) => known === reason);
  const found: Anomaly[] = hostile === undefined ? [] : [{ kind: hostile[1], taskId, versionId, detail }];
  if (performance.status === "refused") return found;
  return [...found, ...watch.observe({ taskId, versionId, measures: null, reason, deniedCalls: 0 })];
}

/** What a run tells: the measures that are the same on every machine, and refusals by the host. */
export function observationOf(
  { taskId, versionId }: Pick<TaskEvent, "taskId" | "versionId">,
  { record, usage }: Told,
): Observation {
  const { steps = 0, peakMemoryBytes, hostCalls, logBytes, outputBytes } = usage;
  const measures = { steps, peakMemoryBytes, hostCalls, logBytes, outputBytes };
  const told = "deniedCalls" in usage ? (usage.deniedCalls ?? 0) : 0;
  return { taskId, versionId, measures, reason: null, deniedCalls: Math.max(told, deniedIn(record)) };
}

/** The receipt in a file that this executor wrote, and checked when it did. */
export function ownReceipt(file: string): Told {
  const { payload, receipt } = JSON.parse(file) as { payload?: string; receipt?: Receipt };
  if (payload === undefined) return receipt as Receipt;
  return (JSON.parse(Buffer.from(payload, "base64").toString()) as { predicate: Receipt }).predicate;
}

function deniedIn(record: Receipt["record"]): number {
  const outcomes =
    record.kind === "execution"
      ? [record.outcome]
      : [...record.vectors, ...record.seeded].map(({ outcome }) => outcome);
  return outcomes.filter((outcome) => outcome.status === "plugin-error" && outcome.case === "denied").length;
}
