import {
  bountyEscrowAbi,
  Conclusion,
  DisputeState,
  disputeManagerAbi,
  feeStateOf,
  ProposalState,
  resultConsensusAbi,
  reviewBoardAbi,
  reviewFeesAbi,
} from "@nexus/protocol";
import type { BeforeSend, KeeperChain } from "../core/ports.ts";
import { readBounty, readDueMilestone } from "./bounties.ts";
import type { ChainAccess } from "./client.ts";
import { refusalOf } from "./refusal.ts";
import { liveTask } from "./tasks.ts";
import type { Call, Transactions } from "./transactions.ts";

/** Term units that one step takes expired seats out of: as many as a submission does. */
const PRUNED_UNITS = 128n;

type Contract = Pick<Call, "address" | "abi">;

/** What the keeper asks and does, through JSON-RPC. */
export function rpcKeeper(access: ChainAccess, transactions: Transactions): KeeperChain {
  const { contracts } = access.deployment;
  const board = { address: contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const fees = { address: contracts.ReviewFees, abi: reviewFeesAbi } as const;
  const escrow = { address: contracts.BountyEscrow, abi: bountyEscrowAbi } as const;
  const consensus = { address: contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const disputes = { address: contracts.DisputeManager, abi: disputeManagerAbi } as const;
  const post = (contract: Contract, functionName: string, args: readonly unknown[], beforeSend: BeforeSend) =>
    transactions.post({ ...contract, functionName, args }, beforeSend);
  const call = (contract: Contract, functionName: string) => (id: unknown, beforeSend: BeforeSend) =>
    post(contract, functionName, [id], beforeSend);
  return {
    now: async () => Number((await access.client.getBlock()).timestamp),
    review: (proposalId) => readReview(access, proposalId),
    taskState: async (taskId) => (await liveTask(access, taskId)).state,
    bounty: (bountyId) => readBounty(access, bountyId),
    settleFee: call(fees, "settle"),
    executeReview: call(board, "executeReview"),
    settle: call(consensus, "settle"),
    dueMilestone: (bountyId, tasks) => readDueMilestone(access, bountyId, tasks),
    release: (bountyId, { milestone, proof }, beforeSend) =>
      post(escrow, "release", [bountyId, milestone, proof], beforeSend),
    freeClaim: call(escrow, "freeClaim"),
    expire: call(escrow, "expire"),
    lapseDispute: call(escrow, "lapseDispute"),
    dispute: (disputeId) => readDispute(access, disputeId),
    lapse: call(disputes, "lapse"),
    deliver: call(disputes, "deliver"),
    isUnpruned: (chamber) => isUnpruned(access, chamber),
    prune: (chamber, beforeSend) => post(board, "prune", [chamber, PRUNED_UNITS], beforeSend),
  };
}

async function readReview({ client, deployment }: ChainAccess, proposalId: bigint) {
  const board = { address: deployment.contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const fees = { address: deployment.contracts.ReviewFees, abi: reviewFeesAbi } as const;
  try {
    const [state, eta, fee] = await Promise.all([
      client.readContract({ ...board, functionName: "state", args: [proposalId] }),
      client.readContract({ ...board, functionName: "proposalEta", args: [proposalId] }),
      client.readContract({ ...fees, functionName: "feeOf", args: [proposalId] }),
    ]);
    const conclusion = Conclusion[fee.conclusion] ?? "Voting";
    return {
      state: ProposalState[state] ?? "Pending",
      eta: Number(eta),
      fee: feeStateOf({ ...fee, conclusion }),
    };
  } catch (fault) {
    if (refusalOf(fault) === "GovernorNonexistentProposal") return null;
    throw fault;
  }
}

async function readDispute({ client, deployment }: ChainAccess, disputeId: bigint) {
  const manager = { address: deployment.contracts.DisputeManager, abi: disputeManagerAbi } as const;
  const [state, { kind, subject }] = await Promise.all([
    client.readContract({ ...manager, functionName: "stateOf", args: [disputeId] }),
    client.readContract({ ...manager, functionName: "dispute", args: [disputeId] }),
  ]);
  const args = [kind, subject] as const;
  const live = await client.readContract({ ...manager, functionName: "liveDispute", args });
  return { state: DisputeState[state] ?? "None", delivered: live !== disputeId };
}

async function isUnpruned({ client, deployment }: ChainAccess, chamber: number): Promise<boolean> {
  const board = { address: deployment.contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  try {
    await client.readContract({ ...board, functionName: "chamberWeight", args: [chamber] });
    return false;
  } catch (fault) {
    if (refusalOf(fault) === "ReviewerSeatsNotPruned") return true;
    throw fault;
  }
}
