import { VersionRenewed } from "../../../generated/ReviewBoard/ReviewBoard";
import { Review } from "../../../generated/schema";
import { numberId, pairId } from "../../ids";

export function handleVersionRenewed(event: VersionRenewed): void {
  const review = Review.load(numberId(event.params.proposalId))!;
  review.certification = pairId(event.params.versionId, event.address);
  review.save();
}
