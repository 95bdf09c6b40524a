import { NotDevelopmentChainError } from "./errors.ts";

/** The only chain on which the well-known development keys may sign. */
export const DEVELOPMENT_CHAIN_ID = 31337;

/** Publicly known: whoever reads this can sign with it. */
export const DEVELOPMENT_MNEMONIC = "test test test test test test test test test test test junk";

/** Development accounts by name; the position is the index of the derivation path `m/44'/60'/0'/0/<index>`. */
export const DEVELOPMENT_ACCOUNTS = [
  "deployer",
  "publisher",
  "funder",
  "source",
  "requester",
  "executor-1",
  "executor-2",
  "executor-3",
  "clause-1",
  "clause-2",
  "clause-3",
  "security-1",
  "security-2",
  "security-3",
  "drf-1",
  "drf-2",
  "drf-3",
  "drr-1",
  "drr-2",
  "drr-3",
  "hub-1",
  "hub-2",
  "colleague",
  "verifier",
  "holder-1",
  "holder-2",
  "holder-3",
  "mirror-dao",
] as const;

export type DevelopmentAccountName = (typeof DEVELOPMENT_ACCOUNTS)[number];

export function isDevelopmentChain(chainId: number): boolean {
  return chainId === DEVELOPMENT_CHAIN_ID;
}

/** Passes on the development chain alone. @throws NotDevelopmentChainError */
export function assertDevelopmentChain(chainId: number): void {
  if (!isDevelopmentChain(chainId))
    throw new NotDevelopmentChainError({ chainId, expected: DEVELOPMENT_CHAIN_ID });
}
