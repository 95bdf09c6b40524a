import type { Address, Hex } from "viem";
import { z } from "zod";
import { canonicalBytes, inspectCanonical, type JsonValue } from "./canonical.ts";
import { sha256Digest } from "./digest.ts";
import { type Envelope, envelopeFields, payloadOf } from "./dsse.ts";
import { type Fault, InvalidReceiptError } from "./errors.ts";
import { type FirstReceipt, firstReceiptSchema, type Receipt, receiptSchema } from "./receipt-schema.ts";
import { faultsOf } from "./shapes.ts";
import {
  RECEIPT_PREDICATE,
  receiptMessage,
  STATEMENT_V1,
  statementBytes,
  stateReceipt,
} from "./statement.ts";
import { runReceiptTypedData, runStatementTypedData, type SigningDomain } from "./typed-data.ts";

const signatureShape = z.string().regex(/^0x([0-9a-f]{2})+$/u, "must be 0x and lower-case hex bytes");

const firstFileSchema = z.strictObject({ receipt: firstReceiptSchema, signature: signatureShape });

const fileSchema = z.strictObject({ ...envelopeFields, signature: signatureShape });

const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_V1),
  subject: z.array(z.unknown()),
  predicateType: z.literal(RECEIPT_PREDICATE),
  predicate: receiptSchema,
});

/** A receipt as it lies on IPFS, in either version. */
export type ReceiptFile =
  | {
      readonly receipt: Receipt;
      /** EIP-712 signature of `runStatementTypedData` by `receipt.executor`. */
      readonly signature: Hex;
      /** The DSSE envelope around the receipt's statement, signed by the run's key. */
      readonly envelope: Envelope;
    }
  | {
      readonly receipt: FirstReceipt;
      /** EIP-712 signature of `runReceiptTypedData` by `receipt.executor`. */
      readonly signature: Hex;
      readonly envelope: null;
    };

/** The typed data that a receipt file's signature is over; only one of version 1 needs to be told its domain. */
export function receiptTypedData(file: ReceiptFile, domain: SigningDomain) {
  if (file.envelope === null) return runReceiptTypedData(domain, receiptMessage(file.receipt));
  return runStatementTypedData(domain, stateReceipt(file.receipt).message);
}

/** Where a receipt's signature counts, as the receipt itself says; undefined in version 1. */
export function domainOfReceipt({ receipt }: ReceiptFile): SigningDomain | undefined {
  if (receipt.receiptVersion === "1") return undefined;
  return { chainId: receipt.chain.chainId, verifyingContract: receipt.chain.consensus };
}

/** A value that is a sound receipt. @throws InvalidReceiptError with every fault */
export function parseReceipt(value: unknown): Receipt {
  return checked(receiptSchema, value);
}

/** The file that lies on IPFS and its digest, which is revealed on chain. */
export function receiptFile(envelope: Envelope, signature: Hex): { bytes: Uint8Array; digest: Hex } {
  const bytes = canonicalBytes({ ...envelope, signature });
  return { bytes, digest: sha256Digest(bytes) };
}

/** A receipt and its signatures, which aren't verified here. @throws InvalidReceiptError with every fault */
export function parseReceiptFile(bytes: Uint8Array): ReceiptFile {
  const { value, faults } = inspectCanonical(bytes);
  if (faults.length > 0 || value === undefined) throw new InvalidReceiptError({ faults });
  if (!isEnvelope(value)) {
    const { receipt, signature } = checked(firstFileSchema, value);
    return { receipt, signature: signature as Hex, envelope: null };
  }
  const { signature, ...envelope } = checked(fileSchema, value);
  return { receipt: receiptIn(envelope), signature: signature as Hex, envelope };
}

/** The receipt in an envelope. @throws InvalidReceiptError with every fault */
export function receiptIn(envelope: Envelope): Receipt {
  const payload = payloadOf(envelope);
  if (!(payload instanceof Uint8Array)) throw new InvalidReceiptError({ faults: [payload] });
  const { value, faults } = inspectCanonical(payload);
  if (faults.length > 0 || value === undefined)
    throw new InvalidReceiptError({ faults: faults.map(inPayload) });
  const { predicate } = checked(statementSchema, value, inPayload);
  if (isSame(statementBytes(predicate), payload)) return predicate;
  const message = "names other digests than its predicate's";
  throw new InvalidReceiptError({ faults: [inPayload({ path: "$.subject", message })] });
}

/** A bare DSSE envelope, as other tools pass it on: without the executor's signature. @throws InvalidReceiptError */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const message = `isn't JSON in UTF-8 (${(error as Error).message})`;
    throw new InvalidReceiptError({ faults: [{ path: "$", message }] });
  }
  return checked(z.object(envelopeFields), value);
}

function isEnvelope(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && "payloadType" in value;
}

function inPayload({ path, message }: Fault): Fault {
  return { path: path.replace("$", "$.payload"), message };
}

function checked<T>(schema: z.ZodType<T>, value: unknown, at: (fault: Fault) => Fault = (fault) => fault): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidReceiptError({ faults: faultsOf(result.error.issues, value).map(at) });
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** What an executor revealed on chain about its result; `signal` as on chain. */
export interface RevealedResult {
  readonly taskId: Hex;
  readonly executor: Address;
  readonly resultDigest: Hex;
  readonly signal: number;
}

/** Where a receipt says something else than its executor revealed, one sentence each. @throws InvalidRecordError */
export function receiptFaults(receipt: Receipt | FirstReceipt, revealed: RevealedResult): string[] {
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
