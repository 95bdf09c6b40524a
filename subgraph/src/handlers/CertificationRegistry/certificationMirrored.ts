import { CertificationMirrored } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleCertificationMirrored(event: CertificationMirrored): void {
  const certification = Certification.load(pairId(event.params.versionId, event.params.attester))!;
  certification.home = pairId(event.params.versionId, event.params.home);
  certification.followsHome = event.params.followsHome;
  certification.save();
}
