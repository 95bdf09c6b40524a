import { MinimumStakeSet } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleMinimumStakeSet(event: MinimumStakeSet): void {
  const current = event.params.minimumStake.toString();
  saveParameterChange(event, "MinimumStakeSet", "", event.params.previous.toString(), current);
}
