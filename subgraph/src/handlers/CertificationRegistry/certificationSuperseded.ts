import { CertificationSuperseded } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleCertificationSuperseded(event: CertificationSuperseded): void {
  const attester = event.params.attester;
  const later = Certification.load(pairId(event.params.versionId, attester))!;
  const earlier = Certification.load(pairId(event.params.previousVersionId, attester))!;
  later.supersedes = earlier.id;
  later.save();
  earlier.supersededBy = later.id;
  earlier.save();
}
