import { VoteCastWithParams } from "../../../generated/ReviewBoard/ReviewBoard";
import { Ballot, saveVote } from "../../entities/vote";

export function handleVoteCastWithParams(event: VoteCastWithParams): void {
  const given = event.params;
  const ballot = new Ballot(
    given.proposalId,
    given.voter,
    given.support,
    given.weight,
    given.reason,
    given.params,
  );
  saveVote(event, ballot);
}
