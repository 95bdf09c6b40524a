import type { Address, Hex } from "viem";
import { z } from "zod";
import { canonicalBytes, inspectCanonical } from "./canonical.ts";
import { sha256Digest } from "./digest.ts";
import { InvalidReceiptError } from "./errors.ts";
import { reproducibleDigest, resultDigest, resultRecordSchema, signalOf } from "./result.ts";
import { addressShape, countShape, digestShape, faultsOf, setShape, textShape } from "./shapes.ts";
import { signalNumber } from "./states.ts";
import type { RunReceiptMessage } from "./typed-data.ts";

const receiptSchema = z
  .strictObject({
    receiptVersion: z.literal("1"),
    taskId: digestShape,
    executor: addressShape,
    record: resultRecordSchema,
    usage: z.strictObject({
      wallMs: countShape,
      cpuMs: countShape,
      steps: countShape,
      peakMemoryBytes: countShape,
      hostCalls: countShape,
      logBytes: countShape,
      outputBytes: countShape,
    }),
    engine: z.strictObject({ node: textShape(50), v8: textShape(50), arch: textShape(20) }),
    walls: setShape(textShape(50), { most: 8 }),
    grantDigest: digestShape,
    startedAt: countShape,
    endedAt: countShape,
  })
  .refine(({ record, taskId }) => record.kind === "audit" || record.context.runId === taskId, {
    error: "must be the receipt's taskId",
    path: ["record", "context", "runId"],
  })
  .refine(({ startedAt, endedAt }) => startedAt <= endedAt, {
    error: "must not be before startedAt",
    path: ["endedAt"],
  });

const receiptFileSchema = z.strictObject({
  receipt: receiptSchema,
  signature: z.string().regex(/^0x([0-9a-f]{2})+$/u, "must be 0x and lower-case hex bytes"),
});

/**
 * What an executor says about a task. `usage` adds up the runs of an audit (its peak is the highest); `walls` names what stood
 * around the plugin, outermost first; `grantDigest` is the sha2-256 of the grant's canonical bytes; times are milliseconds
 * since the Unix epoch on the executor's clock.
 */
export type Receipt = z.infer<typeof receiptSchema>;

export interface ReceiptFile {
  readonly receipt: Receipt;
  /** EIP-712 signature of `receiptMessage(receipt)` by `receipt.executor`. */
  readonly signature: Hex;
}

/** What the executor signs about a receipt. @throws InvalidRecordError */
export function receiptMessage({ taskId, record, executor }: Receipt): RunReceiptMessage {
  return {
    taskId,
    resultDigest: resultDigest(record),
    signal: signalNumber(signalOf(record)),
    reproducibleDigest: reproducibleDigest(record),
    executor,
  };
}

/** The file that lies on IPFS and its digest, which is revealed on chain. @throws InvalidReceiptError */
export function receiptFile(receipt: Receipt, signature: Hex): { bytes: Uint8Array; digest: Hex } {
  const bytes = canonicalBytes({ receipt, signature });
  parseReceiptFile(bytes);
  return { bytes, digest: sha256Digest(bytes) };
}

/** A receipt and its signature, which isn't verified here. @throws InvalidReceiptError with every fault */
export function parseReceiptFile(bytes: Uint8Array): ReceiptFile {
  const { value, faults } = inspectCanonical(bytes);
  const result = receiptFileSchema.safeParse(value);
  const schemaFaults = result.success || value === undefined ? [] : faultsOf(result.error.issues, value);
  const all = [...faults, ...schemaFaults];
  if (all.length > 0 || !result.success) throw new InvalidReceiptError({ faults: all });
  return result.data as ReceiptFile;
}

/** What an executor revealed on chain about its result; `signal` as on chain. */
export interface RevealedResult {
  readonly taskId: Hex;
  readonly executor: Address;
  readonly resultDigest: Hex;
  readonly signal: number;
}

/** Where a receipt says something else than its executor revealed, one sentence each. @throws InvalidRecordError */
export function receiptFaults(receipt: Receipt, revealed: RevealedResult): string[] {
  const { taskId, executor, resultDigest: digest, signal } = revealed;
  const message = receiptMessage(receipt);
  return [
    receipt.executor.toLowerCase() === executor.toLowerCase()
      ? ""
      : `The receipt is that of ${receipt.executor}.`,
    receipt.taskId === taskId ? "" : `The receipt is about task ${receipt.taskId}.`,
    message.resultDigest === digest && message.signal === signal
      ? ""
      : `The receipt tells of result ${message.resultDigest}, but ${digest} was revealed.`,
  ].filter((fault) => fault !== "");
}
