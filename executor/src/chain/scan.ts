import type { Abi, Address, ContractEventArgs, ContractEventName, GetContractEventsReturnType } from "viem";
import type { ChainClient } from "./client.ts";

/** Nodes limit how many blocks one question may span. */
const SPAN = 10_000n;

export type Scan<abi extends Abi, name extends ContractEventName<abi>> = {
  readonly address: Address;
  readonly abi: abi;
  readonly eventName: name;
  readonly args: ContractEventArgs<abi, name>;
  /** First block worth asking about. */
  readonly since: bigint;
};

/** The newest log of that kind, searched from the head backwards; null if there is none. */
export async function newestLog<const abi extends Abi, name extends ContractEventName<abi>>(
  client: ChainClient,
  { address, abi, eventName, args, since }: Scan<abi, name>,
): Promise<GetContractEventsReturnType<abi, name, true>[number] | null> {
  const head = await client.getBlockNumber();
  for (let to = head; to >= since; to -= SPAN) {
    const from = to - SPAN + 1n > since ? to - SPAN + 1n : since;
    const logs = await client.getContractEvents<abi, name, true, bigint, bigint>({
      address,
      abi,
      eventName,
      args: args as never,
      fromBlock: from,
      toBlock: to,
      strict: true,
    } as never);
    const newest = (logs as GetContractEventsReturnType<abi, name, true>).at(-1);
    if (newest !== undefined) return newest;
  }
  return null;
}
