import { DEVELOPMENT_ACCOUNTS, DEVELOPMENT_MNEMONIC, isDevelopmentChain } from "@nexus/protocol";
import type { Address } from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { DevelopmentAccountRefusedError, UnknownAccountError } from "./errors.ts";

const MAX_INDEX = 999;

const NAMES: readonly string[] = DEVELOPMENT_ACCOUNTS;

const accountAt = (addressIndex: number): HDAccount =>
  mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex });

function indexOf(account: string): number {
  const index = /^[0-9]{1,3}$/.test(account) ? Number(account) : NAMES.indexOf(account);
  if (index < 0 || index > MAX_INDEX) throw new UnknownAccountError({ account, names: NAMES });
  return index;
}

/**
 * A development account by name or index, on the development chain alone.
 * Throws `DevelopmentAccountRefusedError`, `UnknownAccountError`.
 */
export function developmentAccount(account: string, chainId: number): HDAccount {
  if (!isDevelopmentChain(chainId)) throw new DevelopmentAccountRefusedError({ account, chainId });
  return accountAt(indexOf(account));
}

/** Every named development account. Throws `DevelopmentAccountRefusedError` off the development chain. */
export function developmentAccounts(chainId: number): { index: number; name: string; address: Address }[] {
  if (!isDevelopmentChain(chainId)) throw new DevelopmentAccountRefusedError({ account: "all", chainId });
  return NAMES.map((name, index) => ({ index, name, address: accountAt(index).address }));
}
