import { BigInt } from "@graphprotocol/graph-ts";
import {
  DisputeTermsSet,
  DisputeTermsSetTermsStruct,
} from "../../../generated/DisputeManager/DisputeManager";
import { saveParameterChange } from "../../entities/parameterChange";
import { numbersText } from "../../words";

export function handleDisputeTermsSet(event: DisputeTermsSet): void {
  const previous = textOf(changetype<DisputeTermsSetTermsStruct>(event.params.previous));
  saveParameterChange(event, "DisputeTermsSet", "", previous, textOf(event.params.terms));
}

function textOf(terms: DisputeTermsSetTermsStruct): string {
  return numbersText([
    terms.bond,
    terms.counterPeriod,
    terms.evidencePeriod,
    terms.rulingPeriod,
    BigInt.fromI32(terms.treasuryBps),
  ]);
}
