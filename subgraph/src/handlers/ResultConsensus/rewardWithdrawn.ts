import { RewardWithdrawn } from "../../../generated/ResultConsensus/ResultConsensus";
import { saveWithdrawal } from "../../entities/withdrawal";

export function handleRewardWithdrawn(event: RewardWithdrawn): void {
  saveWithdrawal(event, "Reward", event.params.account, event.params.amount);
}
