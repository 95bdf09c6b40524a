import { sha256Digest } from "@nexus/protocol";
import type { CID } from "multiformats/cid";
import { toHex } from "viem";
import { ContentTamperedError, ContentTooLargeError } from "./errors.ts";

/** Largest block that is read, in bytes: what IPFS peers exchange at most. */
export const MAX_BLOCK = 2_097_152;

/** Where blocks come from, unverified. CIDs are version 1. */
export interface BlockSource {
  /** @throws ContentNotFoundError, and what the source's own faults are */
  read(cid: CID): Promise<Uint8Array>;
  has(cid: CID): Promise<boolean>;
}

/** A block's bytes, after hashing them. @throws ContentTamperedError, and as the source */
export async function readBlock(source: BlockSource, cid: CID): Promise<Uint8Array> {
  const bytes = await source.read(cid);
  assertDigest(cid, bytes);
  return bytes;
}

/** @throws ContentTooLargeError, ContentTamperedError if a block isn't its CID's or is none that peers would take */
export function assertBlock(cid: CID, bytes: Uint8Array): void {
  if (bytes.length > MAX_BLOCK) throw new ContentTooLargeError({ content: cid.toString(), limit: MAX_BLOCK });
  assertDigest(cid, bytes);
}

function assertDigest(cid: CID, bytes: Uint8Array): void {
  const found = sha256Digest(bytes);
  const expected = toHex(cid.multihash.digest);
  if (found !== expected) throw new ContentTamperedError({ cid: cid.toString(), expected, found });
}
