import { BountyState } from "@nexus/protocol";
import { type Address, encodeFunctionData, parseEventLogs } from "viem";
import { chainTime, explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";
import { clauseIdOfReference, clauseOf } from "./clause.ts";
import { addBlock } from "./content.ts";
import { findVersion } from "./versions.ts";

export interface BountyParameters {
  /** Clause id or UUID. */
  readonly clause: string;
  /** Domain mask that a submission must include; the clause's own without it. */
  readonly domains?: number;
  /** The specification; it is added to the content store. */
  readonly specification: Uint8Array;
  /** Whose certification pays; the Review Board without it. */
  readonly attester?: Address;
  /** Wei that a claimant deposits. */
  readonly bond: bigint;
  /** Seconds a claimant has to submit. */
  readonly claimWindow: number;
  /** Seconds a submission has to be certified. */
  readonly reviewWindow: number;
  /** Unix seconds after which nobody may claim. */
  readonly deadline: number;
  /** Wei that fund it at once. */
  readonly amount: bigint;
}

/** Creates a bounty and funds it with `amount`. */
export async function createBounty(client: NexusClient, parameters: BountyParameters) {
  const { specification, attester, bond, claimWindow, reviewWindow, deadline, amount } = parameters;
  const { address, abi } = client.contracts.bountyEscrow;
  const clauseId = await clauseIdOfReference(client, parameters.clause);
  const domains = parameters.domains ?? (await clauseOf(client, clauseId)).domains;
  const { digest: specDigest } = await addBlock(client, specification, "specification");
  const terms = {
    domains,
    clauseId,
    specDigest,
    attester: attester ?? client.contracts.reviewBoard.address,
    bond,
    claimWindow,
    reviewWindow,
    deadline,
  };
  const data = encodeFunctionData({ abi, functionName: "createBounty", args: [terms] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data, value: amount });
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyCreated", logs }), "BountyCreated", tx);
  return { tx, bountyId: args.bountyId, amount, terms };
}

/** Adds `amount` wei to an open bounty. */
export async function fundBounty(
  client: NexusClient,
  { bountyId, amount }: { bountyId: bigint; amount: bigint },
) {
  const { address, abi } = client.contracts.bountyEscrow;
  const data = encodeFunctionData({ abi, functionName: "fund", args: [bountyId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data, value: amount });
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyFunded", logs }), "BountyFunded", tx);
  return { tx, bountyId, amount, total: args.total };
}

/** Claims an open bounty for the client's account, with the bond that its terms ask for. */
export async function claimBounty(client: NexusClient, { bountyId }: { bountyId: bigint }) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { terms } = await bountyOf(client, bountyId);
  const data = encodeFunctionData({ abi, functionName: "claim", args: [bountyId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data, value: terms.bond });
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyClaimed", logs }), "BountyClaimed", tx);
  return { tx, bountyId, claimant: args.claimant, bond: args.bond, claimEndsAt: args.claimEndsAt };
}

/** Submits a published version (`name@version` or id) to a bounty that the client's account claimed. */
export async function submitToBounty(
  client: NexusClient,
  { bountyId, version }: { bountyId: bigint; version: string },
) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { versionId, content } = await findVersion(client, version);
  const data = encodeFunctionData({ abi, functionName: "submit", args: [bountyId, versionId, content] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "BountySubmitted", logs }),
    "BountySubmitted",
    tx,
  );
  return { tx, bountyId, versionId, claimEndsAt: args.claimEndsAt };
}

/** Pays a submitted bounty whose version is certified: the reward is then owed to the claimant. */
export async function releaseBounty(client: NexusClient, { bountyId }: { bountyId: bigint }) {
  const { address, abi } = client.contracts.bountyEscrow;
  const data = encodeFunctionData({ abi, functionName: "release", args: [bountyId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyPaid", logs }), "BountyPaid", tx);
  return { tx, bountyId, claimant: args.claimant, versionId: args.versionId, amount: args.amount };
}

/** Opens a bounty again whose claim ran out; the bond stays in it. */
export async function freeBounty(client: NexusClient, { bountyId }: { bountyId: bigint }) {
  const { address, abi } = client.contracts.bountyEscrow;
  const data = encodeFunctionData({ abi, functionName: "freeClaim", args: [bountyId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "BountyClaimFreed", logs }),
    "BountyClaimFreed",
    tx,
  );
  return { tx, bountyId, claimant: args.claimant, forfeitedBond: args.forfeitedBond };
}

/** Credits a funder's share of an expired bounty; marks it as expired first if its deadline has passed. */
export async function refundBounty(
  client: NexusClient,
  { bountyId, funder }: { bountyId: bigint; funder?: Address },
) {
  const { address, abi } = client.contracts.bountyEscrow;
  const payee = funder ?? signerOf(client).address;
  const { state, terms } = await bountyOf(client, bountyId);
  const expires = BountyState[state] === "Open" && (await chainTime(client)) > terms.deadline;
  const expireData = encodeFunctionData({ abi, functionName: "expire", args: [bountyId] });
  const expiry = expires ? await send(client, { to: address, data: expireData }) : undefined;
  const data = encodeFunctionData({ abi, functionName: "refund", args: [bountyId, payee] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyRefunded", logs }), "BountyRefunded", tx);
  return {
    tx,
    bountyId,
    funder: payee,
    amount: args.amount,
    ...(expiry && { expireTx: expiry.transactionHash }),
  };
}

/** Sends an account all that the escrow owes it. */
export async function withdrawPayment(client: NexusClient, { payee }: { payee?: Address } = {}) {
  const { address, abi } = client.contracts.bountyEscrow;
  const to = payee ?? signerOf(client).address;
  const data = encodeFunctionData({ abi, functionName: "withdraw", args: [to] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "PaymentWithdrawn", logs }),
    "PaymentWithdrawn",
    tx,
  );
  return { tx, payee: to, amount: args.amount };
}

async function bountyOf(client: NexusClient, bountyId: bigint) {
  const { publicClient, contracts } = client;
  return explained(
    publicClient.readContract({ ...contracts.bountyEscrow, functionName: "bounty", args: [bountyId] }),
  );
}

/** A bounty with its funders, and what its claimant is owed. */
export async function showBounty(client: NexusClient, { bountyId }: { bountyId: bigint }) {
  const { publicClient, contracts } = client;
  const escrow = contracts.bountyEscrow;
  const bounty = await bountyOf(client, bountyId);
  const accounts = await explained(
    publicClient.readContract({ ...escrow, functionName: "fundersOf", args: [bountyId] }),
  );
  const funders = await Promise.all(
    accounts.map(async (funder) => ({
      funder,
      amount: await explained(
        publicClient.readContract({ ...escrow, functionName: "contributionOf", args: [bountyId, funder] }),
      ),
    })),
  );
  const owed = await explained(
    publicClient.readContract({ ...escrow, functionName: "owed", args: [bounty.claimant] }),
  );
  return {
    bountyId,
    ...bounty,
    state: BountyState[bounty.state] as BountyState,
    funders,
    owedToClaimant: owed,
  };
}
