import { StakeAdded } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { loadExecutor } from "../../entities/executor";

export function handleStakeAdded(event: StakeAdded): void {
  const executor = loadExecutor(event.params.executor);
  executor.stake = event.params.stake;
  executor.save();
}
