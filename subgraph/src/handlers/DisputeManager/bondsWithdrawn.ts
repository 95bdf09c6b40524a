import { BondsWithdrawn } from "../../../generated/DisputeManager/DisputeManager";
import { saveWithdrawal } from "../../entities/withdrawal";

export function handleBondsWithdrawn(event: BondsWithdrawn): void {
  saveWithdrawal(event, "Bond", event.params.payee, event.params.amount);
}
