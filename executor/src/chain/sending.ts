import {
  BaseError,
  type Hex,
  keccak256,
  NonceTooLowError,
  TransactionNotFoundError,
  type TransactionSerializableEIP1559,
} from "viem";
import type { LocalAccount } from "viem/accounts";
import type { BeforeSend } from "../core/ports.ts";
import type { ChainClient } from "./client.ts";

/** A key at a node. */
export type Sender = {
  readonly client: ChainClient;
  readonly account: LocalAccount;
  /** Nonces of the transactions that this process waits for. */
  readonly held: Set<number>;
};

export type Sending = Pick<TransactionSerializableEIP1559, "to" | "data"> & {
  readonly gas: bigint;
  readonly beforeSend: BeforeSend;
};

type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };
type Place = Fees & { readonly nonce: number };

export type Sent = Place & { readonly hash: Hex };

const NONCE_TRIES = 3;

/** Once a fee is so many times what the node asks for, it isn't the fee that keeps a transaction waiting. */
const MOST_RAISED = 4n;

/** Another process with this key (one that was killed a moment ago, say) may have taken the nonce: then once more. */
export async function sendNext(sender: Sender, sending: Sending): Promise<Sent> {
  const { client, account, held } = sender;
  for (let i = 1; ; i += 1) {
    const [next, fees] = await Promise.all([
      client.getTransactionCount({ address: account.address, blockTag: "pending" }),
      client.estimateFeesPerGas(),
    ]);
    try {
      return await send(sender, sending, { nonce: firstFree(held, next), ...fees });
    } catch (fault) {
      if (i === NONCE_TRIES || !(isNonceTooLow(fault) || isUnderpriced(fault))) throw fault;
    }
  }
}

/** A node that lost a transaction, or lags behind, gives a nonce that is held. */
function firstFree(held: ReadonlySet<number>, nonce: number): number {
  return held.has(nonce) ? firstFree(held, nonce + 1) : nonce;
}

/** The last of these transactions that the node holds and no block does. */
export async function findWaiting({ client }: Sender, hashes: readonly Hex[]): Promise<Sent | null> {
  for (const hash of hashes.toReversed()) {
    try {
      const transaction = await client.getTransaction({ hash });
      const { blockNumber, nonce, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = transaction;
      if (blockNumber === null) return { hash, nonce, maxFeePerGas, maxPriorityFeePerGas };
    } catch (fault) {
      if (!(fault instanceof TransactionNotFoundError)) throw fault;
    }
  }
  return null;
}

/** Sends a waiting transaction again with its nonce and a quarter more of fees, or leaves it when its nonce was just taken. */
export async function sendAgain(sender: Sender, sending: Sending, waiting: Sent): Promise<Sent> {
  const now = await sender.client.estimateFeesPerGas();
  await clearWay(sender, waiting.nonce, now);
  try {
    return await send(sender, sending, { nonce: waiting.nonce, ...raised(waiting, now) });
  } catch (fault) {
    if (!(isNonceTooLow(fault) || isUnderpriced(fault))) throw fault;
    return waiting;
  }
}

/**
 * Puts empty transactions in the place of those before a nonce that nobody here waits for. An earlier process left them, and with too
 * low a fee they would hold up all that comes after them. Whoever still needs what they did finds it undone, and sends it anew.
 */
async function clearWay(sender: Sender, before: number, now: Fees): Promise<void> {
  const { address } = sender.account;
  const first = await sender.client.getTransactionCount({ address, blockTag: "latest" });
  for (let nonce = first; nonce < before; nonce += 1) {
    if (!sender.held.has(nonce)) await displace(sender, nonce, now);
  }
}

/** The node doesn't tell what the transaction to be replaced offers, so the fee rises until it is enough. */
async function displace(sender: Sender, nonce: number, now: Fees): Promise<void> {
  const to = sender.account.address;
  const gas = await sender.client.estimateGas({ account: sender.account, to });
  let fees: Fees | null = null;
  for (let next = now; next !== fees; next = raised(fees, now)) {
    fees = next;
    try {
      await send(sender, { to, gas, beforeSend: async () => {} }, { nonce, ...fees });
      return;
    } catch (fault) {
      if (isNonceTooLow(fault)) return;
      if (!isUnderpriced(fault)) throw fault;
    }
  }
}

/** A quarter more, or what the node asks for if that is more still; the same once it can't be for the fee. */
function raised(fees: Fees, now: Fees): Fees {
  const raise = (name: keyof Fees) => {
    const least = (fees[name] * 5n) / 4n + 1n;
    return now[name] > least ? now[name] : least;
  };
  const maxFeePerGas = raise("maxFeePerGas");
  if (maxFeePerGas > MOST_RAISED * now.maxFeePerGas) return fees;
  return { maxFeePerGas, maxPriorityFeePerGas: raise("maxPriorityFeePerGas") };
}

async function send({ client, account }: Sender, sending: Sending, place: Place): Promise<Sent> {
  const { beforeSend, ...content } = sending;
  const { nonce, maxFeePerGas, maxPriorityFeePerGas } = place;
  const fields = { nonce, maxFeePerGas, maxPriorityFeePerGas };
  const serializedTransaction = await account.signTransaction({
    ...{ type: "eip1559", chainId: client.chain.id },
    ...content,
    ...fields,
  });
  const hash = keccak256(serializedTransaction);
  await beforeSend(hash, content.gas * maxFeePerGas);
  try {
    await client.sendRawTransaction({ serializedTransaction });
  } catch (fault) {
    if (!isKnown(fault)) throw fault;
  }
  return { ...fields, hash };
}

function isKnown(fault: unknown): boolean {
  return /already known|already imported/i.test(textOf(fault));
}

function isNonceTooLow(fault: unknown): boolean {
  if (fault instanceof BaseError && fault.walk((error) => error instanceof NonceTooLowError) !== null)
    return true;
  return /nonce too low/i.test(textOf(fault));
}

function isUnderpriced(fault: unknown): boolean {
  return /replacement transaction underpriced/i.test(textOf(fault));
}

function textOf(fault: unknown): string {
  return fault instanceof BaseError ? `${fault.message} ${fault.details}` : String(fault);
}
