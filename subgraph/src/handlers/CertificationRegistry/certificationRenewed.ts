import { CertificationRenewed } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleCertificationRenewed(event: CertificationRenewed): void {
  const certification = Certification.load(pairId(event.params.versionId, event.params.attester))!;
  certification.expiresAt = event.params.expiresAt;
  certification.renewedAt = event.block.timestamp;
  certification.renewalProposalId = event.params.proposalId;
  certification.save();
}
