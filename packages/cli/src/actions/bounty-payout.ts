import {
  BountyState,
  type CandidateTask,
  CertificationStatus,
  MilestoneKind,
  milestoneProof,
  Signal,
  TaskKind,
} from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from "viem";
import { chainTime, explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";
import { NoMilestoneDueError } from "../domain-errors.ts";
import { bountyOf } from "./bounty.ts";

interface OfBounty {
  readonly bountyId: bigint;
}

/** Every task of a version, as far as a milestone's proof asks. */
async function tasksOf(client: NexusClient, versionId: Hex): Promise<CandidateTask[]> {
  const { publicClient, contracts, deployment } = client;
  const consensus = contracts.resultConsensus;
  const logs = await explained(
    publicClient.getContractEvents({
      ...consensus,
      eventName: "TaskCreated",
      args: { versionId },
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    }),
  );
  return Promise.all(
    logs.map(async ({ args: { taskId } }) => {
      const [task, valid] = await Promise.all([
        explained(publicClient.readContract({ ...consensus, functionName: "task", args: [taskId] })),
        explained(publicClient.readContract({ ...consensus, functionName: "isResultValid", args: [taskId] })),
      ]);
      const { kind, requester, reward, signal } = task;
      const words = { kind: TaskKind[kind] as TaskKind, passed: Signal[signal] === "Pass" };
      return { taskId, requester, reward, valid, ...words };
    }),
  );
}

async function isCertified({ publicClient, contracts }: NexusClient, versionId: Hex, attester: Address) {
  const read = { ...contracts.certificationRegistry, functionName: "statusOf" } as const;
  const status = await explained(publicClient.readContract({ ...read, args: [versionId, attester] }));
  return CertificationStatus[status] === "Valid";
}

/** The unpaid milestones of a submission that can be released, with the tasks that prove each. */
export async function dueMilestones(client: NexusClient, { bountyId }: OfBounty) {
  const { terms, versionId, claimant, paidMilestones } = await bountyOf(client, bountyId);
  const tasks = await tasksOf(client, versionId);
  const certified = await isCertified(client, versionId, terms.attester);
  return terms.milestones.flatMap((milestone, index) => {
    const kind = MilestoneKind[milestone.kind] as MilestoneKind;
    const paid = ((paidMilestones >> index) & 1) === 1;
    if (paid || (kind === "Certified" && !certified)) return [];
    const proof = milestoneProof({ kind, runs: milestone.runs }, { ...terms, claimant }, tasks);
    return proof ? [{ milestone: index, kind, proof }] : [];
  });
}

/**
 * Pays a milestone of a submission: the one named, or the first that is due. Throws `NoMilestoneDueError` if the chain shows no proof.
 */
export async function releaseBounty(
  client: NexusClient,
  { bountyId, milestone }: OfBounty & { milestone?: number },
) {
  const { address, abi } = client.contracts.bountyEscrow;
  const due = await dueMilestones(client, { bountyId });
  const chosen = due.find((one) => milestone === undefined || one.milestone === milestone);
  if (chosen === undefined) throw new NoMilestoneDueError({ bountyId, milestone });
  const args = [bountyId, chosen.milestone, chosen.proof] as const;
  const data = encodeFunctionData({ abi, functionName: "release", args });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const log = firstLog(parseEventLogs({ abi, eventName: "BountyPaid", logs }), "BountyPaid", tx);
  const { claimant, versionId, amount, sharesLeft } = log.args;
  const state: BountyState = sharesLeft === 0 ? "Paid" : "Submitted";
  return { tx, bountyId, ...chosen, claimant, versionId, amount, state };
}

/** Opens a bounty again whose claim ran out; the bond stays in it unless a milestone was paid. */
export async function freeBounty(client: NexusClient, { bountyId }: OfBounty) {
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
  { bountyId, funder }: OfBounty & { funder?: Address },
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

export interface WithdrawalParameters {
  /** Who is paid; the client's account without it. */
  readonly payee?: Address;
  readonly asset: Address;
  /** Where the client's own payment goes instead of to its account; then a short asset pays its part of what is there. */
  readonly receiver?: Address;
}

/** Sends an account all that the escrow owes it in an asset. */
export async function withdrawPayment(client: NexusClient, parameters: WithdrawalParameters) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { asset, receiver } = parameters;
  const payee = parameters.payee ?? signerOf(client).address;
  const data =
    receiver === undefined
      ? encodeFunctionData({ abi, functionName: "withdraw", args: [payee, asset] })
      : encodeFunctionData({ abi, functionName: "withdrawTo", args: [receiver, asset] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "PaymentWithdrawn", logs }),
    "PaymentWithdrawn",
    tx,
  );
  return { tx, payee: args.payee, receiver: args.receiver, owed: args.owed, amount: args.paid };
}
