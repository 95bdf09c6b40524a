import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { ChamberTally, Seat, SeatHolder, Vote } from "../../generated/schema";
import { Chamber } from "../enums.gen";
import { accountInId, numberId, tallyId } from "../ids";
import { Support } from "../words";

/** A ballot as both of Governor's events tell it. */
export class Ballot {
  constructor(
    public proposalId: BigInt,
    public voter: Address,
    public support: i32,
    public weight: BigInt,
    public reason: string,
    public params: Bytes,
  ) {}
}

/** Keeps a counted ballot and adds it to its chamber's tally. */
export function saveVote(event: ethereum.Event, ballot: Ballot): void {
  const seat = Seat.load(SeatHolder.load(ballot.voter)!.seat)!;
  const vote = new Vote(accountInId(ballot.proposalId, ballot.voter));
  vote.review = numberId(ballot.proposalId);
  vote.voter = ballot.voter;
  vote.seat = seat.id;
  vote.chamber = seat.chamber;
  vote.support = Support[ballot.support];
  vote.weight = ballot.weight.toI32();
  vote.reason = ballot.reason;
  vote.criteria = 0;
  readObjection(vote, ballot.params);
  vote.at = event.block.timestamp;
  vote.block = event.block.number;
  vote.tx = event.transaction.hash;
  vote.save();
  count(ballot, Chamber.indexOf(seat.chamber));
}

/** `params` of an Against vote: `abi.encode(uint8 criteria, bytes32 reportDigest)`. */
function readObjection(vote: Vote, params: Bytes): void {
  if (params.length == 0) return;
  const decoded = ethereum.decode("(uint8,bytes32)", params);
  if (decoded == null) return;
  const fields = decoded.toTuple();
  const digest = fields[1].toBytes();
  vote.criteria = fields[0].toI32();
  if (digest.toHexString() != Bytes.fromHexString("00".repeat(32)).toHexString()) vote.reportDigest = digest;
}

function count(ballot: Ballot, chamber: i32): void {
  const weight = ballot.weight.toI32();
  const tally = ChamberTally.load(tallyId(ballot.proposalId, chamber))!;
  if (ballot.support == 0) tally.againstVotes += weight;
  if (ballot.support == 1) {
    tally.forVotes += weight;
    tally.forVoters += 1;
  }
  if (ballot.support == 2) tally.abstainVotes += weight;
  tally.save();
}
