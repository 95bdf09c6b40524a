import { ReviewHeld } from "../../../generated/ReviewBoard/ReviewBoard";
import { Review } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleReviewHeld(event: ReviewHeld): void {
  const review = Review.load(numberId(event.params.proposalId))!;
  review.held = true;
  review.save();
}
