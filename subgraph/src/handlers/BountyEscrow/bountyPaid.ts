import { BigInt } from "@graphprotocol/graph-ts";
import { BountyPaid } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim, Payout } from "../../../generated/schema";
import { loadProtocol } from "../../entities/protocol";
import { numberId } from "../../ids";

export function handleBountyPaid(event: BountyPaid): void {
  const payout = new Payout(numberId(event.params.bountyId));
  payout.bounty = payout.id;
  payout.claimant = event.params.claimant;
  payout.version = event.params.versionId;
  payout.amount = event.params.amount;
  payout.at = event.block.timestamp;
  payout.block = event.block.number;
  payout.tx = event.transaction.hash;
  payout.save();
  const bounty = Bounty.load(payout.id)!;
  bounty.state = "Paid";
  bounty.amount = BigInt.zero();
  bounty.payout = payout.id;
  bounty.save();
  const claim = BountyClaim.load(bounty.claim!)!;
  claim.state = "Paid";
  claim.save();
  const protocol = loadProtocol();
  protocol.bountiesPaid = protocol.bountiesPaid.plus(payout.amount);
  protocol.save();
}
