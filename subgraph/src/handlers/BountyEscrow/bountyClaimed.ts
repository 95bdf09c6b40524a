import { BountyClaimed } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim } from "../../../generated/schema";
import { logId, numberId } from "../../ids";

export function handleBountyClaimed(event: BountyClaimed): void {
  const claim = new BountyClaim(logId(event));
  claim.bounty = numberId(event.params.bountyId);
  claim.claimant = event.params.claimant;
  claim.bond = event.params.bond;
  claim.state = "Claimed";
  claim.endsAt = event.params.claimEndsAt;
  claim.claimedAt = event.block.timestamp;
  claim.claimedTx = event.transaction.hash;
  claim.save();
  const bounty = Bounty.load(claim.bounty)!;
  bounty.state = "Claimed";
  bounty.claimant = claim.claimant;
  bounty.claimEndsAt = claim.endsAt;
  bounty.claim = claim.id;
  bounty.save();
}
