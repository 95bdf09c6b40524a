import { BountyDisputed } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty } from "../../../generated/schema";
import { numberId } from "../../ids";

export function handleBountyDisputed(event: BountyDisputed): void {
  const bounty = Bounty.load(numberId(event.params.bountyId))!;
  bounty.state = "Disputed";
  bounty.challenger = event.params.challenger;
  bounty.save();
}
