import { resultConsensusAbi } from "@nexus/protocol";
import type { DeadlinePorts } from "../core/deadlines.ts";
import type { ChainAccess } from "./client.ts";

/** Chain time and tasks' deadlines through JSON-RPC. */
export function rpcDeadlines({ client, deployment }: ChainAccess): Pick<DeadlinePorts, "now" | "deadlines"> {
  return {
    now: async () => Number((await client.getBlock()).timestamp),
    deadlines: async (taskId) => {
      const { createdAt, commitDeadline, revealDeadline } = await client.readContract({
        address: deployment.contracts.ResultConsensus,
        abi: resultConsensusAbi,
        functionName: "task",
        args: [taskId],
      });
      return { createdAt, commitBy: commitDeadline, revealBy: revealDeadline };
    },
  };
}
