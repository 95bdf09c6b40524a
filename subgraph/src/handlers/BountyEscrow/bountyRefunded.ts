import { BountyRefunded } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty } from "../../../generated/schema";
import { loadContribution } from "../../entities/contribution";
import { numberId } from "../../ids";

export function handleBountyRefunded(event: BountyRefunded): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  bounty.amount = bounty.amount.minus(event.params.amount);
  bounty.save();
  const contribution = loadContribution(event.params.bountyId, event.params.funder);
  contribution.refunded = contribution.refunded.plus(event.params.amount);
  contribution.updatedAt = event.block.timestamp;
  contribution.save();
}
