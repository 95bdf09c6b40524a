import { LateQuorumVoteExtensionSet } from "../../../generated/NexusGovernor/NexusGovernor";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleDaoLateQuorumVoteExtensionSet(event: LateQuorumVoteExtensionSet): void {
  const previous = event.params.oldVoteExtension.toString();
  saveParameterChange(
    event,
    "LateQuorumVoteExtensionSet",
    "",
    previous,
    event.params.newVoteExtension.toString(),
  );
}
