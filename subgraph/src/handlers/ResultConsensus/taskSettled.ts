import { TaskSettled } from "../../../generated/ResultConsensus/ResultConsensus";
import { Executor, RunTask } from "../../../generated/schema";
import { countSettledRun } from "../../entities/usage";
import { Signal } from "../../enums.gen";

export function handleTaskSettled(event: TaskSettled): void {
  const task = RunTask.load(event.params.taskId)!;
  task.stage = "Settled";
  task.agreed = event.params.agreed;
  task.signal = Signal[event.params.signal];
  task.resultDigest = event.params.resultDigest;
  task.endedAt = event.block.timestamp;
  task.endedBlock = event.block.number;
  task.endedTx = event.transaction.hash;
  task.save();
  if (task.kind == "Execution") countSettledRun(task, event.block.timestamp);
  countAgreement(task, event);
}

/** Loops over at most a panel of receipts. */
function countAgreement(task: RunTask, event: TaskSettled): void {
  const receipts = task.receipts.load();
  for (let i = 0; i < receipts.length; i++) {
    const same =
      receipts[i].resultDigest.equals(event.params.resultDigest) && receipts[i].signal == task.signal;
    const executor = Executor.load(receipts[i].executor)!;
    if (same) executor.agreed += 1;
    else executor.disagreed += 1;
    executor.save();
  }
}
