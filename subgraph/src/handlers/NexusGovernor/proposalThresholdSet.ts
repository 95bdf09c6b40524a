import { ProposalThresholdSet } from "../../../generated/NexusGovernor/NexusGovernor";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleDaoProposalThresholdSet(event: ProposalThresholdSet): void {
  const previous = event.params.oldProposalThreshold.toString();
  saveParameterChange(
    event,
    "ProposalThresholdSet",
    "",
    previous,
    event.params.newProposalThreshold.toString(),
  );
}
