import { type Hex, type ReplacementReturnType, TransactionNotFoundError } from "viem";
import type { Config } from "wagmi";
import { getPublicClient } from "wagmi/actions";
import { explainFailure } from "./failure.ts";
import type { PendingTransaction, PendingTransactions } from "./pending.ts";
import { createStore, type Store } from "./store.ts";

/** What became of a sent transaction. */
export type Outcome =
  | { readonly phase: "mined"; readonly block: bigint }
  | { readonly phase: "reverted"; readonly reason: string }
  | { readonly phase: "replaced"; readonly by: Hex; readonly how: "cancelled" | "replaced" }
  | { readonly phase: "failed"; readonly reason: string };

export type Settled = PendingTransaction & { readonly outcome: Outcome };

/** Follows sent transactions to their end, whichever page sent them, also after a reload. */
export interface TransactionTracker {
  readonly pending: PendingTransactions;
  /** What ended since the page was opened, latest last. */
  readonly settled: Store<readonly Settled[]>;
  /** Follows what an earlier visit left pending. */
  resume(): void;
  track(transaction: PendingTransaction): void;
  dismiss(hash: Hex): void;
}

/** How a hash's end is learnt; the chain in the page, a double in tests. */
export type AwaitOutcome = (hash: Hex) => Promise<Outcome>;

export function createTracker(pending: PendingTransactions, awaitOutcome: AwaitOutcome): TransactionTracker {
  const settled = createStore<readonly Settled[]>([]);
  const following = new Set<Hex>();
  const follow = async (transaction: PendingTransaction) => {
    if (following.has(transaction.hash)) return;
    following.add(transaction.hash);
    const outcome = await awaitOutcome(transaction.hash).catch(
      (error: unknown): Outcome => ({ phase: "failed", reason: String((error as Error).message) }),
    );
    following.delete(transaction.hash);
    settled.update((list) => [...list, { ...transaction, outcome }]);
    pending.remove(transaction.hash);
  };
  return {
    pending,
    settled,
    resume: () => pending.read().forEach((transaction) => void follow(transaction)),
    track: (transaction) => {
      pending.add(transaction);
      void follow(transaction);
    },
    dismiss: (hash) => settled.update((list) => list.filter((other) => other.hash !== hash)),
  };
}

/** Waits for a receipt at the configured chain. A hash that no node knows any more ends as failed. */
export function outcomeOnChain(config: Config): AwaitOutcome {
  return async (hash) => {
    const client = getPublicClient(config);
    if (!client) return { phase: "failed", reason: "The chain isn't configured." };
    let replacement: ReplacementReturnType | undefined;
    try {
      const receipt = await client.waitForTransactionReceipt({
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
async function revertReason(
  client: NonNullable<ReturnType<typeof getPublicClient>>,
  hash: Hex,
): Promise<string> {
  const { from, to, input, value, blockNumber } = await client.getTransaction({ hash });
  try {
    await client.call({ account: from, to, data: input, value, ...(blockNumber ? { blockNumber } : {}) });
    return UNKNOWN;
  } catch (error) {
    const failure = await explainFailure(error);
    return failure.kind === "refused" ? failure.reason : UNKNOWN;
  }
}
