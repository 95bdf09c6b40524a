import { ChamberResultChanged } from "../../../generated/ReviewBoard/ReviewBoard";
import { ChamberTally, Review } from "../../../generated/schema";
import { numberId, tallyId } from "../../ids";

export function handleChamberResultChanged(event: ChamberResultChanged): void {
  const bit = 1 << event.params.chamber;
  const review = Review.load(numberId(event.params.proposalId))!;
  review.passing = event.params.passes ? review.passing | bit : review.passing & ~bit;
  review.save();
  const tally = ChamberTally.load(tallyId(event.params.proposalId, event.params.chamber))!;
  tally.passes = event.params.passes;
  tally.save();
}
