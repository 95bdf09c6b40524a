import { DisputeTargetSet } from "../../../generated/DisputeManager/DisputeManager";
import { saveParameterChange } from "../../entities/parameterChange";
import { DisputeKind } from "../../enums.gen";

export function handleDisputeTargetSet(event: DisputeTargetSet): void {
  const kind = DisputeKind[event.params.kind];
  saveParameterChange(event, "DisputeTargetSet", kind, "", event.params.target.toHexString());
}
