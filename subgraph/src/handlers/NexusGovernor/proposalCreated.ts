import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { ProposalCreated } from "../../../generated/NexusGovernor/NexusGovernor";
import { Decision } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleDaoProposalCreated(event: ProposalCreated): void {
  const decision = new Decision(numberId(event.params.proposalId));
  decision.proposer = event.params.proposer;
  decision.targets = changetype<Bytes[]>(event.params.targets);
  decision.amounts = event.params.values;
  decision.calldatas = event.params.calldatas;
  decision.description = event.params.description;
  decision.voteStart = event.params.voteStart;
  decision.voteEnd = event.params.voteEnd;
  decision.stage = "Proposed";
  decision.forVotes = BigInt.zero();
  decision.againstVotes = BigInt.zero();
  decision.abstainVotes = BigInt.zero();
  decision.createdAt = event.block.timestamp;
  decision.createdBlock = event.block.number;
  decision.createdTx = event.transaction.hash;
  decision.save();
}
