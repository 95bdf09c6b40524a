import { ChamberTally, Review } from "../../../generated/schema";
import { ChamberEngaged } from "../../../generated/ReviewBoard/ReviewBoard";
import { Chamber } from "../../enums.gen";
import { numberId, tallyId } from "../../ids";

/** A chamber that isn't mandatory starts as passing, that is without a veto. */
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
  tally.passes = !event.params.mandatory;
  tally.save();
  if (!tally.passes) return;
  const review = Review.load(tally.review)!;
  review.passing |= 1 << event.params.chamber;
  review.save();
}
