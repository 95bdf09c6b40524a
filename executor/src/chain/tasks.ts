import { resultConsensusAbi, signalNumber, TaskState } from "@nexus/protocol";
import type { Hex } from "viem";
import type { BlockSource, LiveTask, TaskChain } from "../core/ports.ts";
import { LogsMissingError } from "../errors.ts";
import { type ChainAccess, sameAddress } from "./client.ts";
import { newestLogs } from "./scan.ts";
import type { Transactions } from "./transactions.ts";

/** The consensus contract through JSON-RPC, in the name of the transactions' key. */
export function rpcTasks(
  access: ChainAccess,
  transactions: Transactions,
  { target }: Pick<BlockSource, "target">,
): TaskChain {
  const { deployment } = access;
  const consensus = { address: deployment.contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const executor = transactions.address;
  return {
    executor,
    task: (taskId) => liveTask(access, taskId),
    confirmedUntil: async () => (await target()).timestamp,
    ownCommitment: async (taskId, since, { commits, block }) => {
      const logs = await logsOf(access, taskId, "ResultCommitted", { since, until: block, count: commits });
      return logs.find(({ args }) => sameAddress(args.executor, executor))?.args.commitment ?? null;
    },
    hasRevealed: async (taskId, since, { reveals, block }) => {
      const logs = await logsOf(access, taskId, "ResultRevealed", { since, until: block, count: reveals });
      return logs.some(({ args }) => sameAddress(args.executor, executor));
    },
    commit: (taskId, commitment, ...sending) =>
      transactions.post({ ...consensus, functionName: "commit", args: [taskId, commitment] }, ...sending),
    reveal: (taskId, result, ...sending) => {
      const { resultDigest, signal, receiptDigest, salt } = result;
      const args = [taskId, resultDigest, signalNumber(signal), receiptDigest, salt];
      return transactions.post({ ...consensus, functionName: "reveal", args }, ...sending);
    },
    settle: (taskId) => transactions.post({ ...consensus, functionName: "settle", args: [taskId] }),
  };
}

/** A task as it stands at the end of the newest block. */
export async function liveTask({ client, deployment }: ChainAccess, taskId: Hex): Promise<LiveTask> {
  const block = await client.getBlockNumber();
  const { state, resultDigest, settledAt, commits, reveals } = await client.readContract({
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    functionName: "task",
    args: [taskId],
    blockNumber: block,
  });
  return { state: TaskState[state] ?? "None", resultDigest, endedAt: settledAt, commits, reveals, block };
}

type Counted = { readonly since: bigint; readonly until: bigint; readonly count: number };

/** All logs of that kind of a task. As many as the contract counts, since logs that a node doesn't have (yet) would look like none. */
async function logsOf<const name extends "ResultCommitted" | "ResultRevealed">(
  { client, deployment }: ChainAccess,
  taskId: Hex,
  eventName: name,
  { since, until, count }: Counted,
) {
  const consensus = { address: deployment.contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const scan = { ...consensus, eventName, args: { taskId }, since };
  const logs = await newestLogs<typeof resultConsensusAbi, name>(client, scan as never, { count, until });
  if (logs.length !== count) {
    throw new LogsMissingError({
      ...{ taskId, event: eventName, found: logs.length, expected: count, block: until },
    });
  }
  return logs;
}
