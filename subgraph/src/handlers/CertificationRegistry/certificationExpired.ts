import { CertificationExpired } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleCertificationExpired(event: CertificationExpired): void {
  const certification = Certification.load(pairId(event.params.versionId, event.params.attester))!;
  certification.expiryAnnouncedAt = event.block.timestamp;
  certification.save();
}
