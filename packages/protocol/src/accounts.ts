import { NotDevelopmentChainError } from "./errors.ts";

/** The local chain: its accounts and keys are known to everybody. */
export const DEVELOPMENT_CHAIN_ID = 31337;

/** Mnemonic of anvil's and Hardhat's funded accounts (path m/44'/60'/0'/0/index). For the development chain alone. */
export const DEVELOPMENT_MNEMONIC = "test test test test test test test test test test test junk";

/** Passes on the development chain alone. @throws NotDevelopmentChainError */
export function assertDevelopmentChain(chainId: number): void {
  if (chainId !== DEVELOPMENT_CHAIN_ID) {
    throw new NotDevelopmentChainError({ chainId, expected: DEVELOPMENT_CHAIN_ID });
  }
}
