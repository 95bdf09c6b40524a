import { LicenceGranted } from "../../../generated/LicenceRegistry/LicenceRegistry";
import { LicenceGrant } from "../../../generated/schema";
import { LicenceAccess } from "../../enums.gen";
import { pairId } from "../../ids";

export function handleLicenceGranted(event: LicenceGranted): void {
  const grant = new LicenceGrant(
    pairId(event.params.versionId, event.params.account).concatI32(event.params.access),
  );
  grant.version = event.params.versionId;
  grant.account = event.params.account;
  grant.access = LicenceAccess[event.params.access];
  grant.until = event.params.until;
  grant.updatedAt = event.block.timestamp;
  grant.updatedTx = event.transaction.hash;
  grant.save();
}
