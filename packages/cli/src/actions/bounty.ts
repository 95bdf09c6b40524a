import { BountyState, MilestoneKind } from "@nexus/protocol";
import { type Address, encodeFunctionData, parseEventLogs, zeroAddress } from "viem";
import { explained, firstLog, type NexusClient } from "../client.ts";
import { assetOf, sendPaying } from "./bounty-asset.ts";
import { clauseIdOfReference, clauseOf } from "./clause.ts";
import { addBlock } from "./content.ts";

/** A predicate and its part of the reward. */
export interface MilestoneParameters {
  readonly kind: MilestoneKind;
  /** In 1/10,000; the shares of a bounty sum to 10,000. */
  readonly shareBps: number;
  /** For `Executed`: runs by as many requesters; else 0. */
  readonly runs: number;
}

export const ON_CERTIFICATION: readonly MilestoneParameters[] = [
  { kind: "Certified", shareBps: 10_000, runs: 0 },
];

/** Amounts are in the asset's smallest unit, times in seconds. */
export interface BountyParameters {
  /** Token of reward and bond; ETH without it. */
  readonly asset?: Address;
  /** Clause id or UUID. */
  readonly clause: string;
  /** Domain mask that a submission must include; the clause's own without it. */
  readonly domains?: number;
  /** The specification; it is added to the content store. */
  readonly specification: Uint8Array;
  /** Whose certification and audit count; the Review Board without it. */
  readonly attester?: Address;
  /** What a claimant deposits. */
  readonly bond: bigint;
  /** Least first contribution of a funder; a hundredth of `amount` without it. */
  readonly minimumContribution?: bigint;
  /** Least reward of a run that a milestone counts, in NXS; none without it. */
  readonly minimumReward?: bigint;
  readonly claimWindow: number;
  readonly reviewWindow: number;
  /** Time after a submission in which nothing is paid. */
  readonly contestWindow: number;
  /** Unix seconds after which nobody may claim. */
  readonly deadline: number;
  /** What pays; all on certification without it. */
  readonly milestones?: readonly MilestoneParameters[];
  /** What funds it at once. */
  readonly amount: bigint;
}

const ONE_IN = 100n;

/** The terms as the escrow takes them. */
async function termsOf(client: NexusClient, parameters: BountyParameters) {
  const { bond, claimWindow, reviewWindow, contestWindow, deadline, amount } = parameters;
  const clauseId = await clauseIdOfReference(client, parameters.clause);
  const domains = parameters.domains ?? (await clauseOf(client, clauseId)).domains;
  const { digest: specDigest } = await addBlock(client, parameters.specification, "specification");
  const milestones = (parameters.milestones ?? ON_CERTIFICATION).map(({ kind, ...milestone }) => ({
    ...milestone,
    kind: MilestoneKind.indexOf(kind),
  }));
  return {
    asset: parameters.asset ?? zeroAddress,
    ...{ domains, clauseId, specDigest },
    attester: parameters.attester ?? client.contracts.reviewBoard.address,
    bond,
    minimumContribution: parameters.minimumContribution ?? (amount < ONE_IN ? 1n : amount / ONE_IN),
    minimumReward: parameters.minimumReward ?? 0n,
    ...{ claimWindow, reviewWindow, contestWindow, deadline, milestones },
  };
}

/** Creates a bounty and funds it with `amount`. */
export async function createBounty(client: NexusClient, parameters: BountyParameters) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { amount } = parameters;
  const terms = await termsOf(client, parameters);
  const data = encodeFunctionData({ abi, functionName: "createBounty", args: [terms, amount] });
  const payment = { asset: terms.asset, amount };
  const { receipt, ...approval } = await sendPaying(client, { to: address, data }, payment);
  const { logs, transactionHash: tx } = receipt;
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyCreated", logs }), "BountyCreated", tx);
  return { tx, ...approval, bountyId: args.bountyId, amount, terms };
}

/** Adds `amount` of its asset to an open bounty. */
export async function fundBounty(
  client: NexusClient,
  { bountyId, amount }: { bountyId: bigint; amount: bigint },
) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { terms } = await bountyOf(client, bountyId);
  const data = encodeFunctionData({ abi, functionName: "fund", args: [bountyId, amount] });
  const payment = { asset: terms.asset, amount };
  const { receipt, ...approval } = await sendPaying(client, { to: address, data }, payment);
  const { logs, transactionHash: tx } = receipt;
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyFunded", logs }), "BountyFunded", tx);
  return { tx, ...approval, bountyId, amount: args.amount, total: args.total };
}

/** A bounty as the escrow keeps it. */
export async function bountyOf(client: NexusClient, bountyId: bigint) {
  const { publicClient, contracts } = client;
  return explained(
    publicClient.readContract({ ...contracts.bountyEscrow, functionName: "bounty", args: [bountyId] }),
  );
}

async function fundersOf({ publicClient, contracts }: NexusClient, bountyId: bigint) {
  const escrow = contracts.bountyEscrow;
  const accounts = await explained(
    publicClient.readContract({ ...escrow, functionName: "fundersOf", args: [bountyId] }),
  );
  return Promise.all(
    accounts.map(async (funder) => ({
      funder,
      amount: await explained(
        publicClient.readContract({ ...escrow, functionName: "contributionOf", args: [bountyId, funder] }),
      ),
    })),
  );
}

/** A bounty with its asset, milestones and funders, and what its claimant is owed. */
export async function showBounty(client: NexusClient, { bountyId }: { bountyId: bigint }) {
  const { publicClient, contracts } = client;
  const { paidMilestones, terms, ...bounty } = await bountyOf(client, bountyId);
  const { milestones, ...rest } = terms;
  const owed = await explained(
    publicClient.readContract({
      ...contracts.bountyEscrow,
      functionName: "owed",
      args: [bounty.claimant, terms.asset],
    }),
  );
  return {
    bountyId,
    asset: await assetOf(client, terms.asset),
    terms: rest,
    ...bounty,
    state: BountyState[bounty.state] as BountyState,
    milestones: milestones.map(({ kind, ...milestone }, index) => ({
      milestone: index,
      kind: MilestoneKind[kind] as MilestoneKind,
      ...milestone,
      done: ((paidMilestones >> index) & 1) === 1,
    })),
    funders: await fundersOf(client, bountyId),
    owedToClaimant: owed,
  };
}
