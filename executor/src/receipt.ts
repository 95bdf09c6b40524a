import type { ContentReader } from "@nexus/content";
import {
  checkIdentity,
  checkStatement,
  type Deployment,
  domainOfReceipt,
  type FirstReceipt,
  parseReceiptFile,
  type Receipt,
  type ReceiptFile,
  receiptFaults,
  receiptTypedData,
  resultConsensusAbi,
  type SigningDomain,
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
  readonly receipt: Receipt | FirstReceipt;
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
  const file = parseReceiptFile(await readingContent(content).get(receiptDigest));
  const domain = { chainId: deployment.chainId, verifyingContract };
  const faults = [
    ...(await signatureFaults(client, file, { domain, executor })),
    ...receiptFaults(file.receipt, { taskId, executor, resultDigest, signal }),
  ];
  return { ok: faults.length === 0, faults, receiptDigest, receipt: file.receipt };
}

async function signatureFaults(
  client: ChainClient,
  file: ReceiptFile,
  { domain, executor }: { domain: SigningDomain; executor: Address },
): Promise<string[]> {
  const { message, ...typedData } = receiptTypedData(file, domain);
  const { signature } = file;
  const question = { ...typedData, message: { ...message }, address: executor, signature };
  const signed = await client.verifyTypedData(question as Parameters<typeof client.verifyTypedData>[0]);
  const stated = domainOfReceipt(file) ?? domain;
  const isHere =
    stated.chainId === domain.chainId &&
    stated.verifyingContract.toLowerCase() === domain.verifyingContract.toLowerCase();
  const failed = [checkStatement(file), checkIdentity(file.receipt)].filter(({ ok }) => !ok);
  return [
    ...(signed ? [] : [`The receipt isn't signed by ${executor}.`]),
    ...(isHere ? [] : [`The receipt is about ${stated.verifyingContract} on chain ${stated.chainId}.`]),
    ...failed.map(({ name, detail }) => `The receipt's ${name} fails: ${detail}.`),
  ];
}
