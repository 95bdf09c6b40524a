import { CertificationSuspended } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleCertificationSuspended(event: CertificationSuspended): void {
  const certification = Certification.load(pairId(event.params.versionId, event.params.attester))!;
  certification.suspendedUntil = event.params.until;
  certification.suspensionReason = event.params.reason;
  certification.save();
}
