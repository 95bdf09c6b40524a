import { setTimeout as sleep } from "node:timers/promises";
import { type Address, type Hex, recoverTransactionAddress } from "viem";
import type { Arena } from "./arena.ts";

/** What becomes of the executor's transactions in blocks that are dropped; all others come again. */
export const KEEPING = ["kept", "lost"] as const;
export type Keeping = (typeof KEEPING)[number];

/** An executor looks at the chain several times in this. */
const SEEN_MS = 1_500;

/**
 * Replaces the newest blocks by others, whose first has the dropped transactions. The block with the task's last log becomes the
 * deepest of the dropped ones unless it is deeper already. The executor goes on afterwards, or before if it is to see them.
 */
export async function reorganise(
  { stack: { chain, contracts }, go }: Arena,
  { taskId, depth, keeping, seen }: { taskId: Hex; depth: number; keeping: Keeping; seen: boolean },
): Promise<void> {
  const { client } = chain;
  await client.setIntervalMining({ interval: 0 });
  if (seen) {
    go();
    await sleep(SEEN_MS);
  }
  const { ResultConsensus: address } = contracts.deployment.contracts;
  const logs = await client.getLogs({ address, fromBlock: 0n });
  const block = logs.findLast(({ topics }) => topics[1] === taskId)?.blockNumber ?? 0n;
  const age = Number((await client.getBlockNumber()) - block) + 1;
  if (age < depth) await client.mine({ blocks: depth - age });
  const head = await client.getBlockNumber();
  const executor = contracts.executors[0]?.address ?? "0x";
  const again: [Hex, number][] = [];
  for (let number = head - BigInt(depth) + 1n; number <= head; number += 1n) {
    const { transactions } = await client.getBlock({ blockNumber: number });
    for (const hash of transactions) {
      const raw = await client.request({ method: "eth_getRawTransactionByHash", params: [hash] } as never);
      if (keeping === "kept" || (await senderOf(raw)) !== executor) again.push([raw, 0]);
    }
  }
  await client.request({ method: "anvil_reorg", params: [depth, again] } as never);
  await client.setIntervalMining({ interval: 1 });
  if (!seen) go();
}

async function senderOf(raw: Hex): Promise<Address> {
  return recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` });
}
