import { BountyClaimFreed } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleBountyClaimFreed(event: BountyClaimFreed): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  const claim = BountyClaim.load(bounty.claim!)!;
  claim.state = "Freed";
  claim.save();
  bounty.state = "Open";
  bounty.amount = bounty.amount.plus(event.params.forfeitedBond);
  bounty.forfeited = bounty.forfeited.plus(event.params.forfeitedBond);
  bounty.claimant = null;
  bounty.claimEndsAt = null;
  bounty.payableFrom = null;
  bounty.challenger = null;
  bounty.claim = null;
  bounty.version = null;
  bounty.save();
}
