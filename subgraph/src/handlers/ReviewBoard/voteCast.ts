import { Bytes } from "@graphprotocol/graph-ts";
import { VoteCast } from "../../../generated/ReviewBoard/ReviewBoard";
import { Ballot, saveVote } from "../../entities/vote";

export function handleVoteCast(event: VoteCast): void {
  const given = event.params;
  const ballot = new Ballot(
    given.proposalId,
    given.voter,
    given.support,
    given.weight,
    given.reason,
    Bytes.empty(),
  );
  saveVote(event, ballot);
}
