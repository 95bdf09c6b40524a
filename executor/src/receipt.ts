import type { ContentReader } from "@nexus/content";
import {
  type Deployment,
  parseReceiptFile,
  type Receipt,
  receiptFaults,
  receiptMessage,
  resultConsensusAbi,
  runReceiptTypedData,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { ChainClient } from "./chain/client.ts";
import { newestLog } from "./chain/scan.ts";
import { readingContent } from "./content/content.ts";
import { ReceiptNotFoundError } from "./errors.ts";

export type VerifyReceiptParameters = {
  readonly client: ChainClient;
  readonly deployment: Deployment;
  readonly content: Pick<ContentReader, "get">;
  readonly taskId: Hex;
  readonly executor: Address;
};

export type VerifiedReceipt = {
  readonly ok: boolean;
  /** What doesn't hold, one sentence each. */
  readonly faults: readonly string[];
  readonly receiptDigest: Hex;
  readonly receipt: Receipt;
};

/**
 * Checks the receipt that an executor revealed: its bytes against the chain's digest, its signature (EOA or ERC-1271), and
 * that it tells of the result that was revealed.
 * @throws ReceiptNotFoundError, InvalidReceiptError, and what the content throws
 */
export async function verifyReceipt(parameters: VerifyReceiptParameters): Promise<VerifiedReceipt> {
  const { client, deployment, content, taskId, executor } = parameters;
  const verifyingContract = deployment.contracts.ResultConsensus;
  const log = await newestLog(client, {
    address: verifyingContract,
    abi: resultConsensusAbi,
    eventName: "ResultRevealed",
    args: { taskId, executor },
    since: BigInt(deployment.startBlock),
  });
  if (log === null) throw new ReceiptNotFoundError({ taskId, executor });
  const { receiptDigest, resultDigest, signal } = log.args;
  const { receipt, signature } = parseReceiptFile(await readingContent(content).get(receiptDigest));
  const message = receiptMessage(receipt);
  const typedData = runReceiptTypedData({ chainId: deployment.chainId, verifyingContract }, message);
  const signed = await client.verifyTypedData({
    ...typedData,
    message: { ...typedData.message },
    address: executor,
    signature,
  });
  const faults = [
    signed ? "" : `The receipt isn't signed by ${executor}.`,
    ...receiptFaults(receipt, { taskId, executor, resultDigest, signal }),
  ].filter((fault) => fault !== "");
  return { ok: faults.length === 0, faults, receiptDigest, receipt };
}
