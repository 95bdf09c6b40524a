import { BigInt } from "@graphprotocol/graph-ts";
import { BountyCreated } from "../../../generated/BountyEscrow/BountyEscrow";
import { Bounty } from "../../../generated/schema";
import { cidOf } from "../../cid";
import { loadProtocol } from "../../entities/protocol";
import { numberId } from "../../ids";
import { chambersOf } from "../../words";

export function handleBountyCreated(event: BountyCreated): void {
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
  bounty.bond = terms.bond;
  bounty.claimWindow = terms.claimWindow;
  bounty.reviewWindow = terms.reviewWindow;
  bounty.deadline = terms.deadline;
  bounty.state = "Open";
  bounty.amount = BigInt.zero();
  bounty.contributed = BigInt.zero();
  bounty.forfeited = BigInt.zero();
  bounty.createdAt = event.block.timestamp;
  bounty.createdBlock = event.block.number;
  bounty.createdTx = event.transaction.hash;
  bounty.save();
  const protocol = loadProtocol();
  protocol.bounties += 1;
  protocol.save();
}
