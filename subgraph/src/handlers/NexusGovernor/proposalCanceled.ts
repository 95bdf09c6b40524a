import { ProposalCanceled } from "../../../generated/NexusGovernor/NexusGovernor";
import { closeDecision } from "../../entities/decision";

export function handleDaoProposalCanceled(event: ProposalCanceled): void {
  closeDecision(event, event.params.proposalId, "Canceled");
}
