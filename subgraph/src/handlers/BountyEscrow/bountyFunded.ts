import { BountyFunded } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty } from "../../../generated/schema";
import { loadContribution } from "../../entities/contribution";
import { numberId } from "../../ids";

export function handleBountyFunded(event: BountyFunded): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  bounty.amount = event.params.total;
  bounty.contributed = bounty.contributed.plus(event.params.amount);
  bounty.save();
  const contribution = loadContribution(event.params.bountyId, event.params.funder);
  contribution.amount = contribution.amount.plus(event.params.amount);
  contribution.updatedAt = event.block.timestamp;
  contribution.tx = event.transaction.hash;
  contribution.save();
}
