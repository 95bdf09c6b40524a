import { BigInt } from "@graphprotocol/graph-ts";
import { ReviewReleased } from "../../../generated/ReviewBoard/ReviewBoard";
import { Review } from "../../../generated/schema";
import { DisputeKind } from "../../enums.gen";
import { numberId } from "../../ids";

export function handleReviewReleased(event: ReviewReleased): void {
  const review = Review.load(numberId(event.params.proposalId))!;
  review.held = false;
  if (event.params.lapsesAt.gt(BigInt.zero())) review.lapsesAt = event.params.lapsesAt;
  if (event.params.upheld && DisputeKind[event.params.kind] == "Appeal") review.annulled = true;
  review.save();
}
