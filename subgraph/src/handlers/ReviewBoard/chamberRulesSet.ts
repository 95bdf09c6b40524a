import { ChamberRulesSet, ChamberRulesSetRulesStruct } from "../../../generated/ReviewBoard/ReviewBoard";
import { saveParameterChange } from "../../entities/parameterChange";
import { Chamber } from "../../enums.gen";

export function handleChamberRulesSet(event: ChamberRulesSet): void {
  const previous = textOf(changetype<ChamberRulesSetRulesStruct>(event.params.previous));
  const chamber = Chamber[event.params.chamber];
  saveParameterChange(event, "ChamberRulesSet", chamber, previous, textOf(event.params.rules));
}

function textOf(rules: ChamberRulesSetRulesStruct): string {
  return [rules.quorumBps.toString(), rules.approvalBps.toString(), rules.mandatory.toString()].join(" ");
}
