/**
 * Frames between the supervisor and a child, in both directions:
 * u32 length of the rest | u32 length of the header | header (JSON, UTF-8) | blobs, their lengths in the header's `blobs`.
 * Integers are big-endian. `child.ts` carries its own copy of the reading and writing, because it locks Node's buffers away from itself.
 */
export type Frame = {
  readonly header: Readonly<Record<string, unknown>>;
  readonly blobs: readonly Uint8Array[];
};

const LENGTH = 4;

/** Why bytes aren't a frame. Internal to the sandbox: a peer that sends such bytes is killed. */
export class MalformedFrame extends Error {}

export function encodeFrame(header: Record<string, unknown>, blobs: readonly Uint8Array[] = []): Buffer {
  const text = Buffer.from(JSON.stringify({ ...header, blobs: blobs.map((blob) => blob.byteLength) }));
  const lengths = Buffer.alloc(2 * LENGTH);
  lengths.writeUInt32BE(LENGTH + text.length + blobs.reduce((sum, blob) => sum + blob.byteLength, 0), 0);
  lengths.writeUInt32BE(text.length, LENGTH);
  return Buffer.concat([lengths, text, ...blobs]);
}

/**
 * What a frame may be. A header takes many times its length in memory, and so does a blob of no byte, so each has a limit of
 * its own; without it, the whole frame's.
 */
export type FrameLimits = {
  readonly maxBytes: number;
  readonly maxHeaderBytes?: number;
  readonly maxBlobs?: number;
};

/** Cuts a stream into frames; anything that isn't exactly a frame throws MalformedFrame. */
export class FrameDecoder {
  limits: FrameLimits;
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(limits: FrameLimits) {
    this.limits = limits;
  }

  /** Whether a frame has begun that isn't whole yet. */
  get pending(): boolean {
    return this.#size > 0;
  }

  push(chunk: Uint8Array): Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    if (this.#size < LENGTH) return undefined;
    const length = this.#peek(LENGTH).readUInt32BE(0);
    if (length > this.limits.maxBytes) throw new MalformedFrame(`a frame of ${length} bytes`);
    if (this.#size < LENGTH + length) return undefined;
    const all = this.#peek(LENGTH + length);
    this.#chunks = [all.subarray(LENGTH + length)];
    this.#size -= LENGTH + length;
    return parseFrame(all.subarray(LENGTH, LENGTH + length), this.limits);
  }

  /** The first bytes, at least `size` of them, in one piece. */
  #peek(size: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.byteLength >= size) {
      return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
    }
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function parseFrame(body: Buffer, limits: FrameLimits): Frame {
  const { maxBytes, maxHeaderBytes = maxBytes, maxBlobs = maxBytes } = limits;
  if (body.length < LENGTH) throw new MalformedFrame("a frame without a header");
  const end = LENGTH + body.readUInt32BE(0);
  if (end > body.length) throw new MalformedFrame("a header longer than its frame");
  if (end - LENGTH > maxHeaderBytes) throw new MalformedFrame(`a header of ${end - LENGTH} bytes`);
  const header = parseHeader(body.toString("utf8", LENGTH, end));
  if (header.lengths.length > maxBlobs) {
    throw new MalformedFrame(`a frame of ${header.lengths.length} blobs`);
  }
  let offset = end;
  const blobs = header.lengths.map((length) => {
    offset += length;
    return new Uint8Array(body.subarray(offset - length, offset));
  });
  if (offset !== body.length) throw new MalformedFrame("blobs that don't fill their frame");
  return { header: header.fields, blobs };
}

function parseHeader(text: string): { fields: Record<string, unknown>; lengths: number[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedFrame("a header that isn't JSON");
  }
  if (typeof value !== "object" || value === null || !("blobs" in value) || !Array.isArray(value.blobs)) {
    throw new MalformedFrame("a header without blob lengths");
  }
  const { blobs, ...fields } = value;
  const lengths = blobs.map((length: unknown) => {
    if (typeof length === "number" && Number.isSafeInteger(length) && length >= 0) return length;
    throw new MalformedFrame("a blob length that isn't a count");
  });
  return { fields, lengths };
}
