import type { Address, Hex } from "viem";
import { isAddress } from "viem";

/** Where a keystore's passphrase comes from; asked for on the terminal when neither file nor variable names it. */
export type PassphraseSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "prompt" };

/** Where the executor's key is. */
export type KeySource =
  | { readonly kind: "key"; readonly key: Hex }
  | { readonly kind: "keystore"; readonly path: string; readonly passphrase: PassphraseSource }
  | {
      readonly kind: "remote";
      readonly url: string;
      readonly address: Address;
      /** File that holds a bearer token for the signer. */
      readonly tokenFile: string | undefined;
    };

const KINDS = ["NEXUS_EXECUTOR_KEY", "NEXUS_EXECUTOR_KEYSTORE", "NEXUS_EXECUTOR_SIGNER"] as const;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u;

/** What is wrong with the settings of the key, one sentence each; no secret is repeated. */
export function keyFaults(environment: NodeJS.ProcessEnv): string[] {
  const set = KINDS.filter((name) => environment[name] !== undefined);
  if (set.length > 1) return [`${set.join(" and ")} are both set; keep one of them`];
  switch (set[0]) {
    case "NEXUS_EXECUTOR_KEY":
      return [];
    case "NEXUS_EXECUTOR_KEYSTORE":
      return passphraseFaults(environment);
    case "NEXUS_EXECUTOR_SIGNER":
      return signerFaults(environment);
    default:
      return [
        "NEXUS_EXECUTOR_KEYSTORE is missing; name the executor's keystore file, or a remote signer in NEXUS_EXECUTOR_SIGNER (or, on the development chain, set NEXUS_EXECUTOR_KEY)",
      ];
  }
}

function passphraseFaults({
  NEXUS_PASSPHRASE_FILE: file,
  NEXUS_PASSPHRASE: text,
}: NodeJS.ProcessEnv): string[] {
  if (file === undefined || text === undefined) return [];
  return ["NEXUS_PASSPHRASE_FILE and NEXUS_PASSPHRASE are both set; keep one of them"];
}

function signerFaults({
  NEXUS_EXECUTOR_SIGNER: url = "",
  NEXUS_EXECUTOR_ADDRESS: address,
}: NodeJS.ProcessEnv): string[] {
  return [urlFault(url), addressFault(address)].filter((fault) => fault !== undefined);
}

function urlFault(url: string): string | undefined {
  if (!URL.canParse(url))
    return "NEXUS_EXECUTOR_SIGNER must be the address of a signer's JSON-RPC, such as https://…";
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "")
    return "NEXUS_EXECUTOR_SIGNER must not hold a password; put a token into the file of NEXUS_EXECUTOR_SIGNER_TOKEN_FILE";
  if (protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname))) return undefined;
  return "NEXUS_EXECUTOR_SIGNER must start with https:// (http:// is for a signer on this machine only)";
}

function addressFault(address: string | undefined): string | undefined {
  if (address === undefined)
    return "NEXUS_EXECUTOR_ADDRESS is missing; name the account that the remote signer signs as";
  return isAddress(address)
    ? undefined
    : "NEXUS_EXECUTOR_ADDRESS must be an account's address (0x and 40 hex digits)";
}

/** Where the key is, once `keyFaults` has found nothing wrong. */
export function keySourceOf(environment: NodeJS.ProcessEnv): KeySource {
  const {
    NEXUS_EXECUTOR_KEY: key,
    NEXUS_EXECUTOR_KEYSTORE: path,
    NEXUS_EXECUTOR_SIGNER: url = "",
    NEXUS_EXECUTOR_ADDRESS: address = "",
    NEXUS_EXECUTOR_SIGNER_TOKEN_FILE: tokenFile,
  } = environment;
  if (key !== undefined) return { kind: "key", key: key as Hex };
  if (path !== undefined) return { kind: "keystore", path, passphrase: passphraseOf(environment) };
  return { kind: "remote", url, address: address as Address, tokenFile };
}

function passphraseOf({
  NEXUS_PASSPHRASE_FILE: path,
  NEXUS_PASSPHRASE: text,
}: NodeJS.ProcessEnv): PassphraseSource {
  if (path !== undefined) return { kind: "file", path };
  return text === undefined ? { kind: "prompt" } : { kind: "text", text };
}
