import { PaymentWithdrawn } from "../../../generated/BountyEscrow/BountyEscrow";
import { saveWithdrawal } from "../../entities/withdrawal";

export function handlePaymentWithdrawn(event: PaymentWithdrawn): void {
  saveWithdrawal(event, "Bounty", event.params.payee, event.params.amount);
}
