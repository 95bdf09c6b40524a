import { ProposalQueued } from "../../../generated/NexusGovernor/NexusGovernor";
import { Decision } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleDaoProposalQueued(event: ProposalQueued): void {
  const decision = Decision.load(numberId(event.params.proposalId))!;
  decision.stage = "Queued";
  decision.eta = event.params.etaSeconds;
  decision.save();
}
