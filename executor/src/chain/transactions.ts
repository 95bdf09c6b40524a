import { LRUCache } from "lru-cache";
import {
  type Abi,
  type Address,
  encodeFunctionData,
  type Hex,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import type { LocalAccount } from "viem/accounts";
import type { BeforeSend, Posting } from "../core/ports.ts";
import { TransactionDisplacedError, TransactionTimeoutError } from "../errors.ts";
import type { ChainClient } from "./client.ts";
import { refusalOf } from "./refusal.ts";
import { findWaiting, type Sender, type Sending, type Sent, sendAgain, sendNext } from "./sending.ts";

/** A call of a contract, as viem wants it. */
export type Call = {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
};

/** One key's transactions: nonces are given out one at a time, receipts are awaited side by side. */
export type Transactions = {
  readonly address: Address;
  /**
   * Sends a call unless it would be refused, and waits until it is mined. Goes on with a transaction that waits for a block already, if
   * an earlier post of the same call left one here or its hash is named by `earlier`.
   * @throws TransactionTimeoutError, TransactionDisplacedError
   */
  post(call: Call, beforeSend?: BeforeSend, earlier?: Hex | null): Promise<Posting>;
};

const RECEIPT_MS = 60_000;

/** How often a transaction that isn't mined is sent again for a higher fee. */
const RAISES = 4;

/** How often a call is sent anew after another transaction of the key took its nonce. */
const TURNS = 3;

/** Calls whose transactions are remembered when nobody waits for them any more. */
const LEFT = 1_000;

export type TransactionsOptions = {
  /** How long a transaction may wait for a block before its fee is raised. */
  readonly receiptMs?: number;
  /** Keeps out other processes with the same key. */
  readonly exclusively?: <T>(work: () => Promise<T>) => Promise<T>;
};

/** A call that wasn't executed, because another transaction of the key was mined under its nonce. */
type Displaced = { readonly displaced: Hex };

export function transactions(
  client: ChainClient,
  account: LocalAccount,
  { receiptMs = RECEIPT_MS, exclusively = (work) => work() }: TransactionsOptions = {},
): Transactions {
  const sender: Sender = { client, account, held: new Set() };
  const left = new LRUCache<string, Hex[]>({ max: LEFT });
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<Sent>): Promise<Sent> => {
    const turn = last.then(() => exclusively(work));
    last = turn.catch(() => undefined);
    return turn;
  };
  const follow = async (sending: Sending, hashes: readonly Hex[], waiting: Sent | null) => {
    const hold = (held: Sent) => {
      sender.held.add(held.nonce);
      return held;
    };
    let sent =
      waiting === null ? await inTurn(async () => hold(await sendNext(sender, sending))) : hold(waiting);
    try {
      for (let raises = 0; ; raises += 1) {
        const outcome = await awaitReceipt(sender, sent, hashes, receiptMs);
        if (outcome !== null) return outcome;
        const earlier = sent;
        if (raises === RAISES) throw new TransactionTimeoutError({ hash: earlier.hash, raises });
        sent = await inTurn(() => sendAgain(sender, sending, earlier));
      }
    } finally {
      sender.held.delete(sent.nonce);
    }
  };
  const attempt = async (call: Call, data: Hex, hashes: Hex[], beforeSend: BeforeSend) => {
    const waiting = await findWaiting(sender, hashes);
    if (waiting === null) hashes.length = 0;
    const gas = await estimate(client, account, call);
    if (typeof gas === "string") return { status: "refused", error: gas } as const;
    const note: BeforeSend = async (hash, most) => {
      await beforeSend(hash, most);
      hashes.push(hash);
    };
    return follow({ to: call.address, data, gas, beforeSend: note }, hashes, waiting);
  };
  return {
    address: account.address,
    post: async (call, beforeSend = async () => {}, earlier = null) => {
      const data = encodeFunctionData(call);
      const name = `${call.address}:${data}`;
      const hashes = [...(earlier === null ? [] : [earlier]), ...(left.get(name) ?? [])];
      left.delete(name);
      try {
        for (let turns = 1; ; turns += 1) {
          const outcome = await attempt(call, data, hashes, beforeSend);
          if ("status" in outcome) return outcome;
          if (turns === TURNS) throw new TransactionDisplacedError({ hash: outcome.displaced, turns });
        }
      } catch (fault) {
        left.set(name, hashes);
        throw fault;
      }
    },
  };
}

/** Gas with a margin, because others' steps may come in between; or the name of the contract's refusal. */
async function estimate(client: ChainClient, account: LocalAccount, call: Call): Promise<bigint | string> {
  try {
    // Without the transactions that wait: a call of which one waits already isn't refused for that.
    return ((await client.estimateContractGas({ ...call, account, blockTag: "latest" })) * 13n) / 10n;
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (refusal === null) throw fault;
    return refusal;
  }
}

/** What became of a call that was sent; null when no block held a transaction with its nonce in time. */
async function awaitReceipt(
  { client, account: { address } }: Sender,
  { hash, nonce }: Sent,
  hashes: readonly Hex[],
  timeout: number,
): Promise<Posting | Displaced | null> {
  try {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout });
    return hashes.includes(receipt.transactionHash) ? postingOf(receipt) : { displaced: hash };
  } catch (fault) {
    if (!(fault instanceof WaitForTransactionReceiptTimeoutError)) throw fault;
  }
  const mined = await client.getTransactionCount({ address, blockTag: "latest" });
  const receipts = await Promise.all(hashes.map((sent) => receiptOf(client, sent)));
  const receipt = receipts.find((found) => found !== null);
  if (receipt !== undefined) return postingOf(receipt);
  return mined > nonce ? { displaced: hash } : null;
}

function postingOf({ status, transactionHash, gasUsed, effectiveGasPrice }: TransactionReceipt): Posting {
  const paid = gasUsed * effectiveGasPrice;
  return { status: status === "success" ? "mined" : "reverted", hash: transactionHash, paid };
}

async function receiptOf(client: ChainClient, hash: Hex): Promise<TransactionReceipt | null> {
  try {
    return await client.getTransactionReceipt({ hash });
  } catch (fault) {
    if (!(fault instanceof TransactionReceiptNotFoundError)) throw fault;
    return null;
  }
}
