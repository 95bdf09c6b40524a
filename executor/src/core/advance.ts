import type { Hex } from "viem";
import { FencedOutError } from "../errors.ts";
import type { AgreePorts, Step } from "./agree.ts";
import { commitResult, end, followCommitment, runOfCommitment } from "./agree.ts";
import { backoffMs, type Patience } from "./backoff.ts";
import { endRuns, foreign, isOver, late, SUPERSEDED } from "./ending.ts";
import { viewFault } from "./fault.ts";
import type { Log, RunStore, TaskChain, Wake } from "./ports.ts";
import type { Reason, Run, StoredResult, TaskEvent } from "./run.ts";
import { isFinal } from "./run.ts";

/** How performing a task ended: a result to commit to, or the reason why there is none. */
export type Performance =
  | { readonly status: "result"; readonly result: StoredResult }
  | { readonly status: "refused" | "void"; readonly reason: Reason; readonly detail: string };

export type AdvancePorts = AgreePorts & {
  readonly runs: RunStore;
  readonly chain: TaskChain;
  /** Admits and runs a task. Throws what is worth another try. */
  perform(task: TaskEvent): Promise<Performance>;
  readonly wake: Wake;
  readonly patience: Patience;
  /** ISO 8601. */
  now(): string;
  readonly pollMs: number;
  /** True once the process is draining: then a broken-off step is no fault. */
  stopping(): boolean;
  readonly log: Log;
};

/** Steps in one go before others get their turn. */
const MAX_STEPS = 12;

/**
 * Takes a task as far as it goes now. Every step reads the chain first, so it may be called at any time, any number of
 * times, and after any crash. Faults are recorded with the run and tried again later.
 */
export async function advanceTask(ports: AdvancePorts, taskId: Hex): Promise<void> {
  let runs: readonly Run[] = [];
  let stored: Run | undefined;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    runs = stored === undefined ? await ports.runs.claim(taskId) : withRun(runs, stored);
    const current = runs.findLast((run) => !run.orphaned);
    if (runs.every((run) => isFinal(run.phase))) return;
    try {
      const outcome = await nextStep(ports, taskId, runs, current);
      if (outcome === "done") return;
      if (outcome === "later") return await ports.wake(taskId, ports.pollMs);
      if (outcome === "rest") return await ports.wake(taskId, ports.patience.longestMs);
      stored = outcome === "again" ? undefined : outcome;
    } catch (fault) {
      return await recordFault(ports, taskId, current, fault);
    }
  }
  await ports.wake(taskId, 0);
}

function withRun(runs: readonly Run[], changed: Run): readonly Run[] {
  return runs.map((run) => (run.event.key === changed.event.key ? changed : run));
}

/** What to do next; a run means to look again at once, with this run as it was stored. */
async function nextStep(
  ports: AdvancePorts,
  taskId: Hex,
  runs: readonly Run[],
  current: Run | undefined,
): Promise<Step | Run> {
  const task = await ports.chain.task(taskId);
  if (task.state === "None") return current === undefined ? "done" : "later";
  const since = earliestBlock(runs);
  if (isOver(task)) return endRuns(ports, runs, task, since);
  const commitment = await ports.chain.ownCommitment(taskId, since, task);
  if (commitment !== null) {
    const committed = runOfCommitment(runs, commitment);
    if (committed === undefined)
      return current === undefined ? "done" : end(ports, current, foreign(commitment));
    if (current !== undefined && current !== committed) await end(ports, current, SUPERSEDED);
    return followCommitment(ports, committed, task, since);
  }
  if (current === undefined || isFinal(current.phase)) return "done";
  if (task.state !== "Committing") return end(ports, current, late(current));
  const { result } = current;
  return result === null ? performTask(ports, current) : commitResult(ports, { ...current, result });
}

function earliestBlock(runs: readonly Run[]): bigint {
  const numbers = runs.map(({ event }) => event.blockNumber);
  return numbers.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
}

async function performTask(ports: AdvancePorts, run: Run): Promise<Step | Run> {
  const performance = await ports.perform(run.event);
  if (performance.status !== "result") {
    ports.log.warn({ taskId: run.event.taskId, reason: performance.reason }, performance.detail);
    const { status: phase, reason, detail } = performance;
    return end(ports, run, { phase, reason, detail });
  }
  const stored = await ports.runs.saveResult(run, performance.result);
  if (stored === null) throw new FencedOutError({ taskId: run.event.taskId, attempt: run.attempt });
  const { resultDigest, signal } = performance.result;
  ports.log.info({ taskId: run.event.taskId, kind: run.event.kind, resultDigest, signal }, "Ran a task.");
  return stored;
}

async function recordFault(
  ports: AdvancePorts,
  taskId: Hex,
  run: Run | undefined,
  fault: unknown,
): Promise<void> {
  if (ports.stopping()) {
    ports.log.info({ taskId }, "Parked: the executor is stopping.");
    return;
  }
  if (fault instanceof FencedOutError) {
    ports.log.info({ taskId }, fault.message);
    return;
  }
  const faults = (run?.faults ?? 0) + 1;
  const delay = backoffMs(faults, ports.patience);
  ports.log.warn(
    { taskId, err: fault, faults, retryInMs: delay },
    "A step of the run failed; it is tried again.",
  );
  if (run !== undefined) {
    const lastFault = { ...viewFault(fault), at: ports.now() };
    await ports.runs.change(run, { faults, lastFault });
  }
  await ports.wake(taskId, delay);
}
