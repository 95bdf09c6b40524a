import { FeeCharged } from "../../../generated/ReviewFees/ReviewFees";
import { Review, ReviewFee } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleFeeCharged(event: FeeCharged): void {
  const id = numberId(event.params.proposalId);
  const fee = new ReviewFee(id);
  fee.review = id;
  fee.publisher = event.params.publisher;
  fee.amount = event.params.fee;
  fee.payPerVote = event.params.payPerVote;
  fee.refundBps = event.params.refundBps;
  fee.save();
  const review = Review.load(id)!;
  review.fee = id;
  review.save();
}
