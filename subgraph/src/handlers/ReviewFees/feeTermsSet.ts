import { BigInt } from "@graphprotocol/graph-ts";
import { FeeTermsSet, FeeTermsSetTermsStruct } from "../../../generated/ReviewFees/ReviewFees";
import { saveParameterChange } from "../../entities/parameterChange";
import { numbersText } from "../../words";

export function handleFeeTermsSet(event: FeeTermsSet): void {
  const previous = textOf(changetype<FeeTermsSetTermsStruct>(event.params.previous));
  saveParameterChange(event, "FeeTermsSet", "", previous, textOf(event.params.terms));
}

function textOf(terms: FeeTermsSetTermsStruct): string {
  return numbersText([terms.fee, terms.payPerVote, BigInt.fromI32(terms.refundBps)]);
}
