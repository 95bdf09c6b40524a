import { InvalidCidError } from "@nexus/protocol";
import { CID } from "multiformats/cid";

export const RAW = 0x55;
export const DAG_PB = 0x70;
const SHA2_256 = 0x12;
const LONGEST_TEXT = 128;

/** A CID as version 1, whose hash is a full sha2-256 and whose codec a file can have. @throws InvalidCidError */
export function parseContentCid(text: string): CID {
  if (text.length > LONGEST_TEXT) {
    throw new InvalidCidError({
      cid: `${text.slice(0, 32)}…`,
      reason: `it is longer than ${LONGEST_TEXT} characters`,
    });
  }
  const cid = parse(text);
  if (cid.code !== RAW && cid.code !== DAG_PB) {
    throw new InvalidCidError({
      cid: text,
      reason: `its codec is 0x${cid.code.toString(16)}, and raw or dag-pb is needed`,
    });
  }
  if (cid.multihash.code !== SHA2_256 || cid.multihash.digest.length !== 32) {
    throw new InvalidCidError({ cid: text, reason: "its hash isn't a full sha2-256" });
  }
  return cid.toV1();
}

function parse(text: string): CID {
  try {
    return CID.parse(text);
  } catch (cause) {
    throw new InvalidCidError({ cid: text, reason: "it isn't a CID", cause });
  }
}
