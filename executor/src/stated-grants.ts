import { type FirstReceipt, type Grant, grantDigest, type Receipt, type RunLimits } from "@nexus/protocol";
import type { Hex } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import type { Content } from "./core/ports.ts";
import { type ResultQuestion, statedReceipts } from "./stated-receipts.ts";

/**
 * The grants under which executors came to a result, as their receipts state them, each once. Whoever made up another grant
 * for its receipt only adds one that doesn't give the result.
 */
export async function statedGrants(
  access: ChainAccess,
  content: Pick<Content, "get">,
  { most, ...question }: ResultQuestion & { readonly most: RunLimits },
): Promise<Grant[]> {
  const grants = new Map<Hex, Grant>();
  for await (const receipt of statedReceipts(access, content, question)) {
    const grant = statedGrant(receipt, most);
    if (grant !== undefined) grants.set(grantDigest(grant), grant);
  }
  return [...grants.values()];
}

/** Undefined for a receipt of version 1, which names its grant by digest only. */
function statedGrant(receipt: Receipt | FirstReceipt, most: RunLimits): Grant | undefined {
  if (receipt.receiptVersion === "1") return undefined;
  const { limits, ...grant } = receipt.grant;
  return { ...grant, limits: withinLimits(limits, most) };
}

/** What a receipt states, and the DAO's limits where it states more or nothing. */
function withinLimits(stated: Readonly<Record<string, number>>, most: RunLimits): RunLimits {
  const entries = Object.entries(most).map(([name, limit]) => [name, Math.min(stated[name] ?? limit, limit)]);
  return Object.fromEntries(entries) as unknown as RunLimits;
}
