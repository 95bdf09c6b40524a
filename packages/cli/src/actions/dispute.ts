import { DisputeKind, DisputeState, Ruling } from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex, numberToHex, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";
import { OptionError } from "../errors.ts";
import { sendTaking } from "./allowance.ts";
import { findReview } from "./review.ts";
import { versionIdOfReference } from "./versions.ts";

/** Disputes that `listDisputes` reads at most, the newest first. */
const LISTED = 50n;

/** A dispute's record and state as the chain has them. */
async function disputeOf({ publicClient, contracts }: NexusClient, disputeId: bigint) {
  const manager = contracts.disputeManager;
  const [record, state] = await explained(
    Promise.all([
      publicClient.readContract({ ...manager, functionName: "dispute", args: [disputeId] }),
      publicClient.readContract({ ...manager, functionName: "stateOf", args: [disputeId] }),
    ]),
  );
  return { record, state: DisputeState[state] ?? "None" };
}

/** What a dispute is about, as the disputed contract numbers it: a review, a version or a bounty. */
async function subjectOf(client: NexusClient, kind: DisputeKind, reference: string): Promise<Hex> {
  if (kind === "Certificate") return versionIdOfReference(client, reference);
  if (kind === "Bounty" && !/^[0-9]{1,78}$/.test(reference))
    throw new OptionError({ option: "<subject>", value: reference, expected: "a bounty's number" });
  const number = kind === "Bounty" ? BigInt(reference) : await findReview(client, reference);
  return numberToHex(number, { size: 32 });
}

/** Opens a dispute with the bond that the terms ask for. `subject` is a review, a version or a bounty's number. */
export async function openDispute(
  client: NexusClient,
  { kind, subject, evidence }: { kind: DisputeKind; subject: string; evidence: Hex },
) {
  const { address, abi } = client.contracts.disputeManager;
  const id = await subjectOf(client, kind, subject);
  const { bond } = await explained(
    client.publicClient.readContract({ address, abi, functionName: "terms", args: [] }),
  );
  const args = [DisputeKind.indexOf(kind), id, evidence] as const;
  const data = encodeFunctionData({ abi, functionName: "open", args });
  const { receipt, ...approval } = await sendTaking(client, { to: address, data, takes: bond });
  const { logs, transactionHash: tx } = receipt;
  const opened = firstLog(parseEventLogs({ abi, eventName: "DisputeOpened", logs }), "DisputeOpened", tx);
  const { disputeId, arbitrator, counterEndsAt, evidenceEndsAt, rulingEndsAt } = opened.args;
  const times = { counterEndsAt, evidenceEndsAt, rulingEndsAt };
  return { tx, ...approval, disputeId, kind, subject: id, evidence, bond, arbitrator, ...times };
}

/** Puts the bond of a dispute against it. */
export async function counterDispute(client: NexusClient, { disputeId }: { disputeId: bigint }) {
  const { address, abi } = client.contracts.disputeManager;
  const { record } = await disputeOf(client, disputeId);
  const data = encodeFunctionData({ abi, functionName: "counter", args: [disputeId] });
  const { receipt, ...approval } = await sendTaking(client, { to: address, data, takes: record.bond });
  return { tx: receipt.transactionHash, ...approval, disputeId, bond: record.bond };
}

/** Adds evidence by the digest of its file on IPFS. */
export async function submitEvidence(
  client: NexusClient,
  { disputeId, digest }: { disputeId: bigint; digest: Hex },
) {
  const { address, abi } = client.contracts.disputeManager;
  const data = encodeFunctionData({ abi, functionName: "submitEvidence", args: [disputeId, digest] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, disputeId, digest };
}

/** The call that rules a dispute, for a proposal of the DAO. */
export function rulingCall(
  client: NexusClient,
  { disputeId, ruling }: { disputeId: bigint; ruling: Exclude<Ruling, "None"> },
) {
  const { address, abi } = client.contracts.disputeManager;
  const args = [disputeId, Ruling.indexOf(ruling)] as const;
  return { target: address, value: 0n, calldata: encodeFunctionData({ abi, functionName: "rule", args }) };
}

/** Rules a dispute as its arbitrator. */
export async function ruleDispute(
  client: NexusClient,
  parameters: { disputeId: bigint; ruling: Exclude<Ruling, "None"> },
) {
  const { target, calldata } = rulingCall(client, parameters);
  const { transactionHash: tx } = await send(client, { to: target, data: calldata });
  return { tx, ...parameters, delivered: await isDelivered(client, parameters.disputeId) };
}

/** Closes a dispute that nobody ruled in time; both bonds go back. */
export async function lapseDispute(client: NexusClient, { disputeId }: { disputeId: bigint }) {
  const { address, abi } = client.contracts.disputeManager;
  const data = encodeFunctionData({ abi, functionName: "lapse", args: [disputeId] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, disputeId, delivered: await isDelivered(client, disputeId) };
}

/** Hands a ruling to the disputed contract that had failed to take it. */
export async function deliverRuling(client: NexusClient, { disputeId }: { disputeId: bigint }) {
  const { address, abi } = client.contracts.disputeManager;
  const data = encodeFunctionData({ abi, functionName: "deliver", args: [disputeId] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, disputeId, delivered: true };
}

/** Sends an account all that disputes owe it; the client's own without `payee`. */
export async function withdrawBonds(client: NexusClient, { payee }: { payee?: Address } = {}) {
  const { address, abi } = client.contracts.disputeManager;
  const to = payee ?? signerOf(client).address;
  const data = encodeFunctionData({ abi, functionName: "withdraw", args: [to] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BondsWithdrawn", logs }), "BondsWithdrawn", tx);
  return { tx, payee: to, amount: args.amount };
}

/** Whether the disputed contract has taken a dispute's ruling. */
async function isDelivered(client: NexusClient, disputeId: bigint): Promise<boolean> {
  const { publicClient, contracts } = client;
  const { record } = await disputeOf(client, disputeId);
  const args = [record.kind, record.subject] as const;
  const read = { ...contracts.disputeManager, functionName: "liveDispute", args } as const;
  return (await explained(publicClient.readContract(read))) !== disputeId;
}

/** A dispute with its bonds, times, state and ruling. */
export async function showDispute(client: NexusClient, { disputeId }: { disputeId: bigint }) {
  const { record, state } = await disputeOf(client, disputeId);
  const kind = DisputeKind[record.kind] ?? "Review";
  const ruling = Ruling[record.ruling] ?? "None";
  return { disputeId, state, ...record, kind, ruling, delivered: await isDelivered(client, disputeId) };
}

/** The newest disputes, up to `LISTED`. */
export async function listDisputes(client: NexusClient) {
  const { publicClient, contracts } = client;
  const count = await explained(
    publicClient.readContract({ ...contracts.disputeManager, functionName: "disputeCount", args: [] }),
  );
  const shown = Number(count < LISTED ? count : LISTED);
  const ids = Array.from({ length: shown }, (_, place) => count - BigInt(place));
  const disputes = await Promise.all(ids.map((disputeId) => disputeOf(client, disputeId)));
  return {
    count,
    disputes: disputes.map(({ record, state }, place) => ({
      ...{ disputeId: ids[place], state, kind: DisputeKind[record.kind], subject: record.subject },
      ...{ challenger: record.challenger, rulingEndsAt: record.rulingEndsAt },
    })),
  };
}
