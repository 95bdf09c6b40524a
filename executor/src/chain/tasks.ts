import { resultConsensusAbi, signalNumber, TaskState } from "@nexus/protocol";
import type { Hex } from "viem";
import type { LiveTask, TaskChain } from "../core/ports.ts";
import type { ChainAccess } from "./client.ts";
import { newestLog } from "./scan.ts";
import type { Transactions } from "./transactions.ts";

/** The consensus contract through JSON-RPC, in the name of the transactions' key. */
export function rpcTasks(access: ChainAccess, transactions: Transactions): TaskChain {
  const { client, deployment } = access;
  const consensus = { address: deployment.contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const executor = transactions.address;
  return {
    executor,
    task: (taskId) => liveTask(access, taskId),
    ownCommitment: async (taskId, since) => {
      const args = { taskId, executor };
      const log = await newestLog(client, { ...consensus, eventName: "ResultCommitted", args, since });
      return log?.args.commitment ?? null;
    },
    hasRevealed: async (taskId, since) => {
      const args = { taskId, executor };
      return (await newestLog(client, { ...consensus, eventName: "ResultRevealed", args, since })) !== null;
    },
    transaction: (hash) => transactions.status(hash),
    commit: (taskId, commitment, beforeSend) =>
      transactions.post({ ...consensus, functionName: "commit", args: [taskId, commitment] }, beforeSend),
    reveal: (taskId, result, beforeSend) => {
      const { resultDigest, signal, receiptDigest, salt } = result;
      const args = [taskId, resultDigest, signalNumber(signal), receiptDigest, salt];
      return transactions.post({ ...consensus, functionName: "reveal", args }, beforeSend);
    },
    settle: (taskId) => transactions.post({ ...consensus, functionName: "settle", args: [taskId] }),
  };
}

/** A task as it stands now. */
export async function liveTask({ client, deployment }: ChainAccess, taskId: Hex): Promise<LiveTask> {
  const task = await client.readContract({
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    functionName: "task",
    args: [taskId],
  });
  return { state: TaskState[task.state] ?? "None", resultDigest: task.resultDigest };
}
