import type { Hex } from "viem";
import { FencedOutError, PostingRefusedError } from "../errors.ts";
import type { LiveTask, Log, Posting, RunStore, TaskChain } from "./ports.ts";
import type { Reason, Run, RunChange, StoredResult } from "./run.ts";
import { isAfter, isFinal } from "./run.ts";

/** What to do after a step: look again at once, look again later, look again when others moved the task (or much later), or nothing any more. */
export type Step = "again" | "later" | "rest" | "done";

export type AgreePorts = {
  readonly chain: TaskChain;
  readonly runs: RunStore;
  /** Puts a receipt on IPFS. Safe to repeat. */
  keepReceipt(file: string): Promise<void>;
  readonly log: Log;
};

type ExecutedRun = Run & { readonly result: StoredResult };

/** The run whose result the commitment holds; orphaned runs count, because what was committed must be revealed. */
export function runOfCommitment(runs: readonly Run[], commitment: string): ExecutedRun | undefined {
  return runs.find((run): run is ExecutedRun => run.result?.commitment === commitment);
}

/** Writes a change. @throws FencedOutError if another attempt holds the run */
export async function change(ports: Pick<AgreePorts, "runs">, run: Run, fields: RunChange): Promise<void> {
  if (await ports.runs.change(run, fields)) return;
  throw new FencedOutError({ taskId: run.event.taskId, attempt: run.attempt });
}

/** How a run ends that has no settled result. */
export type Ending = {
  readonly phase: "refused" | "void" | "missed";
  readonly reason: Reason;
  /** For people. */
  readonly detail: string;
};

/** Ends a run while its task goes on, but none that sent a commitment: the chain may hold it yet, and it must be revealed. */
export async function end(ports: Pick<AgreePorts, "runs">, run: Run, ending: Ending): Promise<Step> {
  if (isFinal(run.phase)) return "done";
  if (run.commitTx !== null) return "later";
  await change(ports, run, ending);
  return "done";
}

/** Puts the stored receipt on IPFS and sends its commitment, or goes on with the transaction of an earlier attempt. */
export async function commitResult(ports: AgreePorts, run: ExecutedRun): Promise<Step> {
  await ports.keepReceipt(run.result.receipt);
  await change(ports, run, { phase: "committing" });
  const note = (commitTx: Hex) => change(ports, run, { commitTx });
  const posting = await ports.chain.commit(run.event.taskId, run.result.commitment, note, run.commitTx);
  if (posting.status !== "refused") return posted(ports, run, "commit", posting);
  return commitRefused(ports, run, posting.error);
}

async function commitRefused(ports: AgreePorts, run: Run, error: string): Promise<Step> {
  switch (error) {
    case "ResultConsensusAlreadyCommitted":
    case "ResultConsensusUnexpectedState":
      return "later";
    case "ResultConsensusAffiliationTaken":
      return giveUp(ports, run, {
        phase: "missed",
        reason: "affiliation-taken",
        detail: "Another executor of the same affiliation committed first; an affiliation counts once.",
      });
    case "ResultConsensusInactiveExecutor":
      return giveUp(ports, run, {
        phase: "refused",
        reason: "executor-inactive",
        detail: "The executor is not attested, is suspended or has too little stake.",
      });
    default:
      throw new PostingRefusedError({ step: "commit to", taskId: run.event.taskId, reason: error });
  }
}

/** A run that sent a commitment ends with its task, and keeps the reason until then. */
async function giveUp(ports: AgreePorts, run: Run, ending: Ending): Promise<Step> {
  if (run.commitTx === null) return end(ports, run, ending);
  const { reason, detail } = ending;
  if (run.reason === null) await change(ports, run, { reason, detail });
  return "rest";
}

/** Takes a run whose commitment is on chain through reveal and settlement. A reveal that was missed is known once the task is over. */
export async function followCommitment(
  ports: AgreePorts,
  run: ExecutedRun,
  task: LiveTask,
  since: bigint,
): Promise<Step> {
  await reach(ports, run, "committed");
  if (task.state === "Committing") return "later";
  const revealed = await ports.chain.hasRevealed(run.event.taskId, since, task);
  if (revealed) await reach(ports, run, "revealed");
  if (task.state === "Settleable") return settleTask(ports, run);
  return revealed ? "later" : revealResult(ports, run);
}

async function reach(ports: AgreePorts, run: Run, phase: "committed" | "revealed"): Promise<void> {
  if (!isAfter(phase, run.phase)) return;
  await change(ports, run, { phase, reason: null, detail: null, faults: 0, lastFault: null });
}

async function revealResult(ports: AgreePorts, run: ExecutedRun): Promise<Step> {
  await change(ports, run, { phase: "revealing" });
  const note = (revealTx: Hex) => change(ports, run, { revealTx });
  const posting = await ports.chain.reveal(run.event.taskId, run.result, note, run.revealTx);
  if (posting.status !== "refused") return posted(ports, run, "reveal", posting);
  if (lostRace(posting, ["ResultConsensusAlreadyRevealed", "ResultConsensusUnexpectedState"])) return "later";
  throw new PostingRefusedError({ step: "reveal", taskId: run.event.taskId, reason: posting.error });
}

/** Any executor may settle, so losing the race is no fault. */
async function settleTask(ports: AgreePorts, run: Run): Promise<Step> {
  const posting = await ports.chain.settle(run.event.taskId);
  if (posting.status !== "refused") return posted(ports, run, "settle", posting);
  if (lostRace(posting, ["ResultConsensusUnexpectedState"])) return "later";
  throw new PostingRefusedError({ step: "settle", taskId: run.event.taskId, reason: posting.error });
}

/** Whatever became of the transaction, the chain's state decides what comes next. */
function posted({ log }: AgreePorts, run: Run, step: string, posting: Posting & { hash: Hex }): Step {
  log.info(
    { taskId: run.event.taskId, step, status: posting.status, tx: posting.hash },
    "Posted a step of the run.",
  );
  return "again";
}

function lostRace(posting: Posting, expected: readonly string[]): boolean {
  return posting.status === "refused" && expected.includes(posting.error);
}
