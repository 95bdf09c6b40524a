import { BountyPaid } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim, BountyMilestone, Payout } from "../../../generated/schema";
import { loadProtocol } from "../../entities/protocol";
import { milestoneId, numberId } from "../../ids";

export function handleBountyPaid(event: BountyPaid): void {
  const payout = savePayout(event);
  const bounty = Bounty.load(payout.bounty)!;
  bounty.amount = bounty.amount.minus(payout.amount);
  bounty.paid = bounty.paid.plus(payout.amount);
  if (event.params.sharesLeft == 0) {
    bounty.state = "Paid";
    bounty.payableFrom = null;
    const claim = BountyClaim.load(bounty.claim!)!;
    claim.state = "Paid";
    claim.save();
  }
  bounty.save();
  if (bounty.asset !== null) return;
  const protocol = loadProtocol();
  protocol.bountiesPaid = protocol.bountiesPaid.plus(payout.amount);
  protocol.save();
}

function savePayout(event: BountyPaid): Payout {
  const payout = new Payout(milestoneId(event.params.bountyId, event.params.milestone));
  payout.bounty = numberId(event.params.bountyId);
  payout.milestone = payout.id;
  payout.claimant = event.params.claimant;
  payout.version = event.params.versionId;
  payout.amount = event.params.amount;
  payout.at = event.block.timestamp;
  payout.block = event.block.number;
  payout.tx = event.transaction.hash;
  payout.save();
  const milestone = BountyMilestone.load(payout.id)!;
  milestone.payout = payout.id;
  milestone.save();
  return payout;
}
