import { BigInt } from "@graphprotocol/graph-ts";
import { ReviewSubmitted } from "../../../generated/ReviewBoard/ReviewBoard";
import { Proposal, Review } from "../../../generated/schema";
import { loadProtocol } from "../../entities/protocol";
import { numberId } from "../../ids";

export function handleReviewSubmitted(event: ReviewSubmitted): void {
  const id = numberId(event.params.proposalId);
  const proposal = Proposal.load(id)!;
  const review = new Review(id);
  review.proposal = id;
  review.version = event.params.versionId;
  review.publisher = proposal.proposer;
  if (event.params.bountyId.gt(BigInt.zero())) review.bounty = numberId(event.params.bountyId);
  review.audit = event.params.auditTaskId;
  review.round = event.params.round.toI32();
  review.stage = "Submitted";
  review.held = false;
  review.annulled = false;
  review.engaged = event.params.engaged;
  review.passing = 0;
  review.publisherAffiliation = event.params.publisherAffiliation;
  review.voteStart = proposal.voteStart;
  review.voteEnd = proposal.voteEnd;
  review.submittedAt = event.block.timestamp;
  review.submittedBlock = event.block.number;
  review.submittedTx = event.transaction.hash;
  review.save();
  const protocol = loadProtocol();
  protocol.reviews += 1;
  protocol.save();
}
