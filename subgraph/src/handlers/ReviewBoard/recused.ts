import { Recused } from "../../../generated/ReviewBoard/ReviewBoard";
import { ChamberTally, Recusal } from "../../../generated/schema";
import { Chamber } from "../../enums.gen";
import { accountInId, numberId, tallyId } from "../../ids";

export function handleRecused(event: Recused): void {
  const recusal = new Recusal(accountInId(event.params.proposalId, event.params.voter));
  recusal.review = numberId(event.params.proposalId);
  recusal.account = event.params.voter;
  recusal.chamber = Chamber[event.params.chamber];
  recusal.weight = event.params.weight;
  recusal.conflicted = event.params.conflicted;
  recusal.at = event.block.timestamp;
  recusal.tx = event.transaction.hash;
  recusal.save();
  const tally = ChamberTally.load(tallyId(event.params.proposalId, event.params.chamber))!;
  tally.recused += event.params.weight;
  tally.save();
}
