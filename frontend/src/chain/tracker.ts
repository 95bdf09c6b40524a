import type { Hex } from "viem";
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
