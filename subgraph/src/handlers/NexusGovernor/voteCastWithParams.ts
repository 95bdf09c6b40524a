import { VoteCastWithParams } from "../../../generated/NexusGovernor/NexusGovernor";
import { DaoBallot, saveDecisionVote } from "../../entities/decision";

export function handleDaoVoteCastWithParams(event: VoteCastWithParams): void {
  const given = event.params;
  const ballot = new DaoBallot(given.proposalId, given.voter, given.support, given.weight, given.reason);
  saveDecisionVote(event, ballot);
}
