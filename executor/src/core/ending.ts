import type { Hex } from "viem";
import { type AgreePorts, change, type Ending, runOfCommitment, type Step } from "./agree.ts";
import type { LiveTask } from "./ports.ts";
import { isAfter, isFinal, type Run, type RunChange } from "./run.ts";

export const foreign = (commitment: Hex): Ending => ({
  phase: "missed",
  reason: "foreign-commitment",
  detail: `The chain holds commitment ${commitment} of this executor, whose salt isn't in this database.`,
});

/** A reorganisation opened the task anew, but the commitment of the earlier run is on chain and must be revealed. */
export const SUPERSEDED: Ending = {
  phase: "missed",
  reason: "superseded",
  detail:
    "The chain holds the commitment of this task's run from before a reorganisation; that one is revealed.",
};

export const late = ({ lastFault }: Run): Ending => ({
  phase: "missed",
  reason: "commit-window-over",
  detail: lastFault?.message ?? "The task took no more commitments when the executor came to it.",
});

const ORPHANED: Ending = {
  phase: "missed",
  reason: "superseded",
  detail: "A reorganisation took the block away that opened this run; the task ended without it.",
};

/** Told to nobody: a new executor finds all tasks of the chain's past. */
const untried = ({ lastFault }: Run): Ending => ({
  phase: "missed",
  reason: "task-over",
  detail: lastFault?.message ?? "The task was over when the executor came to it.",
});

const UNREVEALED: Ending = {
  phase: "missed",
  reason: "reveal-window-over",
  detail: "The time to reveal was over before the commitment could be opened.",
};

export function isOver({ state }: LiveTask): boolean {
  return state === "Settled" || state === "Failed";
}

/**
 * Ends the runs of a task that is over, once its last block is expected to stay: if a reorganisation takes a reveal away, it must
 * be sent again.
 */
export async function endRuns(
  ports: AgreePorts,
  runs: readonly Run[],
  task: LiveTask,
  since: bigint,
): Promise<Step> {
  const open = runs.filter(({ phase }) => !isFinal(phase));
  if ((await ports.chain.confirmedUntil()) < task.endedAt) {
    for (const run of open) await tellMismatch(ports, run, task);
    return "rest";
  }
  const executed = open.find(({ result }) => result !== null);
  const commitment =
    executed === undefined ? null : await ports.chain.ownCommitment(executed.event.taskId, since, task);
  const committed = commitment === null ? undefined : runOfCommitment(runs, commitment);
  for (const run of open) {
    if (run !== committed) await change(ports, run, uncommitted(run, commitment, committed));
    else await endCommitted(ports, run, task, since);
  }
  return "done";
}

async function endCommitted(ports: AgreePorts, run: Run, task: LiveTask, since: bigint): Promise<void> {
  const other = mismatch(run, task);
  if (other !== null) return change(ports, run, { phase: "settled", ...other });
  const revealed = await ports.chain.hasRevealed(run.event.taskId, since, task);
  return change(ports, run, revealed ? agreed(task) : UNREVEALED);
}

function uncommitted(run: Run, commitment: Hex | null, committed: Run | undefined): Ending {
  if (run.orphaned) return ORPHANED;
  if (commitment !== null) return committed === undefined ? foreign(commitment) : SUPERSEDED;
  const { result, reason, detail } = run;
  if (reason !== null) return { phase: "missed", reason, detail: detail ?? "" };
  return result === null ? untried(run) : late(run);
}

function agreed({ state }: LiveTask): RunChange {
  if (state === "Settled") return { phase: "settled", reason: null, detail: null };
  return { phase: "failed", reason: null, detail: "No quorum of executors agreed on one result." };
}

/** What there is to say of a run whose result isn't the settled one. */
function mismatch({ result }: Run, { state, resultDigest }: LiveTask): Omit<Ending, "phase"> | null {
  if (state !== "Settled" || result === null || result.resultDigest === resultDigest) return null;
  const detail = `Settled with another result, ${resultDigest}, than this executor's ${result.resultDigest}.`;
  return { reason: "replica-mismatch", detail };
}

/** Not waited with, because it puts the version into quarantine, and stake may stand for other runs of it. */
async function tellMismatch(ports: AgreePorts, run: Run, task: LiveTask): Promise<void> {
  if (!isAfter(run.phase, "committing") || run.reason !== null) return;
  const other = mismatch(run, task);
  if (other !== null) await change(ports, run, other);
}
