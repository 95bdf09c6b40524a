import { BigInt } from "@graphprotocol/graph-ts";
import {
  ReviewSettingsSet,
  ReviewSettingsSetSettingsStruct,
} from "../../../generated/ReviewBoard/ReviewBoard";
import { saveParameterChange } from "../../entities/parameterChange";
import { numbersText } from "../../words";

export function handleReviewSettingsSet(event: ReviewSettingsSet): void {
  const previous = textOf(changetype<ReviewSettingsSetSettingsStruct>(event.params.previous));
  saveParameterChange(event, "ReviewSettingsSet", "", previous, textOf(event.params.settings));
}

function textOf(settings: ReviewSettingsSetSettingsStruct): string {
  return numbersText([
    settings.votingPeriod,
    settings.objectionPeriod,
    settings.challengeWindow,
    settings.executionWindow,
    settings.certificateValidity,
    BigInt.fromI32(settings.minimumFor),
    BigInt.fromI32(settings.auditQuorum),
    BigInt.fromI32(settings.auditPanel),
  ]);
}
