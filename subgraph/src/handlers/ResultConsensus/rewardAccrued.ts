import { RewardAccrued } from "../../../generated/ResultConsensus/ResultConsensus";
import { Commitment, Executor, Reward } from "../../../generated/schema";
import { logId, pairId } from "../../ids";

/** A credit to an account that committed is its share; any other is the rest, back at the requester. */
export function handleRewardAccrued(event: RewardAccrued): void {
  const commitment = Commitment.load(pairId(event.params.taskId, event.params.account));
  const reward = new Reward(logId(event));
  reward.task = event.params.taskId;
  reward.account = event.params.account;
  reward.amount = event.params.amount;
  reward.refund = commitment == null;
  reward.at = event.block.timestamp;
  reward.tx = event.transaction.hash;
  reward.save();
  if (commitment == null) return;
  const executor = Executor.load(commitment.executor)!;
  executor.rewards = executor.rewards.plus(event.params.amount);
  executor.save();
}
