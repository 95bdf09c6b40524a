import type { Hex } from "viem";
import { sha256 } from "viem";
import { InvalidDigestError } from "./errors.ts";

const DIGEST = /^0x[0-9a-f]{64}$/;

/** sha2-256 of bytes, as the chain holds it: 0x and 64 lower-case hex digits. */
export function sha256Digest(bytes: Uint8Array): Hex {
  return sha256(bytes, "hex");
}

/** sha2-256 of no bytes: the transcript digest of a run without host calls. */
export const EMPTY_DIGEST: Hex = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Whether a string is a digest in its only accepted form. */
export function isDigest(value: string): value is Hex {
  return DIGEST.test(value);
}

/** The same string, typed. @throws InvalidDigestError */
export function asDigest(value: string): Hex {
  if (!isDigest(value)) throw new InvalidDigestError({ digest: value });
  return value;
}
