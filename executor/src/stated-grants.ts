import {
  type Grant,
  grantDigest,
  NxsError,
  parseReceiptFile,
  type RunLimits,
  resultConsensusAbi,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import { firstLogs } from "./chain/scan.ts";
import type { Content } from "./core/ports.ts";

/** Receipts that are read at most. */
const MOST_RECEIPTS = 16;

/**
 * The grants under which executors came to a result, as their receipts state them, each once. Whoever made up another grant
 * for its receipt only adds one that doesn't give the result.
 */
export async function statedGrants(
  { client, deployment }: ChainAccess,
  content: Pick<Content, "get">,
  { taskId, since, resultDigest, most }: { taskId: Hex; since: bigint; resultDigest: Hex; most: RunLimits },
): Promise<Grant[]> {
  const scan = {
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    eventName: "ResultRevealed",
    args: { taskId },
    since,
  } as const;
  const logs = await firstLogs(client, scan, ({ args }) => args.resultDigest === resultDigest);
  const grants = new Map<Hex, Grant>();
  for (const { args } of logs.slice(0, MOST_RECEIPTS)) {
    const grant = await statedGrant(content, args.receiptDigest, most);
    if (grant !== undefined) grants.set(grantDigest(grant), grant);
  }
  return [...grants.values()];
}

/** Undefined for a receipt that is gone, isn't one, or is of version 1, which names its grant by digest only. */
async function statedGrant(
  content: Pick<Content, "get">,
  receiptDigest: Hex,
  most: RunLimits,
): Promise<Grant | undefined> {
  try {
    const { receipt } = parseReceiptFile(await content.get(receiptDigest));
    if (receipt.receiptVersion === "1") return undefined;
    const { limits, ...grant } = receipt.grant;
    return { ...grant, limits: withinLimits(limits, most) };
  } catch (fault) {
    if (fault instanceof NxsError) return undefined;
    throw fault;
  }
}

/** What a receipt states, and the DAO's limits where it states more or nothing. */
function withinLimits(stated: Readonly<Record<string, number>>, most: RunLimits): RunLimits {
  const entries = Object.entries(most).map(([name, limit]) => [name, Math.min(stated[name] ?? limit, limit)]);
  return Object.fromEntries(entries) as unknown as RunLimits;
}
