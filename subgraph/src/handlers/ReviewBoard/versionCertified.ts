import { VersionCertified } from "../../../generated/ReviewBoard/ReviewBoard";
import { Certification, Credential, PluginVersion, Review } from "../../../generated/schema";
import { numberId, pairId, wordOf } from "../../ids";

export function handleVersionCertified(event: VersionCertified): void {
  const certification = Certification.load(pairId(event.params.versionId, event.address))!;
  certification.review = numberId(event.params.proposalId);
  certification.save();
  const review = Review.load(numberId(event.params.proposalId))!;
  review.certification = certification.id;
  review.save();
  const credential = Credential.load(wordOf(event.params.tokenId))!;
  credential.certification = certification.id;
  credential.save();
  const version = PluginVersion.load(event.params.versionId)!;
  version.certification = certification.id;
  version.credential = credential.id;
  version.save();
}
