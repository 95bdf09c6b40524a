import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";
import { Decision, DecisionVote } from "../../generated/schema";
import { accountInId, numberId } from "../ids";
import { Support } from "../words";

/** A vote as both of Governor's events tell it. */
export class DaoBallot {
  constructor(
    public proposalId: BigInt,
    public voter: Address,
    public support: i32,
    public weight: BigInt,
    public reason: string,
  ) {}
}

/** Keeps a vote of the DAO and adds it to its proposal's count. */
export function saveDecisionVote(event: ethereum.Event, ballot: DaoBallot): void {
  const vote = new DecisionVote(accountInId(ballot.proposalId, ballot.voter));
  vote.decision = numberId(ballot.proposalId);
  vote.voter = ballot.voter;
  vote.support = Support[ballot.support];
  vote.weight = ballot.weight;
  vote.reason = ballot.reason;
  vote.at = event.block.timestamp;
  vote.block = event.block.number;
  vote.tx = event.transaction.hash;
  vote.save();
  const decision = Decision.load(vote.decision)!;
  if (ballot.support == 0) decision.againstVotes = decision.againstVotes.plus(ballot.weight);
  if (ballot.support == 1) decision.forVotes = decision.forVotes.plus(ballot.weight);
  if (ballot.support == 2) decision.abstainVotes = decision.abstainVotes.plus(ballot.weight);
  decision.save();
}

/** Ends a proposal of the DAO. */
export function closeDecision(event: ethereum.Event, proposalId: BigInt, stage: string): void {
  const decision = Decision.load(numberId(proposalId))!;
  decision.stage = stage;
  decision.closedAt = event.block.timestamp;
  decision.closedTx = event.transaction.hash;
  decision.save();
}
