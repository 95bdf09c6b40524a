import { ObjectionPeriodOpened } from "../../../generated/ReviewBoard/ReviewBoard";
import { Review } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleObjectionPeriodOpened(event: ObjectionPeriodOpened): void {
  const review = Review.load(numberId(event.params.proposalId))!;
  review.voteEnd = event.params.until;
  review.objectionUntil = event.params.until;
  review.save();
}
