import { BigInt } from "@graphprotocol/graph-ts";
import { CertificationAttested } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { loadProtocol } from "../../entities/protocol";
import { pairId } from "../../ids";

export function handleCertificationAttested(event: CertificationAttested): void {
  const certification = new Certification(pairId(event.params.versionId, event.params.attester));
  certification.version = event.params.versionId;
  certification.versionId = event.params.versionId;
  certification.attester = event.params.attester;
  certification.artifactDigest = event.params.artifactDigest;
  certification.proposalId = event.params.proposalId;
  certification.issuedAt = event.block.timestamp;
  certification.expiresAt = event.params.expiresAt;
  certification.followsHome = false;
  certification.renewedAt = BigInt.zero();
  certification.suspendedUntil = BigInt.zero();
  certification.revokedAt = BigInt.zero();
  certification.revokedForCause = false;
  certification.issuedBlock = event.block.number;
  certification.issuedTx = event.transaction.hash;
  certification.save();
  const protocol = loadProtocol();
  protocol.certifications += 1;
  protocol.save();
}
