import { concat } from "viem";

/**
 * The bytes of an HTTP message's body; `"too-large"` as soon as it has more than `maxBytes`, and the rest isn't read.
 * Rejects as the stream does.
 */
export async function readBodyWithin(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | "too-large"> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return "too-large";
    }
    chunks.push(chunk.value);
  }
  return concat(chunks);
}
