import { ProposalExecuted } from "../../../generated/ReviewBoard/ReviewBoard";
import { Review } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleProposalExecuted(event: ProposalExecuted): void {
  const review = Review.load(numberId(event.params.proposalId))!;
  review.stage = "Executed";
  review.executedAt = event.block.timestamp;
  review.executedTx = event.transaction.hash;
  review.save();
}
