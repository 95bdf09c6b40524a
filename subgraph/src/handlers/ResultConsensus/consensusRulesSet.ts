import {
  ConsensusRulesSet,
  ConsensusRulesSetRulesStruct,
} from "../../../generated/ResultConsensus/ResultConsensus";
import { saveParameterChange } from "../../entities/parameterChange";
import { numbersText } from "../../words";

export function handleConsensusRulesSet(event: ConsensusRulesSet): void {
  const previous = textOf(changetype<ConsensusRulesSetRulesStruct>(event.params.previous));
  saveParameterChange(event, "ConsensusRulesSet", "", previous, textOf(event.params.rules));
}

function textOf(rules: ConsensusRulesSetRulesStruct): string {
  return numbersText([
    rules.commitWindow,
    rules.revealWindow,
    rules.wrongResultSlash,
    rules.missedRevealSlash,
    rules.challengeWindow,
  ]);
}
