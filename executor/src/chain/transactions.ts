import {
  type Abi,
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  keccak256,
  NonceTooLowError,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import type { LocalAccount } from "viem/accounts";
import type { BeforeSend, Posting, TransactionStatus } from "../core/ports.ts";
import { TransactionDisplacedError, TransactionTimeoutError } from "../errors.ts";
import type { ChainClient } from "./client.ts";
import { refusalOf } from "./refusal.ts";

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
   * Sends a call unless it would be refused, and waits until it is mined.
   * @throws TransactionTimeoutError, TransactionDisplacedError
   */
  post(call: Call, beforeSend?: BeforeSend): Promise<Posting>;
  status(hash: Hex): Promise<TransactionStatus>;
};

const RECEIPT_MS = 60_000;
const NONCE_TRIES = 3;

/** How often a transaction that isn't mined is sent again for a higher fee. */
const RAISES = 4;

/** How often a call is sent anew after another transaction of the key took its nonce. */
const TURNS = 3;

export type TransactionsOptions = {
  /** How long a transaction may wait for a block before its fee is raised. */
  readonly receiptMs?: number;
  /** Keeps out other processes with the same key. */
  readonly exclusively?: <T>(work: () => Promise<T>) => Promise<T>;
};

export function transactions(
  client: ChainClient,
  account: LocalAccount,
  { receiptMs = RECEIPT_MS, exclusively = (work) => work() }: TransactionsOptions = {},
): Transactions {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(() => exclusively(work));
    last = turn.catch(() => undefined);
    return turn;
  };
  const follow = async (sending: Sending): Promise<Posting | Displaced> => {
    let sent = await inTurn(() => sendOnce(client, account, sending));
    for (let raises = 0; ; raises += 1) {
      const outcome = await awaitReceipt(client, account, sent, receiptMs);
      if (outcome !== null) return outcome;
      const waiting = sent;
      if (raises === RAISES) throw new TransactionTimeoutError({ hash: waiting.hash, raises });
      sent = await inTurn(() => raise(client, account, sending, waiting));
    }
  };
  return {
    address: account.address,
    post: async (call, beforeSend = async () => {}) => {
      for (let turns = 1; ; turns += 1) {
        const gas = await estimate(client, account, call);
        if (typeof gas === "string") return { status: "refused", error: gas };
        const outcome = await follow({ call, gas, beforeSend });
        if ("status" in outcome) return outcome;
        if (turns === TURNS) throw new TransactionDisplacedError({ hash: outcome.displaced, turns });
      }
    },
    status: (hash) => statusOf(client, hash),
  };
}

/** Gas with a margin, because others' steps may come in between; or the name of the contract's refusal. */
async function estimate(client: ChainClient, account: LocalAccount, call: Call): Promise<bigint | string> {
  try {
    return ((await client.estimateContractGas({ ...call, account })) * 13n) / 10n;
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (refusal === null) throw fault;
    return refusal;
  }
}

type Sending = { readonly call: Call; readonly gas: bigint; readonly beforeSend: BeforeSend };

type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };
/** `hashes` are those of all that was sent for the call under this nonce, `hash` is the last of them. */
type Sent = Fees & { readonly hash: Hex; readonly hashes: readonly Hex[]; readonly nonce: number };

/** A call that wasn't executed, because another transaction of the key was mined under its nonce. */
type Displaced = { readonly displaced: Hex };

/** Another process with this key (one that was killed a moment ago, say) may have taken the nonce: then once more. */
async function sendOnce(client: ChainClient, account: LocalAccount, sending: Sending): Promise<Sent> {
  for (let i = 1; ; i += 1) {
    const [nonce, fees] = await Promise.all([
      client.getTransactionCount({ address: account.address, blockTag: "pending" }),
      client.estimateFeesPerGas(),
    ]);
    try {
      return await send(client, account, sending, { nonce, hashes: [], ...fees });
    } catch (fault) {
      if (i === NONCE_TRIES || !isNonceTaken(fault)) throw fault;
    }
  }
}

/** Sends a waiting transaction again with its nonce and a quarter more of fees, or leaves it when it was just mined. */
async function raise(
  client: ChainClient,
  account: LocalAccount,
  sending: Sending,
  waiting: Sent,
): Promise<Sent> {
  const now = await client.estimateFeesPerGas();
  const raised = (name: keyof Fees) => {
    const least = (waiting[name] * 5n) / 4n + 1n;
    return now[name] > least ? now[name] : least;
  };
  const fees = { maxFeePerGas: raised("maxFeePerGas"), maxPriorityFeePerGas: raised("maxPriorityFeePerGas") };
  try {
    return await send(client, account, sending, { ...waiting, ...fees });
  } catch (fault) {
    if (!isNonceTaken(fault)) throw fault;
    return waiting;
  }
}

async function send(
  client: ChainClient,
  account: LocalAccount,
  { call, gas, beforeSend }: Sending,
  { nonce, hashes, maxFeePerGas, maxPriorityFeePerGas }: Omit<Sent, "hash">,
): Promise<Sent> {
  const serializedTransaction = await account.signTransaction({
    type: "eip1559",
    chainId: client.chain.id,
    to: call.address,
    data: encodeFunctionData(call),
    gas,
    nonce,
    maxFeePerGas,
    maxPriorityFeePerGas,
  });
  const hash = keccak256(serializedTransaction);
  await beforeSend(hash);
  try {
    await client.sendRawTransaction({ serializedTransaction });
  } catch (fault) {
    if (!isKnown(fault)) throw fault;
  }
  return { hash, hashes: [...hashes, hash], nonce, maxFeePerGas, maxPriorityFeePerGas };
}

function isKnown(fault: unknown): boolean {
  return /already known|already imported/i.test(textOf(fault));
}

function isNonceTaken(fault: unknown): boolean {
  if (fault instanceof BaseError && fault.walk((error) => error instanceof NonceTooLowError) !== null)
    return true;
  return /nonce too low|replacement transaction underpriced/i.test(textOf(fault));
}

function textOf(fault: unknown): string {
  return fault instanceof BaseError ? `${fault.message} ${fault.details}` : String(fault);
}

/** What became of a call that was sent; null when no block held a transaction with its nonce in time. */
async function awaitReceipt(
  client: ChainClient,
  { address }: LocalAccount,
  { hash, hashes, nonce }: Sent,
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

async function statusOf(client: ChainClient, hash: Hex): Promise<TransactionStatus> {
  if ((await receiptOf(client, hash)) !== null) return "mined";
  try {
    await client.getTransaction({ hash });
    return "pending";
  } catch (fault) {
    if (!(fault instanceof TransactionNotFoundError)) throw fault;
    return "unknown";
  }
}
