import {
  type Abi,
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  keccak256,
  NonceTooLowError,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import type { LocalAccount } from "viem/accounts";
import type { BeforeSend, Posting, TransactionStatus } from "../core/ports.ts";
import { TransactionTimeoutError } from "../errors.ts";
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
  /** Sends a call unless it would be refused, and waits until it is mined. @throws TransactionTimeoutError */
  post(call: Call, beforeSend?: BeforeSend): Promise<Posting>;
  status(hash: Hex): Promise<TransactionStatus>;
};

const RECEIPT_MS = 60_000;
const NONCE_TRIES = 3;

/** How often a transaction that isn't mined is sent again for a higher fee. */
const RAISES = 4;

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
  return {
    address: account.address,
    post: async (call, beforeSend = async () => {}) => {
      const gas = await estimate(client, account, call);
      if (typeof gas === "string") return { status: "refused", error: gas };
      const sending = { call, gas, beforeSend };
      let sent = await inTurn(() => sendOnce(client, account, sending));
      for (let raises = 0; ; raises += 1) {
        const posting = await awaitReceipt(client, sent.hash, receiptMs);
        if (posting !== null) return posting;
        const waiting = sent;
        if (raises === RAISES) throw new TransactionTimeoutError({ hash: waiting.hash, raises });
        sent = await inTurn(() => raise(client, account, sending, waiting));
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
type Sent = Fees & { readonly hash: Hex; readonly nonce: number };

/** Another process with this key (one that was killed a moment ago, say) may have taken the nonce: then once more. */
async function sendOnce(client: ChainClient, account: LocalAccount, sending: Sending): Promise<Sent> {
  for (let i = 1; ; i += 1) {
    const [nonce, fees] = await Promise.all([
      client.getTransactionCount({ address: account.address, blockTag: "pending" }),
      client.estimateFeesPerGas(),
    ]);
    try {
      return await send(client, account, sending, { nonce, ...fees });
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
    return await send(client, account, sending, { nonce: waiting.nonce, ...fees });
  } catch (fault) {
    if (!isNonceTaken(fault)) throw fault;
    return waiting;
  }
}

async function send(
  client: ChainClient,
  account: LocalAccount,
  { call, gas, beforeSend }: Sending,
  { nonce, maxFeePerGas, maxPriorityFeePerGas }: Omit<Sent, "hash">,
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
  return { hash, nonce, maxFeePerGas, maxPriorityFeePerGas };
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

/** What became of a transaction, or of the one that has its nonce; null when no block held either in time. */
async function awaitReceipt(client: ChainClient, hash: Hex, timeout: number): Promise<Posting | null> {
  try {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout });
    const paid = receipt.gasUsed * receipt.effectiveGasPrice;
    return {
      status: receipt.status === "success" ? "mined" : "reverted",
      hash: receipt.transactionHash,
      paid,
    };
  } catch (fault) {
    if (!(fault instanceof WaitForTransactionReceiptTimeoutError)) throw fault;
    return null;
  }
}

async function statusOf(client: ChainClient, hash: Hex): Promise<TransactionStatus> {
  try {
    await client.getTransactionReceipt({ hash });
    return "mined";
  } catch (fault) {
    if (!(fault instanceof TransactionReceiptNotFoundError)) throw fault;
  }
  try {
    await client.getTransaction({ hash });
    return "pending";
  } catch (fault) {
    if (!(fault instanceof TransactionNotFoundError)) throw fault;
    return "unknown";
  }
}
