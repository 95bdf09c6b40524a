import { TaskFailed } from "../../../generated/ResultConsensus/ResultConsensus";
import { RunTask } from "../../../generated/schema";
import { countFailedRun } from "../../entities/usage";

export function handleTaskFailed(event: TaskFailed): void {
  const task = RunTask.load(event.params.taskId)!;
  task.stage = "Failed";
  task.endedAt = event.block.timestamp;
  task.endedBlock = event.block.number;
  task.endedTx = event.transaction.hash;
  task.save();
  if (task.kind == "Execution") countFailedRun(task, event.block.timestamp);
}
