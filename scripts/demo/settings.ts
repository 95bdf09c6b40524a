import { reviewBoardAbi } from "@nexus/protocol";
import type { Clients } from "./context.ts";

/** Sets, as the DAO, how many seconds reviews submitted from now on stay open for votes. */
export async function setVotingPeriod(as: Clients, seconds: number): Promise<void> {
  const { publicClient, walletClient, deployment } = await as("dao");
  if (!walletClient) throw new Error("the development account dao has no signer");
  const board = { address: deployment.contracts.ReviewBoard, abi: reviewBoardAbi } as const;
  const settings = await publicClient.readContract({ ...board, functionName: "reviewSettings" });
  if (settings.votingPeriod === seconds) return;
  const args = [{ ...settings, votingPeriod: seconds }] as const;
  const hash = await walletClient.writeContract({ ...board, functionName: "setReviewSettings", args });
  const { status } = await publicClient.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new Error(`setting the voting period failed in transaction ${hash}`);
}
