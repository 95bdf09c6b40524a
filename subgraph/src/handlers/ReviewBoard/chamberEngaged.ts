import { ChamberEngaged } from "../../../generated/ReviewBoard/ReviewBoard";
import { ChamberTally, Review } from "../../../generated/schema";
import { Chamber } from "../../enums.gen";
import { numberId, tallyId } from "../../ids";

export function handleChamberEngaged(event: ChamberEngaged): void {
  const tally = new ChamberTally(tallyId(event.params.proposalId, event.params.chamber));
  tally.review = numberId(event.params.proposalId);
  tally.chamber = Chamber[event.params.chamber];
  tally.forVotes = 0;
  tally.againstVotes = 0;
  tally.abstainVotes = 0;
  tally.forVoters = 0;
  tally.recused = 0;
  tally.total = event.params.total;
  tally.quorumBps = event.params.quorumBps;
  tally.approvalBps = event.params.approvalBps;
  tally.mandatory = event.params.mandatory;
  const review = Review.load(tally.review)!;
  tally.passes = ((review.passing >> event.params.chamber) & 1) != 0;
  tally.save();
}
