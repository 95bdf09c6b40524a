import type { DecisionCall } from "@nexus/cli";
import { reviewBoardAbi } from "@nexus/protocol";
import { encodeFunctionData } from "viem";
import type { Clients } from "./context.ts";
import { decide } from "./dao.ts";

/** The DAO's call by which reviews submitted from then on stay open for votes for that many seconds. */
export async function votingPeriodCall(as: Clients, seconds: number): Promise<DecisionCall | undefined> {
  const { publicClient, deployment } = await as("verifier");
  const board = { address: deployment.contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const settings = await publicClient.readContract({ ...board, functionName: "reviewSettings" });
  if (settings.votingPeriod === seconds) return undefined;
  const args = [{ ...settings, votingPeriod: seconds }] as const;
  const data = encodeFunctionData({ abi: board.abi, functionName: "setReviewSettings", args });
  return { target: board.address, value: 0n, data };
}

/** Has the DAO set how many seconds reviews submitted from then on stay open for votes, unless it is so already. */
export async function setVotingPeriod(as: Clients, seconds: number): Promise<void> {
  const call = await votingPeriodCall(as, seconds);
  if (call !== undefined) await decide(as, [call], `Keep reviews open for votes for ${seconds} s`);
}
