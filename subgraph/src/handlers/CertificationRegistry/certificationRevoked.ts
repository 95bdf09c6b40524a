import { CertificationRevoked } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleCertificationRevoked(event: CertificationRevoked): void {
  const certification = Certification.load(pairId(event.params.versionId, event.params.attester))!;
  certification.revokedAt = event.block.timestamp;
  certification.revokedForCause = event.params.forCause;
  certification.revocationReason = event.params.reason;
  certification.save();
}
