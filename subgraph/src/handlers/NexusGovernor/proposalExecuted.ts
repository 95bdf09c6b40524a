import { ProposalExecuted } from "../../../generated/NexusGovernor/NexusGovernor";
import { closeDecision } from "../../entities/decision";

export function handleDaoProposalExecuted(event: ProposalExecuted): void {
  closeDecision(event, event.params.proposalId, "Executed");
}
