import { open, readFile } from "node:fs/promises";
import { decryptKeystoreJson, encryptKeystoreJson } from "ethers";
import type { Address, Hex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { FileError, KeystoreError, OptionError } from "./errors.ts";

/** Where a passphrase comes from; asked only when it is needed. */
export type AskPassphrase = (purpose: string) => Promise<string>;

/** Opens a keystore (Web3 Secret Storage, version 3). Throws `FileError`, `KeystoreError`. */
export async function openKeystore(path: string, ask: AskPassphrase): Promise<PrivateKeyAccount> {
  const json = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new FileError({ path, purpose: "a keystore", cause });
  });
  const passphrase = await ask(`Passphrase of ${path}: `);
  try {
    const { privateKey } = await decryptKeystoreJson(json, passphrase);
    return privateKeyToAccount(privateKey as Hex);
  } catch (cause) {
    const reason = /password/i.test(String(cause))
      ? "the passphrase is wrong"
      : "it isn't a Web3 Secret Storage file";
    throw new KeystoreError({ path, reason, cause });
  }
}

/** A private key as people paste it: 64 hex digits with or without 0x. Throws `OptionError`, which doesn't repeat it. */
export function privateKeyOf(text: string): Hex {
  const key: Hex = `0x${text.trim().replace(/^0x/, "")}`;
  try {
    privateKeyToAccount(key);
    return key;
  } catch {
    throw new OptionError({
      option: "The private key",
      value: "…",
      expected: "64 hex digits of a secp256k1 key",
    });
  }
}

/** Writes a keystore for a new or given key; a file that exists is never replaced. Throws `FileError`. */
export async function createKeystore(
  path: string,
  {
    passphrase,
    privateKey = generatePrivateKey(),
    scrypt = {},
  }: { passphrase: string; privateKey?: Hex; scrypt?: { N?: number } },
): Promise<{ address: Address; path: string }> {
  const { address } = privateKeyToAccount(privateKey);
  const json = await encryptKeystoreJson({ address, privateKey }, passphrase, { scrypt });
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(json);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new FileError({ path, purpose: "a new keystore", cause });
  }
  return { address, path };
}
