import { BigInt } from "@graphprotocol/graph-ts";
import { BountyCreated } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty, BountyMilestone } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { loadProtocol } from "../../entities/protocol";
import { MilestoneKind } from "../../enums.gen";
import { milestoneId, numberId } from "../../ids";
import { assetOf, chambersOf } from "../../words";

export function handleBountyCreated(event: BountyCreated): void {
  saveTerms(event);
  saveMilestones(event);
  const protocol = loadProtocol();
  protocol.bounties += 1;
  protocol.save();
}

function saveTerms(event: BountyCreated): void {
  const terms = event.params.terms;
  const bounty = new Bounty(numberId(event.params.bountyId));
  bounty.creator = event.params.creator;
  bounty.clause = terms.clauseId;
  bounty.clauseId = terms.clauseId;
  bounty.domains = terms.domains;
  bounty.domainChambers = chambersOf(terms.domains);
  bounty.specDigest = terms.specDigest;
  bounty.specCid = cidOf(terms.specDigest);
  bounty.attester = terms.attester;
  bounty.asset = assetOf(terms.asset);
  bounty.bond = terms.bond;
  bounty.minimumContribution = terms.minimumContribution;
  bounty.minimumReward = terms.minimumReward;
  bounty.claimWindow = terms.claimWindow;
  bounty.reviewWindow = terms.reviewWindow;
  bounty.contestWindow = terms.contestWindow;
  bounty.deadline = terms.deadline;
  bounty.state = "Open";
  bounty.amount = BigInt.zero();
  bounty.contributed = BigInt.zero();
  bounty.forfeited = BigInt.zero();
  bounty.paid = BigInt.zero();
  bounty.createdAt = event.block.timestamp;
  bounty.createdBlock = event.block.number;
  bounty.createdTx = event.transaction.hash;
  bounty.save();
}

function saveMilestones(event: BountyCreated): void {
  const milestones = event.params.terms.milestones;
  for (let position = 0; position < milestones.length; ++position) {
    const milestone = new BountyMilestone(milestoneId(event.params.bountyId, position));
    milestone.bounty = numberId(event.params.bountyId);
    milestone.position = position;
    milestone.kind = MilestoneKind[milestones[position].kind];
    milestone.shareBps = milestones[position].shareBps;
    milestone.runs = milestones[position].runs;
    milestone.save();
  }
}
