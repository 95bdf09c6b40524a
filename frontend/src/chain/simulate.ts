import type { Abi, Address } from "viem";
import type { Config } from "wagmi";
import { simulateContract } from "wagmi/actions";

/** One call of a contract. */
export interface ContractCall {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
  /** Wei. */
  readonly value?: bigint;
}

/**
 * Runs a call on the pending block, so that it sees the time at which it would be mined, as the account that would send it.
 * Throws what the node answers if it would be refused.
 */
export function simulateCall(config: Config, { value, ...call }: ContractCall, account: Address | undefined) {
  return simulateContract(config, {
    ...call,
    ...(value === undefined ? {} : { value }),
    ...(account === undefined ? {} : { account }),
    chainId: config.chains[0].id,
    blockTag: "pending",
  });
}
