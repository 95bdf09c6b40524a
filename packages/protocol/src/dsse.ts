import { ed25519 } from "@noble/curves/ed25519";
import { base64pad } from "multiformats/bases/base64";
import type { Hex } from "viem";
import { concatBytes, hexToBytes } from "viem";
import { z } from "zod";
import type { Fault } from "./errors.ts";
import { textShape } from "./shapes.ts";

/** Payload type of an in-toto statement in a DSSE envelope. */
export const STATEMENT_TYPE = "application/vnd.in-toto+json";

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

const base64Shape = z.string().regex(BASE64, "must be base64 with padding");

/** The fields of a DSSE envelope (v1) with one signature. */
export const envelopeFields = {
  payloadType: z.literal(STATEMENT_TYPE),
  payload: base64Shape,
  signatures: z.array(z.strictObject({ keyid: textShape(500), sig: base64Shape })).length(1),
};

/** A DSSE envelope around an in-toto statement. */
export interface Envelope {
  readonly payloadType: typeof STATEMENT_TYPE;
  /** The statement's bytes in base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** DSSE's pre-authentication encoding (PAE): what is signed of a payload. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const type = encoder.encode(payloadType);
  const head = encoder.encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  return concatBytes([head, payload]);
}

/** An envelope around a statement, signed by an Ed25519 key. */
export function envelopeOf(statement: Uint8Array, keyid: string, signature: Uint8Array): Envelope {
  const payload = base64pad.baseEncode(statement);
  return {
    payloadType: STATEMENT_TYPE,
    payload,
    signatures: [{ keyid, sig: base64pad.baseEncode(signature) }],
  };
}

/** The bytes that base64 spells; undefined for a spelling other than the usual one, which the decoder refuses. */
function decoded(text: string): Uint8Array | undefined {
  try {
    return base64pad.baseDecode(text);
  } catch {
    return undefined;
  }
}

/** The bytes in an envelope, or what is wrong with them. */
export function payloadOf({ payload }: Pick<Envelope, "payload">): Uint8Array | Fault {
  return decoded(payload) ?? { path: "$.payload", message: "isn't the usual base64 of its bytes" };
}

/** Whether an Ed25519 key (32 bytes) signed an envelope. */
export function isEnvelopeSigned(envelope: Envelope, key: Hex): boolean {
  const payload = payloadOf(envelope);
  if (!(payload instanceof Uint8Array)) return false;
  const message = preAuthEncoding(envelope.payloadType, payload);
  return envelope.signatures.some(({ sig }) => isSigned(decoded(sig), message, key));
}

/** RFC 8032's strict verification: a malformed signature or key is no signature. */
function isSigned(signature: Uint8Array | undefined, message: Uint8Array, key: Hex): boolean {
  if (signature === undefined) return false;
  try {
    return ed25519.verify(signature, message, hexToBytes(key), { zip215: false });
  } catch {
    return false;
  }
}
