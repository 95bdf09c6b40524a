import { PayCollected } from "../../../generated/ReviewFees/ReviewFees";
import { VotePay } from "../../../generated/schema";
import { accountInId, numberId } from "../../ids";

export function handlePayCollected(event: PayCollected): void {
  const pay = new VotePay(accountInId(event.params.proposalId, event.params.voter));
  pay.fee = numberId(event.params.proposalId);
  pay.vote = pay.id;
  pay.voter = event.params.voter;
  pay.amount = event.params.amount;
  pay.at = event.block.timestamp;
  pay.tx = event.transaction.hash;
  pay.save();
}
