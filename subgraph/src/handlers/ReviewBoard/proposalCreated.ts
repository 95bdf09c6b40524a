import { ProposalCreated } from "../../../generated/ReviewBoard/ReviewBoard";
import { Proposal } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleProposalCreated(event: ProposalCreated): void {
  const proposal = new Proposal(numberId(event.params.proposalId));
  proposal.proposer = event.params.proposer;
  proposal.description = event.params.description;
  proposal.voteStart = event.params.voteStart;
  proposal.voteEnd = event.params.voteEnd;
  proposal.createdAt = event.block.timestamp;
  proposal.block = event.block.number;
  proposal.tx = event.transaction.hash;
  proposal.save();
}
