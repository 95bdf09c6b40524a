import { FeeSettled } from "../../../generated/ReviewFees/ReviewFees";
import { ReviewFee } from "../../../generated/schema";
import { Conclusion } from "../../enums.gen";
import { numberId } from "../../ids";

export function handleFeeSettled(event: FeeSettled): void {
  const fee = ReviewFee.load(numberId(event.params.proposalId))!;
  fee.conclusion = Conclusion[event.params.conclusion];
  fee.toPublisher = event.params.toPublisher;
  fee.toTreasury = event.params.toTreasury;
  fee.closedAt = event.block.timestamp;
  fee.closedTx = event.transaction.hash;
  fee.save();
}
