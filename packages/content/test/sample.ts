import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const CHUNK_BYTES = 262_144;

/** Bytes whose every 256 KiB differ: chunk j is sha2-256 of j (4 bytes, big-endian), over and over. */
export function sampleBytes(size: number): Uint8Array {
  const chunks = Array.from({ length: Math.ceil(size / CHUNK_BYTES) }, (_, j) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(j);
    return Buffer.alloc(CHUNK_BYTES, createHash("sha256").update(counter).digest());
  });
  return Uint8Array.from(Buffer.concat(chunks).subarray(0, size));
}

/** CIDs of `sampleBytes`, computed without this package: CIDv1, raw leaves, 256 KiB chunks, 174 links. */
export const SAMPLE_CIDS = JSON.parse(
  readFileSync(new URL("../vectors/files.json", import.meta.url), "utf8"),
) as readonly { readonly size: number; readonly cid: string }[];

/** What Kubo's own tests expect of `ipfs add --cid-version=1` for the text `hello world`. */
export const HELLO = {
  bytes: new TextEncoder().encode("hello world"),
  cid: "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
} as const;

/** Of no content that any test adds. */
export const ABSENT_CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

/** What a promise rejects with. Fails if it doesn't, or with another kind of error. */
export async function rejectionOf<T extends Error>(
  promise: Promise<unknown>,
  type: { readonly prototype: T },
): Promise<T> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error && Object.prototype.isPrototypeOf.call(type.prototype, error))
      return error as T;
    throw error;
  }
  throw new Error("Expected a rejection, but nothing was thrown.");
}
