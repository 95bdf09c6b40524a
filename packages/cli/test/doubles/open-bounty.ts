import { BountyState } from "@nexus/protocol";
import { type Hex, zeroAddress, zeroHash } from "viem";
import { deployment } from "./fake-node.ts";

export const clauseId: Hex = `0x${"c1".repeat(32)}`;

/** `IBountyEscrow.Bounty` as the node answers: open, in ETH, all on certification. */
export const openBounty = {
  terms: {
    asset: zeroAddress,
    domains: 12,
    clauseId,
    specDigest: zeroHash,
    attester: deployment.contracts.ReviewBoard,
    bond: 10n ** 17n,
    minimumContribution: 10n ** 16n,
    minimumReward: 0n,
    claimWindow: 60,
    reviewWindow: 60,
    contestWindow: 1,
    deadline: 1_767_225_600,
    milestones: [{ kind: 1, shareBps: 10_000, runs: 0 }],
  },
  state: BountyState.indexOf("Open"),
  amount: 2n * 10n ** 18n,
  claimant: zeroAddress,
  bond: 0n,
  claimEndsAt: 0,
  pausedTime: 0,
  payableFrom: 0,
  heldSince: 0,
  sharesLeft: 10_000,
  paidMilestones: 0,
  versionId: zeroHash,
};
