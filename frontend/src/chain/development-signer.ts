import {
  assertDevelopmentChain,
  DEVELOPMENT_ACCOUNTS,
  DEVELOPMENT_CHAIN_ID,
  DEVELOPMENT_MNEMONIC,
  type DevelopmentAccountName,
} from "@nexus/protocol";
import {
  type Address,
  type EIP1193RequestFn,
  formatEther,
  getAddress,
  type Hex,
  hexToBigInt,
  hexToString,
  isAddress,
  isHex,
  type TypedDataDefinition,
  UserRejectedRequestError,
} from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import type { SigningRequest } from "./confirmation.ts";
import type { DevelopmentWalletContext } from "./development-wallet.ts";

/** An EIP-1193 provider over one development account. */
export interface DevelopmentProvider {
  readonly address: Address;
  request(call: { method: string; params?: unknown }): Promise<unknown>;
}

interface TransactionFields {
  readonly to?: Address;
  readonly data?: Hex;
  readonly value?: Hex;
  readonly gas?: Hex;
}

/** Opens a development account by name; it asks before each signature and passes everything else on to the node. */
export function openSigner(
  name: DevelopmentAccountName,
  { rpc, ask }: DevelopmentWalletContext,
): DevelopmentProvider {
  const account = mnemonicToAccount(DEVELOPMENT_MNEMONIC, {
    addressIndex: DEVELOPMENT_ACCOUNTS.indexOf(name),
  });
  const agree = async (request: Omit<SigningRequest, "account">) => {
    assertDevelopmentChain(Number(await rpc({ method: "eth_chainId" })));
    if (!(await ask({ account: name, ...request })))
      throw new UserRejectedRequestError(new Error("declined"));
  };
  const methods: Readonly<Record<string, (params: readonly unknown[]) => Promise<unknown>>> = {
    eth_accounts: async () => [account.address],
    eth_requestAccounts: async () => [account.address],
    eth_sendTransaction: async ([fields]) =>
      sendTransaction(account, fields as TransactionFields, rpc, agree),
    eth_signTypedData_v4: async ([, text]) => signTypedData(account, String(text), agree),
    personal_sign: async ([message]) => signMessage(account, message as Hex, agree),
  };
  return {
    address: account.address,
    request: ({ method, params = [] }) => {
      const own = methods[method];
      return own ? own(params as readonly unknown[]) : rpc({ method, params } as never);
    },
  };
}

type Agree = (request: Omit<SigningRequest, "account">) => Promise<void>;

async function sendTransaction(
  account: HDAccount,
  { to, data, value, gas }: TransactionFields,
  rpc: EIP1193RequestFn,
  agree: Agree,
): Promise<Hex> {
  const details: (readonly [string, string])[] = [["To", to ?? "a new contract"]];
  if (value && hexToBigInt(value) > 0n) details.push(["Value", `${formatEther(hexToBigInt(value))} ETH`]);
  if (data) details.push(...(await import("./call-words.ts")).callWords(data));
  await agree({ kind: "transaction", details });
  const call = {
    from: account.address,
    ...(to ? { to } : {}),
    ...(data ? { data } : {}),
    ...(value ? { value } : {}),
  };
  const [nonce, fee, estimate] = await Promise.all([
    rpc({ method: "eth_getTransactionCount", params: [account.address, "pending"] }),
    rpc({ method: "eth_gasPrice" }),
    gas ?? rpc({ method: "eth_estimateGas", params: [call as never] }),
  ]);
  const signed = await account.signTransaction({
    type: "eip1559",
    chainId: DEVELOPMENT_CHAIN_ID,
    nonce: Number(nonce),
    gas: (hexToBigInt(estimate as Hex) * 5n) / 4n,
    maxFeePerGas: hexToBigInt(fee as Hex) * 2n,
    maxPriorityFeePerGas: hexToBigInt(fee as Hex) / 2n,
    ...(to ? { to } : {}),
    ...(data ? { data } : {}),
    value: value ? hexToBigInt(value) : 0n,
  });
  return rpc({ method: "eth_sendRawTransaction", params: [signed] });
}

async function signTypedData(account: HDAccount, text: string, agree: Agree): Promise<Hex> {
  const typedData = JSON.parse(text) as TypedDataDefinition & { message: Record<string, unknown> };
  assertDevelopmentChain(Number(typedData.domain?.chainId ?? DEVELOPMENT_CHAIN_ID));
  await agree({
    kind: "typed-data",
    details: [
      ["Type", String(typedData.primaryType)],
      [
        "For",
        `${typedData.domain?.name ?? "no name"} at ${shown(typedData.domain?.verifyingContract ?? "no address")}`,
      ],
      ...Object.entries(typedData.message).map(([name, value]): [string, string] => [name, shown(value)]),
    ],
  });
  return account.signTypedData(typedData);
}

async function signMessage(account: HDAccount, message: Hex, agree: Agree): Promise<Hex> {
  await agree({ kind: "message", details: [["Message", isHex(message) ? hexToString(message) : message]] });
  return account.signMessage({ message: isHex(message) ? { raw: message } : message });
}

function shown(value: unknown): string {
  if (typeof value === "object") return JSON.stringify(value);
  return isAddress(String(value)) ? getAddress(String(value)) : String(value);
}

/** Name of each development account by lower-case address. */
export function developmentNames(): ReadonlyMap<string, string> {
  const addressOf = (addressIndex: number) =>
    mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex }).address;
  return new Map(DEVELOPMENT_ACCOUNTS.map((name, index) => [addressOf(index).toLowerCase(), name]));
}
