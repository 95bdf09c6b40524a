import { readFile } from "node:fs/promises";
import {
  DEVELOPMENT_MNEMONIC,
  isDevelopmentChain,
  NotDevelopmentChainError,
  runStatementTypedData,
} from "@nexus/protocol";
import { Wallet } from "ethers";
import type { Address, Hex } from "viem";
import { type LocalAccount, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import type { ReceiptSigner } from "../core/ports.ts";
import { KeystoreError } from "../errors.ts";

/** Where the executor's key comes from. */
export type KeySource =
  | { readonly kind: "key"; readonly key: Hex }
  | { readonly kind: "keystore"; readonly path: string; readonly passphraseFile: string };

/** Publicly known accounts that are looked for. */
const DEVELOPMENT_INDICES = 30;

/**
 * Opens the executor's key.
 * @throws KeystoreError, NotDevelopmentChainError for a publicly known key on any chain but the development one
 */
export async function openAccount(source: KeySource, chainId: number): Promise<LocalAccount> {
  const account = privateKeyToAccount(source.kind === "key" ? source.key : await decrypt(source));
  if (!isDevelopmentChain(chainId) && isDevelopmentAccount(account.address)) {
    throw new NotDevelopmentChainError({ chainId, expected: 31_337 });
  }
  return account;
}

async function decrypt({ path, passphraseFile }: KeySource & { kind: "keystore" }): Promise<Hex> {
  try {
    const [keystore, passphrase] = await Promise.all([
      readFile(path, "utf8"),
      readFile(passphraseFile, "utf8"),
    ]);
    const wallet = await Wallet.fromEncryptedJson(keystore, passphrase.replace(/\r?\n$/, ""));
    return wallet.privateKey as Hex;
  } catch (cause) {
    throw new KeystoreError({ path, passphraseFile, cause });
  }
}

function isDevelopmentAccount(address: Address): boolean {
  for (let addressIndex = 0; addressIndex < DEVELOPMENT_INDICES; addressIndex += 1) {
    if (mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex }).address === address) return true;
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
