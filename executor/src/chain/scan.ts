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

/** The newest log of that kind searched from the head backwards; null if there is none. */
export async function newestLog<const abi extends Abi, name extends ContractEventName<abi>>(
  client: ChainClient,
  scan: Scan<abi, name>,
): Promise<GetContractEventsReturnType<abi, name, true>[number] | null> {
  const logs = await newestLogs(client, scan, { count: 1, until: await client.getBlockNumber() });
  return logs.at(-1) ?? null;
}

/** At least the newest `count` logs of that kind, searched from block `until` backwards, oldest first; fewer if there are no more. */
export async function newestLogs<const abi extends Abi, name extends ContractEventName<abi>>(
  client: ChainClient,
  scan: Scan<abi, name>,
  { count, until }: { readonly count: number; readonly until: bigint },
): Promise<GetContractEventsReturnType<abi, name, true>[number][]> {
  const { since } = scan;
  const logs: GetContractEventsReturnType<abi, name, true>[number][] = [];
  for (let to = until; to >= since && logs.length < count; to -= SPAN) {
    const from = to - SPAN + 1n > since ? to - SPAN + 1n : since;
    logs.unshift(...(await logsIn(client, scan, from, to)));
  }
  return logs;
}

/** The logs of that kind in the first span of blocks that has any that count, searched forwards; empty if none has. */
export async function firstLogs<const abi extends Abi, name extends ContractEventName<abi>>(
  client: ChainClient,
  scan: Scan<abi, name>,
  counts: (log: GetContractEventsReturnType<abi, name, true>[number]) => boolean,
): Promise<GetContractEventsReturnType<abi, name, true>[number][]> {
  const head = await client.getBlockNumber();
  for (let from = scan.since; from <= head; from += SPAN) {
    const to = from + SPAN - 1n < head ? from + SPAN - 1n : head;
    const logs = (await logsIn(client, scan, from, to)).filter(counts);
    if (logs.length > 0) return logs;
  }
  return [];
}

async function logsIn<const abi extends Abi, name extends ContractEventName<abi>>(
  client: ChainClient,
  { address, abi, eventName, args }: Scan<abi, name>,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<GetContractEventsReturnType<abi, name, true>> {
  const question = { address, abi, eventName, args, fromBlock, toBlock, strict: true };
  const logs = await client.getContractEvents<abi, name, true, bigint, bigint>(question as never);
  return logs as GetContractEventsReturnType<abi, name, true>;
}
