import { BountyExpired } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleBountyExpired(event: BountyExpired): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  bounty.state = "Expired";
  bounty.save();
}
