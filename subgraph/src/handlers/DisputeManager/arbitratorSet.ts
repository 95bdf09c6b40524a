import { ArbitratorSet } from "../../../generated/DisputeManager/DisputeManager";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleArbitratorSet(event: ArbitratorSet): void {
  const current = event.params.arbitrator.toHexString();
  saveParameterChange(event, "ArbitratorSet", "", event.params.previous.toHexString(), current);
}
