import type { Hex } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import type { Content } from "./core/ports.ts";
import { type ResultQuestion, statedReceipts } from "./stated-receipts.ts";

/**
 * Digests of the common policies under which executors say that they came to a result, each once. It is their word: whoever asks
 * decides which policy counts. Receipts of version 1 name none.
 */
export async function statedPolicies(
  access: ChainAccess,
  content: Pick<Content, "get">,
  question: ResultQuestion,
): Promise<Hex[]> {
  const digests = new Set<Hex>();
  for await (const receipt of statedReceipts(access, content, question)) {
    if (receipt.receiptVersion !== "1") digests.add(receipt.policy.common);
  }
  return [...digests];
}
