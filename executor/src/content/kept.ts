import { LRUCache } from "lru-cache";
import type { Content } from "../core/ports.ts";

/**
 * Content, of which what was read last stays in memory: bytes under a digest never change. Larger files are read anew. A file is kept
 * for each CID that names it, since a CID of somebody else's choice may lead nowhere.
 */
export function keptContent(content: Content, maxBytes: number): Content {
  const kept = new LRUCache<string, Uint8Array, Parameters<Content["get"]>>({
    maxSize: maxBytes,
    sizeCalculation: (bytes) => bytes.byteLength + 1,
    fetchMethod: (_key, _stale, { context }) => content.get(...context),
  });
  return { ...content, get: (...place) => kept.forceFetch(place.join(" "), { context: place }) };
}
