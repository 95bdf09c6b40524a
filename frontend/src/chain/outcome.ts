import { type Client, type Hex, type ReplacementReturnType, TransactionNotFoundError } from "viem";
import { call, getTransaction, waitForTransactionReceipt } from "viem/actions";
import type { Config } from "wagmi";
import { explainFailure } from "./failure.ts";
import type { AwaitOutcome } from "./tracker.ts";

/** Waits for a receipt at the configured chain. A hash that no node knows any more ends as failed. */
export function outcomeOnChain(config: Config): AwaitOutcome {
  return async (hash) => {
    const client = config.getClient();
    let replacement: ReplacementReturnType | undefined;
    try {
      const receipt = await waitForTransactionReceipt(client, {
        hash,
        timeout: 0,
        onReplaced: (replaced) => {
          replacement = replaced;
        },
      });
      if (replacement && replacement.reason !== "repriced")
        return { phase: "replaced", by: receipt.transactionHash, how: replacement.reason };
      if (receipt.status === "success") return { phase: "mined", block: receipt.blockNumber };
      return { phase: "reverted", reason: await revertReason(client, receipt.transactionHash) };
    } catch (error) {
      if (error instanceof TransactionNotFoundError)
        return { phase: "failed", reason: "The node doesn't know this transaction any more. Send it again." };
      const failure = await explainFailure(error);
      return { phase: "failed", reason: failure.kind === "declined" ? "It was declined." : failure.reason };
    }
  };
}

const UNKNOWN =
  "It was mined and reverted: the state changed between its simulation and its block. Try again.";

/** Why a mined transaction reverted: the same call again, on the block that holds it. */
async function revertReason(client: Client, hash: Hex): Promise<string> {
  const { from, to, input, value, blockNumber } = await getTransaction(client, { hash });
  try {
    await call(client, { account: from, to, data: input, value, ...(blockNumber ? { blockNumber } : {}) });
    return UNKNOWN;
  } catch (error) {
    const failure = await explainFailure(error);
    return failure.kind === "refused" ? failure.reason : UNKNOWN;
  }
}
