import { FeeCarried } from "../../../generated/ReviewFees/ReviewFees";
import { ReviewFee } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleFeeCarried(event: FeeCarried): void {
  const fee = ReviewFee.load(numberId(event.params.annulledId))!;
  fee.conclusion = "Annulled";
  fee.carriedTo = numberId(event.params.proposalId);
  fee.carried = event.params.amount;
  fee.closedAt = event.block.timestamp;
  fee.closedTx = event.transaction.hash;
  fee.save();
}
