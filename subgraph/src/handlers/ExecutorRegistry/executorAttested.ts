import { ExecutorAttested } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { loadExecutor } from "../../entities/executor";

export function handleExecutorAttested(event: ExecutorAttested): void {
  const executor = loadExecutor(event.params.executor);
  executor.affiliation = event.params.affiliation;
  executor.region = event.params.region.toString();
  executor.save();
}
