import { chambersOfMask } from "@nexus/protocol";
import { encodeFunctionData, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient, send } from "../client.ts";
import { NoReviewError } from "../domain-errors.ts";
import { sendTaking } from "./allowance.ts";
import { registerModule } from "./module.ts";
import { submissionFee } from "./review-fees.ts";
import { findVersion, versionIdOfReference } from "./versions.ts";

/**
 * Submits a published version for review, which opens its AUDIT task and costs `fee` in NXS's smallest unit; the fee is allowed,
 * and the code of an on-chain module registered, first.
 * `version` is `name@version` or an id.
 */
export async function submitForReview(
  client: NexusClient,
  { version, bountyId = 0n }: { version: string; bountyId?: bigint },
) {
  const { address, abi } = client.contracts.reviewBoard;
  const published = await findVersion(client, version);
  const { versionId, content } = published;
  await registerModule(client, published);
  const data = encodeFunctionData({
    abi,
    functionName: "submitForReview",
    args: [versionId, content, bountyId],
  });
  const spender = client.contracts.reviewFees.address;
  const fee = await submissionFee(client, versionId);
  const { receipt, ...approval } = await sendTaking(client, { to: address, data, takes: fee, spender });
  const { logs, transactionHash: tx } = receipt;
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "ReviewSubmitted", logs }),
    "ReviewSubmitted",
    tx,
  );
  const { proposalId, auditTaskId, engaged } = args;
  const chambers = chambersOfMask(engaged);
  return { tx, ...approval, proposalId, versionId, auditTaskId, bountyId, fee, chambers };
}

/** Executes a passed review after its challenge window: the version is certified and its credential minted. */
export async function executeReview(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const { address, abi } = client.contracts.reviewBoard;
  const data = encodeFunctionData({ abi, functionName: "executeReview", args: [proposalId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "VersionCertified", logs }),
    "VersionCertified",
    tx,
  );
  return { tx, proposalId, versionId: args.versionId, tokenId: args.tokenId, expiresAt: args.expiresAt };
}

/** The number of a review, named by itself or by its version, whose latest review is meant. Throws `NoReviewError`. */
export async function findReview(client: NexusClient, reference: string): Promise<bigint> {
  if (/^[0-9]+$/.test(reference)) return BigInt(reference);
  const { publicClient, contracts } = client;
  const versionId = await versionIdOfReference(client, reference);
  const read = { ...contracts.reviewBoard, functionName: "latestProposal", args: [versionId] } as const;
  const proposalId = await explained(publicClient.readContract(read));
  if (proposalId === 0n) throw new NoReviewError({ reference });
  return proposalId;
}
