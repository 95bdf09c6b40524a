import { type Address, type Hex, verifyTypedData } from "viem";
import { isEnvelopeSigned } from "./dsse.ts";
import { domainOfReceipt, type ReceiptFile, receiptTypedData } from "./receipt.ts";
import type { FirstReceipt, Receipt } from "./receipt-schema.ts";
import type { SigningDomain } from "./typed-data.ts";

/** One thing that a sound receipt needs. */
export interface ReceiptCheck {
  readonly name: "statement" | "account" | "identity" | "place" | "executor";
  readonly ok: boolean;
  readonly detail: string;
}

/** What a reader trusts without asking a chain: where the contracts are, and which accounts are executors. */
export interface TrustBundle {
  readonly chainId: number;
  readonly consensus: Address;
  readonly executors: readonly Address[];
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether the run's own key, which the receipt names, signed its statement. Version 1 has no statement. */
export function checkStatement(file: ReceiptFile): ReceiptCheck {
  if (file.envelope === null)
    return { name: "statement", ok: true, detail: "a receipt of version 1 has no statement" };
  const { id, key } = file.receipt.identity;
  const ok = isEnvelopeSigned(file.envelope, key);
  return { name: "statement", ok, detail: ok ? `signed by ${id}` : `not signed by the key ${key} of ${id}` };
}

/** Whether the SPIFFE id is that of the receipt's executor, component and task. */
export function checkIdentity(receipt: Receipt | FirstReceipt): ReceiptCheck {
  if (receipt.receiptVersion === "1")
    return { name: "identity", ok: true, detail: "a receipt of version 1 names no identity" };
  const { executor, taskId, record, identity } = receipt;
  const path = identityPath({ executor, artifactDigest: record.plugin.artifactDigest, taskId });
  const ok = identity.id.endsWith(path) && /^spiffe:\/\/[^/]+$/u.test(identity.id.slice(0, -path.length));
  return { name: "identity", ok, detail: ok ? identity.id : `${identity.id} doesn't end with ${path}` };
}

/** Path of a run's SPIFFE id: executor, component and task. */
export function identityPath(run: { executor: Address; artifactDigest: Hex; taskId: Hex }): string {
  const { executor, artifactDigest, taskId } = run;
  return `/executor/${executor.toLowerCase()}/plugin/${artifactDigest}/run/${taskId}`;
}

/** Whether the executor's account signed the receipt; an account that is a contract can't be checked without its chain. */
export async function checkAccount(file: ReceiptFile, domain: SigningDomain): Promise<ReceiptCheck> {
  const { executor } = file.receipt;
  const { message, ...typedData } = receiptTypedData(file, domain);
  const { signature } = file;
  const question = { ...typedData, message: { ...message }, address: executor, signature } as const;
  const ok = await verifyTypedData(question as Parameters<typeof verifyTypedData>[0]).catch(() => false);
  const not = `not signed by the key of ${executor} (if that is a contract, only its chain can tell)`;
  return { name: "account", ok, detail: ok ? `signed by ${executor}` : not };
}

/** All that can be checked of a receipt without asking anybody. `bundle` says which contracts and executors count. */
export async function checkReceiptOffline(file: ReceiptFile, bundle?: TrustBundle): Promise<ReceiptCheck[]> {
  const { receipt } = file;
  const stated = domainOfReceipt(file);
  const trusted = bundle && { chainId: bundle.chainId, verifyingContract: bundle.consensus };
  const domain = trusted ?? stated;
  const account: ReceiptCheck =
    domain === undefined
      ? { name: "account", ok: false, detail: "a receipt of version 1 doesn't say where it counts" }
      : await checkAccount(file, domain);
  const checks = [checkStatement(file), checkIdentity(receipt), account];
  if (bundle === undefined) return checks;
  return [...checks, checkPlace(file, bundle), checkExecutor(receipt, bundle)];
}

/** Whether the receipt says that it is about that contract on that chain. Version 1 says nothing. */
export function checkPlace(
  file: ReceiptFile,
  { chainId, consensus }: Pick<TrustBundle, "chainId" | "consensus">,
): ReceiptCheck {
  const stated = domainOfReceipt(file);
  const ok =
    stated === undefined || (stated.chainId === chainId && isSame(stated.verifyingContract, consensus));
  const place = stated && `${stated.verifyingContract} on chain ${stated.chainId}`;
  return {
    name: "place",
    ok,
    detail: `${ok ? "about" : "not about"} ${consensus} on chain ${chainId}${ok ? "" : `, but ${place}`}`,
  };
}

function checkExecutor({ executor }: { executor: Address }, { executors }: TrustBundle): ReceiptCheck {
  const ok = executors.some((known) => isSame(known, executor));
  return {
    name: "executor",
    ok,
    detail: `${executor} is ${ok ? "" : "not "}among the executors of the bundle`,
  };
}
