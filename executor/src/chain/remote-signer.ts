import { readFile } from "node:fs/promises";
import {
  type Address,
  BaseError,
  createClient,
  formatTransactionRequest,
  getTypesForEIP712Domain,
  type Hex,
  http,
  MethodNotFoundRpcError,
  MethodNotSupportedRpcError,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  serializeTransaction,
  serializeTypedData,
  type TransactionSerializable,
  type TypedDataDefinition,
} from "viem";
import { type LocalAccount, toAccount } from "viem/accounts";
import { z } from "zod";
import { RemoteSignerError } from "../errors.ts";
import type { KeySource } from "./key-source.ts";

type Remote = KeySource & { readonly kind: "remote" };

/** Asks the signer for one thing. @throws RemoteSignerError */
type Request = (method: string, params: readonly unknown[]) => Promise<unknown>;

const REQUEST_MS = 10_000;

const hexShape = z.string().regex(/^0x([0-9a-fA-F]{2})+$/u);
const accountsShape = z.array(z.string());
/** A node answers with the transaction beside its bytes, Web3Signer with the bytes alone. */
const signedShape = z.union([hexShape, z.object({ raw: hexShape }).transform(({ raw }) => raw)]);

/**
 * An account whose key a remote signer holds (Web3Signer, or a node that signs). It is asked to sign and never to send, because
 * a transaction's hash must be known before it is on its way; and whatever it returns is checked before it is used.
 * @throws RemoteSignerError when it doesn't answer or doesn't hold the account's key
 */
export async function openRemoteSigner(source: Remote): Promise<LocalAccount> {
  const { address } = source;
  const host = new URL(source.url).host;
  const request = await requestsTo(source, host);
  const accounts = accountsShape.safeParse(await request("eth_accounts", []));
  if (!accounts.success) throw new RemoteSignerError({ host, reason: "its list of accounts isn't one" });
  if (!accounts.data.some((held) => isSame(held, address))) {
    const held = accounts.data.length === 0 ? "none" : accounts.data.slice(0, 5).join(", ");
    const reason = `it doesn't hold the key of ${address} (NEXUS_EXECUTOR_ADDRESS), but of ${held}`;
    throw new RemoteSignerError({ host, reason });
  }
  const signer = { address, host, request };
  return toAccount({
    address,
    signMessage: async () => {
      throw new RemoteSignerError({ host, reason: "an executor signs no plain messages" });
    },
    signTransaction: (transaction) => signTransaction(signer, transaction as TransactionSerializable),
    signTypedData: (typedData) => signTypedData(signer, typedData as unknown as TypedDataDefinition),
  }) as LocalAccount;
}

type Signer = { readonly address: Address; readonly host: string; readonly request: Request };

async function signTransaction(
  { address, host, request }: Signer,
  asked: TransactionSerializable,
): Promise<Hex> {
  const params = {
    ...formatTransactionRequest(asked as Parameters<typeof formatTransactionRequest>[0]),
    from: address,
  };
  const chainId = asked.chainId === undefined ? {} : { chainId: `0x${asked.chainId.toString(16)}` };
  const answer = signedShape.safeParse(await request("eth_signTransaction", [{ ...params, ...chainId }]));
  if (!answer.success) throw new RemoteSignerError({ host, reason: "its answer isn't a signed transaction" });
  const raw = answer.data as Hex;
  if (await isSignedTransaction(raw, asked, address)) return raw;
  throw new RemoteSignerError({
    host,
    reason: `it signed something else than it was asked to, or not as ${address}`,
  });
}

async function isSignedTransaction(
  raw: Hex,
  asked: TransactionSerializable,
  address: Address,
): Promise<boolean> {
  try {
    const serializedTransaction = raw as Parameters<
      typeof recoverTransactionAddress
    >[0]["serializedTransaction"];
    const {
      r: _r,
      s: _s,
      v: _v,
      yParity: _y,
      ...unsigned
    } = parseTransaction(raw) as TransactionSerializable;
    const isAsked = serializeTransaction(unsigned as TransactionSerializable) === serializeTransaction(asked);
    return isAsked && isSame(await recoverTransactionAddress({ serializedTransaction }), address);
  } catch (fault) {
    if (fault instanceof Error) return false;
    throw fault;
  }
}

async function signTypedData(
  { address, host, request }: Signer,
  typedData: TypedDataDefinition,
): Promise<Hex> {
  const { domain = {}, types } = typedData;
  const complete = { ...typedData, types: { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types } };
  const params = [address, serializeTypedData(complete as typeof typedData)];
  const answer = hexShape.safeParse(await typedDataAnswer(request, params));
  if (!answer.success) throw new RemoteSignerError({ host, reason: "its answer isn't a signature" });
  const signature = answer.data.toLowerCase() as Hex;
  const signer = await recoverTypedDataAddress({ ...typedData, signature }).catch(() => undefined);
  if (signer !== undefined && isSame(signer, address)) return signature;
  throw new RemoteSignerError({ host, reason: `its signature isn't that of ${address} over what was asked` });
}

/** Nodes know the fourth version by its number, Web3Signer without. */
async function typedDataAnswer(request: Request, params: readonly unknown[]): Promise<unknown> {
  try {
    return await request("eth_signTypedData_v4", params);
  } catch (fault) {
    if (!(fault instanceof RemoteSignerError) || !isUnknownMethod(fault.cause)) throw fault;
    return request("eth_signTypedData", params);
  }
}

function isUnknownMethod(cause: unknown): boolean {
  return (
    cause instanceof BaseError &&
    cause.walk(
      (error) => error instanceof MethodNotFoundRpcError || error instanceof MethodNotSupportedRpcError,
    ) !== null
  );
}

async function requestsTo({ url, tokenFile }: Remote, host: string): Promise<Request> {
  const headers =
    tokenFile === undefined ? {} : { authorization: `Bearer ${await readToken(tokenFile, host)}` };
  const transport = http(url, {
    timeout: REQUEST_MS,
    retryCount: 1,
    fetchOptions: { headers, redirect: "error" },
  });
  const client = createClient({ transport });
  return async (method, params) => {
    try {
      return await client.request({ method, params } as never);
    } catch (cause) {
      throw new RemoteSignerError({ host, reason: reasonOf(method, cause), cause });
    }
  };
}

async function readToken(path: string, host: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    const reason = `its token can't be read from ${path} (NEXUS_EXECUTOR_SIGNER_TOKEN_FILE)`;
    throw new RemoteSignerError({ host, reason, cause });
  }
}

/** viem's long messages hold the whole question; the short ones don't. */
function reasonOf(method: string, cause: unknown): string {
  const words = cause instanceof BaseError ? cause.shortMessage : String(cause);
  return `${method} failed: ${words.replaceAll("\n", " ").replace(/\.$/, "")}`;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
