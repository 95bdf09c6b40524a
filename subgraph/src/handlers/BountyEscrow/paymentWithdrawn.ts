import { PaymentWithdrawn } from "../../../generated/BountyEscrow/BountyEscrow";
import { newWithdrawal } from "../../entities/withdrawal";
import { assetOf } from "../../words";

export function handlePaymentWithdrawn(event: PaymentWithdrawn): void {
  const withdrawal = newWithdrawal(event, "Bounty", event.params.payee, event.params.paid);
  withdrawal.asset = assetOf(event.params.asset);
  withdrawal.save();
}
