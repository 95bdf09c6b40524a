import { ProposalCanceled } from "../../../generated/ReviewBoard/ReviewBoard";
import { Review } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleProposalCanceled(event: ProposalCanceled): void {
  const review = Review.load(numberId(event.params.proposalId))!;
  review.stage = "Canceled";
  review.canceledAt = event.block.timestamp;
  review.canceledTx = event.transaction.hash;
  review.save();
}
