import { MinDelayChange } from "../../../generated/TimelockController/TimelockController";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleTimelockMinDelayChange(event: MinDelayChange): void {
  const previous = event.params.oldDuration.toString();
  saveParameterChange(event, "MinDelayChange", "", previous, event.params.newDuration.toString());
}
