import { readSync, writeSync } from "node:fs";

export type Header = Record<string, unknown>;
export type Message = { readonly header: Header; readonly blobs: Uint8Array[] };

const ORDERS = 0;
const ANSWERS = 1;
const LENGTH = 4;

// Captured before the realm is locked.
const { exit } = process;
const utf8 = new TextDecoder();
const decode = TextDecoder.prototype.decode;
const { getUint32 } = DataView.prototype;
const text = new TextEncoder();

function read(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let offset = 0; offset < size; ) {
    const count = readSync(ORDERS, bytes, offset, size - offset, null);
    if (count === 0) exit(0);
    offset += count;
  }
  return bytes;
}

function uint32(bytes: Uint8Array): number {
  return getUint32.call(new DataView(bytes.buffer, bytes.byteOffset), 0);
}

/** The supervisor's next frame; see `frames.ts`. Waits for it, and ends the process when there is none any more. */
export function receive(): Message {
  const body = read(uint32(read(LENGTH)));
  const end = LENGTH + uint32(body);
  const header: Header & { blobs: number[] } = JSON.parse(decode.call(utf8, body.subarray(LENGTH, end)));
  let offset = end;
  const blobs = header.blobs.map((length) => {
    offset += length;
    return body.subarray(offset - length, offset);
  });
  return { header, blobs };
}

export function send(header: Header, blobs: readonly Uint8Array[] = []): void {
  const head = text.encode(JSON.stringify({ ...header, blobs: blobs.map((blob) => blob.byteLength) }));
  const size = blobs.reduce((sum, blob) => sum + blob.byteLength, LENGTH + head.byteLength);
  const frame = new Uint8Array(LENGTH + size);
  const lengths = new DataView(frame.buffer);
  lengths.setUint32(0, size);
  lengths.setUint32(LENGTH, head.byteLength);
  let end = 2 * LENGTH;
  for (const part of [head, ...blobs]) {
    frame.set(part, end);
    end += part.byteLength;
  }
  // In one piece, which wakes the supervisor once.
  for (let offset = 0; offset < end; ) offset += writeSync(ANSWERS, frame, offset);
}
