import { TimelockChange } from "../../../generated/NexusGovernor/NexusGovernor";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleDaoTimelockChange(event: TimelockChange): void {
  const previous = event.params.oldTimelock.toHexString();
  saveParameterChange(event, "TimelockChange", "", previous, event.params.newTimelock.toHexString());
}
