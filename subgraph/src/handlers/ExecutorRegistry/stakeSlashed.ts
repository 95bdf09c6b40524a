import { StakeSlashed } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { Slash } from "../../../generated/schema";
import { loadExecutor } from "../../entities/executor";
import { logId } from "../../ids";

/** A slash takes from the stake first, then from what is unbonding. */
export function handleStakeSlashed(event: StakeSlashed): void {
  const amount = event.params.amount;
  const executor = loadExecutor(event.params.executor);
  const fromStake = amount.lt(executor.stake) ? amount : executor.stake;
  executor.stake = executor.stake.minus(fromStake);
  executor.unbonding = executor.unbonding.minus(amount.minus(fromStake));
  executor.slashed = executor.slashed.plus(amount);
  executor.save();
  const slash = new Slash(logId(event));
  slash.executor = executor.id;
  slash.task = event.params.taskId;
  slash.amount = amount;
  slash.beneficiary = event.params.beneficiary;
  slash.at = event.block.timestamp;
  slash.tx = event.transaction.hash;
  slash.save();
}
