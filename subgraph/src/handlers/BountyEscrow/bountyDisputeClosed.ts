import { BountyDisputeClosed } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim } from "../../../generated/schema";
import { numberId } from "../../ids";

/** A rejected dispute lets the claim go on where it was; of an upheld one, the freed claim is logged beside it. */
export function handleBountyDisputeClosed(event: BountyDisputeClosed): void {
  if (event.params.upheld) return;
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  const claim = BountyClaim.load(bounty.claim!)!;
  claim.endsAt = event.params.claimEndsAt;
  claim.save();
  bounty.state = claim.state;
  bounty.claimEndsAt = claim.endsAt;
  bounty.challenger = null;
  bounty.save();
}
