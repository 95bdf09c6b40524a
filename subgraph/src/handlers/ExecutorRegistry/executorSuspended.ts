import { ExecutorSuspended } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { loadExecutor } from "../../entities/executor";

export function handleExecutorSuspended(event: ExecutorSuspended): void {
  const executor = loadExecutor(event.params.executor);
  executor.suspended = event.params.suspended;
  executor.save();
}
