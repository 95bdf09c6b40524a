import { VotingPeriodSet } from "../../../generated/NexusGovernor/NexusGovernor";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleDaoVotingPeriodSet(event: VotingPeriodSet): void {
  const previous = event.params.oldVotingPeriod.toString();
  saveParameterChange(event, "VotingPeriodSet", "", previous, event.params.newVotingPeriod.toString());
}
