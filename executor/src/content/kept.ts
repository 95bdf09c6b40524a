import { LRUCache } from "lru-cache";
import type { Hex } from "viem";
import type { Content } from "../core/ports.ts";

/** Content, of which what was read last stays in memory: bytes under a digest never change. Larger files are read anew. */
export function keptContent(content: Content, maxBytes: number): Content {
  const kept = new LRUCache<Hex, Uint8Array, string | undefined>({
    maxSize: maxBytes,
    sizeCalculation: (bytes) => bytes.byteLength + 1,
    fetchMethod: (digest, _, { context }) => content.get(digest, context),
  });
  return { ...content, get: (digest, cid) => kept.forceFetch(digest, { context: cid }) };
}
