import { createHash } from "node:crypto";
import { encode, prepare } from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";

export interface Node {
  readonly bytes: Uint8Array;
  readonly cid: string;
}

const cidOf = (codec: number, bytes: Uint8Array) =>
  CID.createV1(codec, create(0x12, createHash("sha256").update(bytes).digest()));

/** CID of a block as dag-pb, whatever its bytes. */
export function listCid(bytes: Uint8Array): string {
  return cidOf(0x70, bytes).toString();
}

/** A file's list of blocks that may lie: each leaf's claimed size, and the whole's. */
export function fileNode(
  leaves: readonly { leaf: Uint8Array; claimed: number; isList?: boolean }[],
  claimed: number,
): Node {
  const sizes = leaves.map((item) => BigInt(item.claimed));
  const data = new UnixFS({ type: "file", blockSizes: sizes }).marshal();
  const links = leaves.map(({ leaf, isList }) => ({
    Name: "",
    Hash: cidOf(isList ? 0x70 : 0x55, leaf),
    Tsize: leaf.length,
  }));
  const sum = sizes.reduce((total, size) => total + size, 0n);
  if (sum !== BigInt(claimed)) return nodeOf(withFileSize(data, sum, BigInt(claimed)), links);
  return nodeOf(data, links);
}

/** A directory of names. */
export function directoryNode(entries: readonly { name: string; cid: string }[]): Node {
  const links = entries.map(({ name, cid }) => ({ Name: name, Hash: CID.parse(cid), Tsize: 1 }));
  return nodeOf(new UnixFS({ type: "directory" }).marshal(), links);
}

function nodeOf(data: Uint8Array, links: { Name: string; Hash: CID; Tsize: number }[]): Node {
  const bytes = encode(prepare({ Data: data, Links: links }));
  return { bytes, cid: listCid(bytes) };
}

/** The same UnixFS message with another file size (field 3, a varint). */
function withFileSize(data: Uint8Array, from: bigint, to: bigint): Uint8Array {
  const found = Buffer.from(data).indexOf(Buffer.from([0x18, ...varint(from)]));
  if (found < 0) throw new Error("The message has no file size.");
  const end = found + 1 + varint(from).length;
  return Uint8Array.from([...data.slice(0, found + 1), ...varint(to), ...data.slice(end)]);
}

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}
