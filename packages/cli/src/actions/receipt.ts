import {
  checkPlace,
  checkReceiptOffline,
  cidOfDigest,
  isEnvelopeSigned,
  parseEnvelope,
  parseReceiptFile,
  type ReceiptCheck,
  type ReceiptFile,
  receiptFaults,
  receiptIn,
  receiptMessage,
  receiptTypedData,
  sha256Digest,
  type TrustBundle,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { hexToString } from "viem";
import { explained, type NexusClient } from "../client.ts";

/** A check that asks the chain. */
export interface ChainCheck {
  readonly name: "revealed" | "signed" | "result" | "region" | "approval";
  readonly ok: boolean;
  readonly detail: string;
}

/** What a verification found; `valid` iff every check is ok. */
export interface ReceiptVerification {
  readonly valid: boolean;
  readonly receiptDigest: Hex;
  readonly taskId: Hex;
  readonly executor: Address;
  /** False: whether this executor counts wasn't checked, for want of a bundle or a chain. */
  readonly executorKnown: boolean;
  readonly checks: readonly (ReceiptCheck | ChainCheck)[];
}

/**
 * Checks a receipt without asking anybody: that it is sound, that the run's key signed its statement, and that the executor's account
 * signed it all. With a bundle also that it is about those contracts and by one of those executors. Throws `InvalidReceiptError`.
 */
export async function verifyReceipt(bytes: Uint8Array, bundle?: TrustBundle): Promise<ReceiptVerification> {
  const file = parseReceiptFile(bytes);
  return verification(bytes, file, await checkReceiptOffline(file, bundle), bundle !== undefined);
}

/** Checks only the DSSE envelope, as other tools pass it on: without the executor's account. Throws `InvalidReceiptError`. */
export function verifyEnvelope(bytes: Uint8Array): ReceiptVerification {
  const envelope = parseEnvelope(bytes);
  const receipt = receiptIn(envelope);
  const { id, key } = receipt.identity;
  const ok = isEnvelopeSigned(envelope, key);
  const detail = `${ok ? "signed" : "not signed"} by the key ${key} that it names as that of ${id}`;
  const { taskId, executor } = receipt;
  const checks = [{ name: "statement", ok, detail }] as const;
  return { valid: ok, receiptDigest: sha256Digest(bytes), taskId, executor, executorKnown: false, checks };
}

/** `verifyReceipt`, and that it is what its executor revealed on chain, where the chain says that it runs, and of the settled result. */
export async function verifyReceiptOnChain(
  client: NexusClient,
  bytes: Uint8Array,
): Promise<ReceiptVerification> {
  const file = parseReceiptFile(bytes);
  const offline = (await checkReceiptOffline(file)).filter(({ name }) => name !== "account");
  const { chainId, contracts } = client;
  const place = checkPlace(file, { chainId, consensus: contracts.resultConsensus.address });
  const checks = [...offline, place, ...(await chainChecks(client, file, sha256Digest(bytes)))];
  return verification(bytes, file, checks, true);
}

function verification(
  bytes: Uint8Array,
  { receipt: { taskId, executor } }: ReceiptFile,
  checks: readonly (ReceiptCheck | ChainCheck)[],
  executorKnown: boolean,
): ReceiptVerification {
  const valid = checks.every(({ ok }) => ok);
  return { valid, receiptDigest: sha256Digest(bytes), taskId, executor, executorKnown, checks };
}

async function chainChecks(client: NexusClient, file: ReceiptFile, digest: Hex): Promise<ChainCheck[]> {
  const revealed = await revealedCheck(client, file, digest);
  return [
    await signedCheck(client, file),
    revealed,
    await resultCheck(client, file),
    await regionCheck(client, file),
    await approvalCheck(client, file),
  ];
}

async function signedCheck(
  { publicClient, chainId, contracts }: NexusClient,
  file: ReceiptFile,
): Promise<ChainCheck> {
  const { executor } = file.receipt;
  const domain = { chainId, verifyingContract: contracts.resultConsensus.address };
  const { message, ...typedData } = receiptTypedData(file, domain);
  const question = { ...typedData, message: { ...message }, address: executor, signature: file.signature };
  const ok = await explained(
    publicClient.verifyTypedData(question as Parameters<typeof publicClient.verifyTypedData>[0]),
  );
  return {
    name: "signed",
    ok,
    detail: `${ok ? "signed" : "not signed"} by ${executor} for ${domain.verifyingContract} on chain ${chainId}`,
  };
}

async function revealedCheck(
  client: NexusClient,
  { receipt }: ReceiptFile,
  digest: Hex,
): Promise<ChainCheck> {
  const { publicClient, contracts, deployment } = client;
  const { taskId, executor } = receipt;
  const [log] = await explained(
    publicClient.getContractEvents({
      ...contracts.resultConsensus,
      eventName: "ResultRevealed",
      args: { taskId, executor },
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    }),
  );
  if (log === undefined)
    return { name: "revealed", ok: false, detail: `${executor} revealed no result of ${taskId}` };
  const { receiptDigest, resultDigest, signal } = log.args;
  const faults = receiptFaults(receipt, { taskId, executor, resultDigest, signal });
  if (receiptDigest !== digest) faults.push(`The receipt that was revealed is ${receiptDigest}.`);
  const ok = faults.length === 0;
  return { name: "revealed", ok, detail: ok ? `revealed in ${log.transactionHash}` : faults.join(" ") };
}

async function resultCheck(
  { publicClient, contracts }: NexusClient,
  { receipt }: ReceiptFile,
): Promise<ChainCheck> {
  const args = [receipt.taskId] as const;
  const task = await explained(
    publicClient.readContract({ ...contracts.resultConsensus, functionName: "task", args }),
  );
  const { resultDigest, signal } = receiptMessage(receipt);
  const ok = task.settledAt !== 0 && task.resultDigest === resultDigest && task.signal === signal;
  const settled = task.settledAt === 0 ? "the task isn't settled" : `${task.resultDigest} settled`;
  return {
    name: "result",
    ok,
    detail: ok ? `${resultDigest} settled` : `it tells of ${resultDigest}, and ${settled}`,
  };
}

async function regionCheck(
  { publicClient, contracts }: NexusClient,
  { receipt }: ReceiptFile,
): Promise<ChainCheck> {
  if (receipt.receiptVersion === "1" || receipt.region === null)
    return { name: "region", ok: true, detail: "the receipt names no region" };
  const args = [receipt.executor] as const;
  const { region } = await explained(
    publicClient.readContract({ ...contracts.executorRegistry, functionName: "executorOf", args }),
  );
  const attested = hexToString(region).replaceAll("\0", "");
  const ok = attested === receipt.region;
  return {
    name: "region",
    ok,
    detail: `it says ${receipt.region}, and the registry attests ${attested || "nothing"}`,
  };
}

async function approvalCheck(client: NexusClient, { receipt }: ReceiptFile): Promise<ChainCheck> {
  if (receipt.receiptVersion === "1" || receipt.approval === null)
    return { name: "approval", ok: true, detail: "the receipt names no approval" };
  const { publicClient, contracts, deployment } = client;
  const { contract, proposal } = receipt.approval;
  const logs = await explained(
    publicClient.getContractEvents({
      ...contracts.certificationRegistry,
      eventName: "CertificationAttested",
      args: { versionId: receipt.record.plugin.versionId, attester: contract },
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    }),
  );
  const ok = logs.some(({ args }) => args.proposalId.toString() === proposal);
  return {
    name: "approval",
    ok,
    detail: `proposal ${proposal} of ${contract} ${ok ? "certified" : "didn't certify"} the version`,
  };
}

/** What is needed to check receipts without the chain: its contract, and every account that is attested as an executor now. */
export async function trustBundle(client: NexusClient): Promise<TrustBundle> {
  const { publicClient, contracts, deployment, chainId } = client;
  const logs = await explained(
    publicClient.getContractEvents({
      ...contracts.executorRegistry,
      eventName: "ExecutorAttested",
      fromBlock: BigInt(deployment.startBlock),
      strict: true,
    }),
  );
  const standing = new Map(logs.map(({ args }) => [args.executor, args.affiliation !== 0]));
  const executors = [...standing].filter(([, attested]) => attested).map(([executor]) => executor);
  return { chainId, consensus: contracts.resultConsensus.address, executors };
}

/** The bytes of a receipt on IPFS, verified against the digest. */
export async function fetchReceipt(client: NexusClient, digest: Hex): Promise<Uint8Array> {
  const bytes = await client.content.get(cidOfDigest(digest));
  parseReceiptFile(bytes);
  return bytes;
}
