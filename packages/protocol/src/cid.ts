import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { create } from "multiformats/hashes/digest";
import { sha256 } from "multiformats/hashes/sha2";
import type { Hex } from "viem";
import { hexToBytes, toHex } from "viem";
import { asDigest } from "./digest.ts";
import { InvalidCidError } from "./errors.ts";

const DAG_PB = 0x70;

/** Largest content, in bytes, that is one raw block, so that its CID follows from its digest. */
export const MAX_BLOCK_BYTES = 262_144;

/**
 * CID of a file of at most `MAX_BLOCK_BYTES`: version 1, raw codec, sha2-256, base32.
 * @throws InvalidDigestError
 */
export function cidOfDigest(digest: Hex): string {
  return CID.createV1(raw.code, create(sha256.code, hexToBytes(asDigest(digest)))).toString();
}

/**
 * sha2-256 digest in a CID of one raw block.
 * @throws InvalidCidError if it isn't a CID in its usual text form, or isn't version 1, raw, sha2-256
 */
export function digestOfCid(cid: string): Hex {
  const parsed = parseCid(cid);
  if (parsed.version !== 1) throw new InvalidCidError({ cid, reason: "it is version 0, and 1 is needed" });
  if (parsed.code !== raw.code) {
    throw new InvalidCidError({
      cid,
      reason: `its codec is 0x${parsed.code.toString(16)}, and raw (0x55) is needed`,
    });
  }
  if (parsed.multihash.code !== sha256.code || parsed.multihash.digest.length !== 32) {
    throw new InvalidCidError({ cid, reason: "its hash isn't a full sha2-256" });
  }
  return toHex(parsed.multihash.digest);
}

/** Whether a CID is the root of a file of several blocks: version 1, dag-pb, sha2-256, in its usual text form. */
export function isListCid(cid: string): boolean {
  try {
    const { version, code, multihash } = parseCid(cid);
    return version === 1 && code === DAG_PB && multihash.code === sha256.code;
  } catch (error) {
    if (error instanceof InvalidCidError) return false;
    throw error;
  }
}

function parseCid(cid: string): CID {
  let parsed: CID;
  try {
    parsed = CID.parse(cid);
  } catch (cause) {
    throw new InvalidCidError({ cid, reason: "it isn't a CID", cause });
  }
  if (parsed.toString() !== cid) throw new InvalidCidError({ cid, reason: `its usual form is ${parsed}` });
  return parsed;
}
