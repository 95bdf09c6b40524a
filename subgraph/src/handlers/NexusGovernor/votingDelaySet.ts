import { VotingDelaySet } from "../../../generated/NexusGovernor/NexusGovernor";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleDaoVotingDelaySet(event: VotingDelaySet): void {
  const previous = event.params.oldVotingDelay.toString();
  saveParameterChange(event, "VotingDelaySet", "", previous, event.params.newVotingDelay.toString());
}
