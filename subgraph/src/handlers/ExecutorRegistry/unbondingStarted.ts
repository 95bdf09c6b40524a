import { UnbondingStarted } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { loadExecutor } from "../../entities/executor";

export function handleUnbondingStarted(event: UnbondingStarted): void {
  const executor = loadExecutor(event.params.executor);
  executor.stake = executor.stake.minus(event.params.amount);
  executor.unbonding = executor.unbonding.plus(event.params.amount);
  executor.unbondingUntil = event.params.until;
  executor.save();
}
