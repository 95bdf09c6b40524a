import { LicencePaymentAccrued } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { LicencePayment } from "../../../generated/schema";
import { logId } from "../../ids";

export function handleLicencePaymentAccrued(event: LicencePaymentAccrued): void {
  const payment = new LicencePayment(logId(event));
  payment.version = event.params.versionId;
  payment.payee = event.params.payee;
  payment.amount = event.params.amount;
  payment.at = event.block.timestamp;
  payment.tx = event.transaction.hash;
  payment.save();
}
