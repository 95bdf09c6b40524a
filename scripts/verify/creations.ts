import { type Address, getAddress, type Hex, type PublicClient } from "viem";
import { CreationNotFoundError } from "./errors.ts";

/** The transaction that made a contract, and its data: creation code and constructor's arguments. */
export interface Creation {
  readonly tx: Hex;
  readonly data: Hex;
}

/** Blocks after the start in which a deployment must have happened. */
const SPAN = 10_000;

/** The creations of the given contracts, looked for from the deployment's first block on. @throws CreationNotFoundError */
export async function creationsOf(
  client: PublicClient,
  addresses: readonly Address[],
  startBlock: number,
): Promise<ReadonlyMap<Address, Creation>> {
  const found = new Map<Address, Creation>();
  const missing = () => addresses.find((address) => !found.has(getAddress(address)));
  const last = Math.min(Number(await client.getBlockNumber()), startBlock + SPAN);
  for (let number = startBlock; number <= last && missing(); number++) {
    const { transactions } = await client.getBlock({
      blockNumber: BigInt(number),
      includeTransactions: true,
    });
    for (const { hash, to, input } of transactions) {
      if (to !== null) continue;
      const { contractAddress } = await client.getTransactionReceipt({ hash });
      if (contractAddress) found.set(getAddress(contractAddress), { tx: hash, data: input });
    }
  }
  const address = missing();
  if (address) throw new CreationNotFoundError({ address, from: startBlock, to: last });
  return found;
}
