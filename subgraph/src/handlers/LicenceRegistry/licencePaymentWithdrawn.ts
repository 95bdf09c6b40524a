import { LicencePaymentWithdrawn } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { saveWithdrawal } from "../../entities/withdrawal";

export function handleLicencePaymentWithdrawn(event: LicencePaymentWithdrawn): void {
  saveWithdrawal(event, "Licence", event.params.payee, event.params.amount);
}
