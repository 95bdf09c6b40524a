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

export function transactions(client: ChainClient, account: LocalAccount): Transactions {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    address: account.address,
    post: async (call, beforeSend = async () => {}) => {
      const gas = await estimate(client, account, call);
      if (typeof gas === "string") return { status: "refused", error: gas };
      return awaitReceipt(client, await inTurn(() => sendOnce(client, account, { call, gas, beforeSend })));
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

/** Another process with this key (one that was killed a moment ago, say) may have taken the nonce: then once more. */
async function sendOnce(client: ChainClient, account: LocalAccount, sending: Sending): Promise<Hex> {
  for (let i = 1; ; i += 1) {
    const signed = await sign(client, account, sending);
    const hash = keccak256(signed);
    await sending.beforeSend(hash);
    try {
      return await client.sendRawTransaction({ serializedTransaction: signed });
    } catch (fault) {
      if (isKnown(fault)) return hash;
      if (i === NONCE_TRIES || !isNonceTaken(fault)) throw fault;
    }
  }
}

async function sign(client: ChainClient, account: LocalAccount, { call, gas }: Sending): Promise<Hex> {
  const [nonce, fees] = await Promise.all([
    client.getTransactionCount({ address: account.address, blockTag: "pending" }),
    client.estimateFeesPerGas(),
  ]);
  const { maxFeePerGas, maxPriorityFeePerGas } = fees;
  const data = encodeFunctionData(call);
  const chainId = client.chain.id;
  return account.signTransaction({
    type: "eip1559",
    chainId,
    to: call.address,
    data,
    gas,
    nonce,
    maxFeePerGas,
    maxPriorityFeePerGas,
  });
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

async function awaitReceipt(client: ChainClient, hash: Hex): Promise<Posting> {
  try {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: RECEIPT_MS });
    return { status: receipt.status === "success" ? "mined" : "reverted", hash };
  } catch (fault) {
    if (!(fault instanceof WaitForTransactionReceiptTimeoutError)) throw fault;
    throw new TransactionTimeoutError({ hash, timeoutMs: RECEIPT_MS });
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
