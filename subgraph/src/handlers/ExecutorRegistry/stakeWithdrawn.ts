import { BigInt } from "@graphprotocol/graph-ts";
import { StakeWithdrawn } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { loadExecutor } from "../../entities/executor";
import { saveWithdrawal } from "../../entities/withdrawal";

export function handleStakeWithdrawn(event: StakeWithdrawn): void {
  const executor = loadExecutor(event.params.executor);
  executor.unbonding = BigInt.zero();
  executor.unbondingUntil = BigInt.zero();
  executor.save();
  saveWithdrawal(event, "Stake", event.params.executor, event.params.amount);
}
