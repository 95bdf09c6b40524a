import { canonicalBytes } from "./canonical.ts";
import type { Receipt } from "./receipt-schema.ts";
import { reproducibleDigest, resultDigest } from "./result.ts";

/** Type of an in-toto statement (v1). */
export const STATEMENT_V1 = "https://in-toto.io/Statement/v1";

/** Predicate type of a run's receipt. */
export const RECEIPT_PREDICATE = "urn:nexus:run-receipt:2";

/** An in-toto statement (v1) about a run: its subjects are the digests that anybody can compare, its predicate is the receipt. */
export function statementOf(receipt: Receipt) {
  const { record } = receipt;
  const subject = (name: string, digest: string) => ({ name, digest: { sha256: digest.slice(2) } });
  const outcome = record.kind === "execution" ? record.outcome : undefined;
  return {
    _type: STATEMENT_V1,
    subject: [
      subject("result", resultDigest(record)),
      subject("reproducible", reproducibleDigest(record)),
      ...(outcome?.status === "ok" ? [subject("output", outcome.outputDigest)] : []),
    ],
    predicateType: RECEIPT_PREDICATE,
    predicate: receipt,
  };
}

/** Canonical bytes of a run's statement: what lies in the envelope. */
export function statementBytes(receipt: Receipt): Uint8Array {
  return canonicalBytes(statementOf(receipt));
}
