import { ProposalExtended } from "../../../generated/NexusGovernor/NexusGovernor";
import { Decision } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleDaoProposalExtended(event: ProposalExtended): void {
  const decision = Decision.load(numberId(event.params.proposalId))!;
  decision.voteEnd = event.params.extendedDeadline;
  decision.save();
}
