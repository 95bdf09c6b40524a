import type { ProposalState } from "@nexus/protocol";
import { type Address, encodeFunctionData, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";
import { DecisionStateError, DecisionWouldFailError, NoVotingPowerError } from "../domain-errors.ts";
import { ContractRefusalError } from "../errors.ts";
import { type DecisionCall, describeCall } from "./decision-call.ts";
import { decisionState, findDecision, termsOf } from "./decision-show.ts";

/** Words for stock Governor's support. */
const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;

export type DecisionSupport = keyof typeof SUPPORT;

/** Throws `DecisionWouldFailError` if the timelock's call would be refused now. */
async function tryCall(client: NexusClient, call: DecisionCall): Promise<void> {
  const account = client.contracts.timelockController.address;
  const { target: to, value, data } = call;
  try {
    await explained(client.publicClient.call({ account, to, value, data }));
  } catch (cause) {
    if (!(cause instanceof ContractRefusalError)) throw cause;
    throw new DecisionWouldFailError({ call: describeCall(client, call).call, cause });
  }
}

/**
 * Proposes calls to the DAO. Unless `unchecked`, each is tried as the timelock first, on the state as it is now.
 * Throws `DecisionWouldFailError`.
 */
export async function proposeDecision(
  client: NexusClient,
  parameters: { calls: readonly DecisionCall[]; description: string; unchecked?: boolean },
) {
  const { calls, description, unchecked = false } = parameters;
  if (!unchecked) for (const call of calls) await tryCall(client, call);
  const { address, abi } = client.contracts.nexusGovernor;
  const [targets, values, calldatas] = termsOf({ calls, description });
  const args = [targets, values, calldatas, description] as const;
  const data = encodeFunctionData({ abi, functionName: "propose", args });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const created = parseEventLogs({ abi, eventName: "ProposalCreated", logs });
  const { proposalId, voteStart, voteEnd } = firstLog(created, "ProposalCreated", tx).args;
  const times = { votingFrom: Number(voteStart), votingUntil: Number(voteEnd) };
  return { tx, proposalId, ...times, description, calls: calls.map((call) => describeCall(client, call)) };
}

async function requireState(client: NexusClient, proposalId: bigint, needed: ProposalState): Promise<void> {
  const state = await decisionState(client, proposalId);
  if (state !== needed) throw new DecisionStateError({ proposalId, state, needed });
}

/** Votes with the NXS that was delegated to the client's account when the vote opened. Throws `NoVotingPowerError`. */
export async function voteOnDecision(
  client: NexusClient,
  parameters: { proposalId: bigint; support: DecisionSupport; reason?: string },
) {
  const { proposalId, support, reason = "" } = parameters;
  const { publicClient, contracts } = client;
  const { address, abi } = contracts.nexusGovernor;
  const voter = signerOf(client).address;
  await findDecision(client, proposalId);
  await requireState(client, proposalId, "Active");
  const read = { address, abi } as const;
  const snapshot = await explained(
    publicClient.readContract({ ...read, functionName: "proposalSnapshot", args: [proposalId] }),
  );
  const weight = await explained(
    publicClient.readContract({ ...read, functionName: "getVotes", args: [voter, snapshot] }),
  );
  if (weight === 0n) throw new NoVotingPowerError({ account: voter, at: Number(snapshot) });
  const args = [proposalId, SUPPORT[support], reason] as const;
  const data = encodeFunctionData({ abi, functionName: "castVoteWithReason", args });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, proposalId, voter, support, weight };
}

/** Queues a passed proposal in the timelock; anyone may. */
export async function queueDecision(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const decision = await findDecision(client, proposalId);
  await requireState(client, proposalId, "Succeeded");
  const { address, abi } = client.contracts.nexusGovernor;
  const data = encodeFunctionData({ abi, functionName: "queue", args: termsOf(decision) });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const queued = firstLog(parseEventLogs({ abi, eventName: "ProposalQueued", logs }), "ProposalQueued", tx);
  return { tx, proposalId, executableFrom: Number(queued.args.etaSeconds) };
}

/** Executes a queued proposal once the timelock's delay is over; anyone may. */
export async function executeDecision(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const decision = await findDecision(client, proposalId);
  await requireState(client, proposalId, "Queued");
  const { address, abi } = client.contracts.nexusGovernor;
  const data = encodeFunctionData({ abi, functionName: "execute", args: termsOf(decision) });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, proposalId, calls: decision.calls.map((call) => describeCall(client, call)) };
}

/** Lets `delegate`, or the client's own account, vote with the client's NXS from the next proposal on. */
export async function delegateVotes(client: NexusClient, { delegate }: { delegate?: Address } = {}) {
  const { publicClient, contracts } = client;
  const { address, abi } = contracts.nexusToken;
  const account = signerOf(client).address;
  const to = delegate ?? account;
  const data = encodeFunctionData({ abi, functionName: "delegate", args: [to] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  const read = { address, abi, functionName: "balanceOf", args: [account] } as const;
  return { tx, delegate: to, amount: await explained(publicClient.readContract(read)) };
}
