import { cidOfDigest, MAX_BLOCK_BYTES, sha256Digest } from "@nexus/protocol";
import type { Hex } from "viem";
import { BytesUnavailableError } from "./errors.ts";

/** Bytes that have the chain's digest, or the digest that a gateway's bytes had instead; those are thrown away. */
export type VerifiedBytes =
  | { readonly verdict: "verified"; readonly bytes: Uint8Array; readonly digest: Hex }
  | { readonly verdict: "differ"; readonly found: Hex; readonly digest: Hex };

/**
 * Fetches the raw block of a digest from a gateway that needn't be trusted, and hashes it in this browser.
 * @param digest sha2-256 from the chain
 * @throws BytesUnavailableError
 */
export async function fetchVerified(
  gateway: string,
  digest: Hex,
  { fetcher = fetch, signal }: { fetcher?: typeof fetch; signal?: AbortSignal } = {},
): Promise<VerifiedBytes> {
  const cid = cidOfDigest(digest);
  const unavailable = (reason: string, cause?: unknown) =>
    new BytesUnavailableError({ cid, gateway, reason, cause });
  let response: Response;
  let bytes: Uint8Array;
  try {
    const url = `${gateway}/ipfs/${cid}?format=raw`;
    const headers = { accept: "application/vnd.ipld.raw" };
    response = await fetcher(url, { headers, ...(signal ? { signal } : {}) });
    if (!response.ok) throw unavailable(`it answered ${response.status}`);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (cause instanceof BytesUnavailableError || signal?.aborted) throw cause;
    throw unavailable("no answer came", cause);
  }
  if (bytes.length > MAX_BLOCK_BYTES)
    throw unavailable(`it sent ${bytes.length} bytes, more than a block holds`);
  const found = sha256Digest(bytes);
  return found === digest ? { verdict: "verified", bytes, digest } : { verdict: "differ", found, digest };
}
