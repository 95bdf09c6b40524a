import { canonicalBytes } from "./canonical.ts";
import { sha256Digest } from "./digest.ts";
import type { Receipt } from "./receipt-schema.ts";
import { reproducibleDigest, resultDigest, signalOf } from "./result.ts";
import { signalNumber } from "./states.ts";
import type { RunReceiptMessage, RunStatementMessage } from "./typed-data.ts";

/** Type of an in-toto statement (v1). */
export const STATEMENT_V1 = "https://in-toto.io/Statement/v1";

/** Predicate type of a run's receipt. */
export const RECEIPT_PREDICATE = "urn:nexus:run-receipt:2";

/** What executors signed about a receipt of version 1. @throws InvalidRecordError */
export function receiptMessage(receipt: Pick<Receipt, "taskId" | "record" | "executor">): RunReceiptMessage {
  const { taskId, record, executor } = receipt;
  return {
    taskId,
    resultDigest: resultDigest(record),
    signal: signalNumber(signalOf(record)),
    reproducibleDigest: reproducibleDigest(record),
    executor,
  };
}

/**
 * An in-toto statement (v1) about a run: its subjects are the digests that anybody can compare, its predicate is the receipt.
 * @throws InvalidRecordError
 */
export function statementOf(receipt: Receipt, digests: RunReceiptMessage = receiptMessage(receipt)) {
  const { record } = receipt;
  const subject = (name: string, digest: string) => ({ name, digest: { sha256: digest.slice(2) } });
  const outcome = record.kind === "execution" ? record.outcome : undefined;
  return {
    _type: STATEMENT_V1,
    subject: [
      subject("result", digests.resultDigest),
      subject("reproducible", digests.reproducibleDigest),
      ...(outcome?.status === "ok" ? [subject("output", outcome.outputDigest)] : []),
    ],
    predicateType: RECEIPT_PREDICATE,
    predicate: receipt,
  };
}

/** Canonical bytes of a run's statement: what lies in the envelope. @throws InvalidRecordError */
export function statementBytes(receipt: Receipt): Uint8Array {
  return stateReceipt(receipt).statement;
}

/**
 * A run's statement as its envelope holds it, and what the executor signs about it: the result, and all else by the statement's
 * digest.
 * @throws InvalidRecordError
 */
export function stateReceipt(receipt: Receipt): {
  readonly statement: Uint8Array;
  readonly message: RunStatementMessage;
} {
  const digests = receiptMessage(receipt);
  const statement = canonicalBytes(statementOf(receipt, digests));
  return { statement, message: { ...digests, statementDigest: sha256Digest(statement) } };
}
