import { readFile } from "node:fs/promises";
import {
  DEVELOPMENT_CHAIN_ID,
  DEVELOPMENT_MNEMONIC,
  isDevelopmentChain,
  NotDevelopmentChainError,
  runStatementTypedData,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { type LocalAccount, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import type { ReceiptSigner } from "../core/ports.ts";
import { BareKeyError, KeystoreError } from "../errors.ts";
import type { Ask } from "../terminal.ts";
import type { KeySource } from "./key-source.ts";
import { readPassphrase } from "./passphrase.ts";
import { openRemoteSigner } from "./remote-signer.ts";

/** Publicly known accounts that are looked for. */
const DEVELOPMENT_INDICES = 30;

/**
 * Opens the executor's account: from a bare key on the development chain only, from a keystore, or with a remote signer.
 * @throws BareKeyError, KeystoreError, RemoteSignerError, NotDevelopmentChainError for a publicly known account on any chain but the development one
 */
export async function openAccount(source: KeySource, chainId: number, ask: Ask): Promise<LocalAccount> {
  const account = await accountOf(source, chainId, ask);
  if (!isDevelopmentChain(chainId) && isDevelopmentAccount(account.address)) {
    throw new NotDevelopmentChainError({ chainId, expected: DEVELOPMENT_CHAIN_ID });
  }
  return account;
}

async function accountOf(source: KeySource, chainId: number, ask: Ask): Promise<LocalAccount> {
  switch (source.kind) {
    case "key":
      if (!isDevelopmentChain(chainId)) throw new BareKeyError({ chainId });
      return privateKeyToAccount(source.key);
    case "keystore":
      return privateKeyToAccount(await decrypt(source, ask));
    case "remote":
      return openRemoteSigner(source);
  }
}

async function decrypt(
  { path, passphrase: source }: KeySource & { kind: "keystore" },
  ask: Ask,
): Promise<Hex> {
  const keystore = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new KeystoreError({ path, reason: "the file can't be read", cause });
  });
  const passphrase = await readPassphrase(source, path, ask).catch((cause: unknown) => {
    throw new KeystoreError({ path, reason: "the file of NEXUS_PASSPHRASE_FILE can't be read", cause });
  });
  if (passphrase === undefined || passphrase === "") {
    const reason =
      "there is no passphrase: name its file in NEXUS_PASSPHRASE_FILE, set NEXUS_PASSPHRASE, or start the executor in a terminal";
    throw new KeystoreError({ path, reason });
  }
  // Large, and needed for this alone.
  const { Wallet } = await import("ethers");
  try {
    return (await Wallet.fromEncryptedJson(keystore, passphrase)).privateKey as Hex;
  } catch (cause) {
    const isWrong = /password/iu.test(String(cause));
    const reason = isWrong
      ? "the passphrase is wrong"
      : "it isn't a keystore (Web3 Secret Storage, version 3)";
    throw new KeystoreError({ path, reason, cause });
  }
}

function isDevelopmentAccount(address: Address): boolean {
  for (let addressIndex = 0; addressIndex < DEVELOPMENT_INDICES; addressIndex += 1) {
    const known = mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex }).address;
    if (known.toLowerCase() === address.toLowerCase()) return true;
  }
  return false;
}

/** Signs statements over the consensus contract's domain. */
export function receiptSigner(
  account: LocalAccount,
  { chainId, verifyingContract }: { chainId: number; verifyingContract: Address },
): ReceiptSigner {
  return {
    address: account.address,
    signStatement: (statement) =>
      account.signTypedData(runStatementTypedData({ chainId, verifyingContract }, statement)),
  };
}
