import { BountySubmitted } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyClaim } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleBountySubmitted(event: BountySubmitted): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  bounty.state = "Submitted";
  bounty.version = event.params.versionId;
  bounty.claimEndsAt = event.params.claimEndsAt;
  bounty.payableFrom = event.params.payableFrom;
  bounty.save();
  const claim = BountyClaim.load(bounty.claim!)!;
  claim.state = "Submitted";
  claim.version = event.params.versionId;
  claim.endsAt = event.params.claimEndsAt;
  claim.submittedTx = event.transaction.hash;
  claim.save();
}
