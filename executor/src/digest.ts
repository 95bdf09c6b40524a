import { hash } from "node:crypto";
import type { Hex } from "viem";

/** sha2-256 as `@nexus/protocol` writes it, by the machine's own implementation: components are large. */
export function fastDigest(bytes: Uint8Array): Hex {
  return `0x${hash("sha256", bytes, "hex")}`;
}
