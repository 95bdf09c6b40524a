import type { ContentStore } from "@nexus/content";
import { cidOfDigest, MAX_BLOCK_BYTES, sha256Digest } from "@nexus/protocol";
import type { Hex } from "viem";
import type { NexusClient } from "../client.ts";
import { BlockTooLargeError } from "../domain-errors.ts";

/** Adds bytes that are one raw block to the content store and pins them. Throws `BlockTooLargeError`. */
export async function addBlock(client: NexusClient, bytes: Uint8Array, purpose: string) {
  if (bytes.length > MAX_BLOCK_BYTES) throw new BlockTooLargeError({ purpose, bytes: bytes.length });
  const cid = await addFile(client.content, bytes);
  return { digest: sha256Digest(bytes), cid };
}

/** Adds and pins bytes of any size; returns their CID. */
export async function addFile(content: ContentStore, bytes: Uint8Array): Promise<string> {
  const cid = await content.add(bytes);
  await content.pin(cid);
  return cid;
}

/** The bytes with a digest, verified by the store. */
export async function getBlock(client: NexusClient, digest: Hex): Promise<Uint8Array> {
  return client.content.get(cidOfDigest(digest));
}
