import { ProposalState } from "@nexus/protocol";
import { type Address, type Hex, keccak256, stringToBytes } from "viem";
import { explained, type NexusClient } from "../client.ts";
import { DecisionNotFoundError } from "../domain-errors.ts";
import { type DecisionCall, describeCall } from "./decision-call.ts";

/** Blocks that one query of logs asks for, because public nodes limit it. */
const LOG_RANGE = 10_000n;

/** Proposals that `listDecisions` tells at most, the newest first. */
const LISTED = 20;

/** A proposal of the DAO as its log has it. */
export interface Decision {
  readonly proposalId: bigint;
  readonly proposer: Address;
  readonly description: string;
  readonly calls: readonly DecisionCall[];
}

/** Proposals from their logs, the newest first, until one is wanted or all are read. */
async function* decisionsOf(client: NexusClient): AsyncGenerator<Decision> {
  const { publicClient, contracts, deployment } = client;
  const startBlock = BigInt(deployment.startBlock);
  let toBlock = await explained(publicClient.getBlockNumber());
  while (toBlock >= startBlock) {
    const fromBlock = toBlock - startBlock < LOG_RANGE ? startBlock : toBlock - LOG_RANGE + 1n;
    const filter = { eventName: "ProposalCreated", fromBlock, toBlock, strict: true } as const;
    const logs = await explained(publicClient.getContractEvents({ ...contracts.nexusGovernor, ...filter }));
    for (const { args } of logs.toReversed()) {
      const { proposalId, proposer, description, targets, values, calldatas } = args;
      const calls = targets.map((target, place) => ({
        ...{ target, value: values[place] ?? 0n, data: calldatas[place] ?? ("0x" as Hex) },
      }));
      yield { proposalId, proposer, description, calls };
    }
    toBlock = fromBlock - 1n;
  }
}

/** The DAO's proposal of that number. Throws `DecisionNotFoundError`. */
export async function findDecision(client: NexusClient, proposalId: bigint): Promise<Decision> {
  for await (const decision of decisionsOf(client)) if (decision.proposalId === proposalId) return decision;
  throw new DecisionNotFoundError({ proposalId });
}

/** Arguments of the governor's calls about a proposal. */
export function termsOf({ calls, description }: Pick<Decision, "calls" | "description">) {
  return [
    calls.map(({ target }) => target),
    calls.map(({ value }) => value),
    calls.map(({ data }) => data),
    keccak256(stringToBytes(description)),
  ] as const;
}

export async function decisionState(
  { publicClient, contracts }: NexusClient,
  proposalId: bigint,
): Promise<ProposalState> {
  const read = { ...contracts.nexusGovernor, functionName: "state", args: [proposalId] } as const;
  return ProposalState[await explained(publicClient.readContract(read))] ?? "Pending";
}

/** A proposal of the DAO: what it would do, how the vote stands, and when what is possible. */
export async function showDecision(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const { publicClient, contracts } = client;
  const { proposer, description, calls } = await findDecision(client, proposalId);
  const governor = contracts.nexusGovernor;
  const args = [proposalId] as const;
  const state = await decisionState(client, proposalId);
  const [snapshot, deadline, eta, votes] = await explained(
    Promise.all([
      publicClient.readContract({ ...governor, functionName: "proposalSnapshot", args }),
      publicClient.readContract({ ...governor, functionName: "proposalDeadline", args }),
      publicClient.readContract({ ...governor, functionName: "proposalEta", args }),
      publicClient.readContract({ ...governor, functionName: "proposalVotes", args }),
    ]),
  );
  const quorum = await quorumAt(client, snapshot, state);
  const [againstVotes, forVotes, abstainVotes] = votes;
  return {
    ...{ proposalId, state, description, proposer },
    ...{ votingFrom: Number(snapshot), votingUntil: Number(deadline), executableFrom: Number(eta) },
    ...{ forVotes, againstVotes, abstainVotes, quorum },
    calls: calls.map((call) => describeCall(client, call)),
  };
}

/** For and Abstain votes that the decision needs; unknown until the vote opens, because the supply may change. */
async function quorumAt(
  { publicClient, contracts }: NexusClient,
  snapshot: bigint,
  state: ProposalState,
): Promise<bigint | null> {
  if (state === "Pending") return null;
  const read = { ...contracts.nexusGovernor, functionName: "quorum", args: [snapshot] } as const;
  return explained(publicClient.readContract(read));
}

/** The newest proposals of the DAO, up to `LISTED`. */
export async function listDecisions(client: NexusClient) {
  const decisions: { proposalId: bigint; state: ProposalState; description: string }[] = [];
  for await (const { proposalId, description } of decisionsOf(client)) {
    decisions.push({ proposalId, state: await decisionState(client, proposalId), description });
    if (decisions.length === LISTED) break;
  }
  return { decisions };
}
