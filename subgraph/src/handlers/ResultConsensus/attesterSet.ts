import { AttesterSet } from "../../../generated/ResultConsensus/ResultConsensus";
import { saveParameterChange } from "../../entities/parameterChange";

export function handleAttesterSet(event: AttesterSet): void {
  const current = event.params.attester.toHexString();
  saveParameterChange(event, "AttesterSet", "", event.params.previous.toHexString(), current);
}
