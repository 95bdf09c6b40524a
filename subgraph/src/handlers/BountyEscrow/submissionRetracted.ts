import { SubmissionRetracted } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleSubmissionRetracted(event: SubmissionRetracted): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  bounty.state = "Claimed";
  bounty.version = null;
  bounty.payableFrom = null;
  bounty.claimEndsAt = event.params.claimEndsAt;
  bounty.save();
  const claim = BountyClaim.load(bounty.claim!)!;
  claim.state = "Claimed";
  claim.version = null;
  claim.endsAt = event.params.claimEndsAt;
  claim.submittedTx = null;
  claim.save();
}
