import { type Hex, isHex } from "viem";
import type { TextStorage } from "../config/overrides.ts";
import { createStore, type Store } from "./store.ts";

/** A transaction that was sent and isn't settled, as it is kept over reloads. */
export interface PendingTransaction {
  readonly hash: Hex;
  /** What it does, for people. */
  readonly label: string;
  /** Names the action and its subject, so that its page finds it again after a reload. */
  readonly key: string;
  readonly sentAt: number;
}

/** Sent transactions of one chain, kept in the browser until they are mined, reverted or replaced. */
export interface PendingTransactions extends Store<readonly PendingTransaction[]> {
  add(transaction: PendingTransaction): void;
  remove(hash: Hex): void;
}

const MOST = 50;

function isPending(value: unknown): value is PendingTransaction {
  const { hash, label, key, sentAt } = (value ?? {}) as Record<string, unknown>;
  return isHex(hash) && typeof label === "string" && typeof key === "string" && typeof sentAt === "number";
}

function stored(storage: TextStorage, key: string): readonly PendingTransaction[] {
  try {
    const list: unknown = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter(isPending) : [];
  } catch {
    return [];
  }
}

/** Opens the kept transactions of a chain; entries that can't be read are dropped. */
export function openPendingTransactions(storage: TextStorage, chainId: number): PendingTransactions {
  const storageKey = `nexus:pending:${chainId}`;
  const store = createStore(stored(storage, storageKey));
  const update: PendingTransactions["update"] = (change) => {
    store.update(change);
    storage.setItem(storageKey, JSON.stringify(store.read()));
  };
  return {
    ...store,
    update,
    add: (transaction) =>
      update((list) => [...list.filter(({ hash }) => hash !== transaction.hash), transaction].slice(-MOST)),
    remove: (removed) => update((list) => list.filter(({ hash }) => hash !== removed)),
  };
}
