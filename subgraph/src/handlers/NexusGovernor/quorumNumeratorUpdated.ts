import { QuorumNumeratorUpdated } from "../../../generated/NexusGovernor/NexusGovernor";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleDaoQuorumNumeratorUpdated(event: QuorumNumeratorUpdated): void {
  const previous = event.params.oldQuorumNumerator.toString();
  saveParameterChange(
    event,
    "QuorumNumeratorUpdated",
    "",
    previous,
    event.params.newQuorumNumerator.toString(),
  );
}
