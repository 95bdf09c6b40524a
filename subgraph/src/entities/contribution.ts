import { Address, BigInt } from "@graphprotocol/graph-ts";
import { BountyContribution } from "../../generated/schema";
import { accountInId, numberId } from "../ids";

/** A funder's part of a bounty; not saved. */
export function loadContribution(bountyId: BigInt, funder: Address): BountyContribution {
  const id = accountInId(bountyId, funder);
  const existing = BountyContribution.load(id);
  if (existing != null) return existing;
  const contribution = new BountyContribution(id);
  contribution.bounty = numberId(bountyId);
  contribution.funder = funder;
  contribution.amount = BigInt.zero();
  contribution.refunded = BigInt.zero();
  return contribution;
}
