import { LicenceBought } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { LicencePurchase } from "../../../generated/schema";
import { logId } from "../../ids";

export function handleLicenceBought(event: LicenceBought): void {
  const purchase = new LicencePurchase(logId(event));
  purchase.version = event.params.versionId;
  purchase.account = event.params.account;
  purchase.buyer = event.params.buyer;
  purchase.price = event.params.price;
  purchase.until = event.params.until;
  purchase.at = event.block.timestamp;
  purchase.tx = event.transaction.hash;
  purchase.save();
}
