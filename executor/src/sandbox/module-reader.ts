/** A core module that can't be run here, and the rule it breaks. */
export class UnfitModule extends Error {
  readonly rule: "component" | "imports" | "memory" | "tables" | "instructions";

  constructor(rule: UnfitModule["rule"], detail: string) {
    super(detail);
    this.rule = rule;
  }
}

/** Reads a core module's bytes from the front. Running past the end throws UnfitModule, like all it can't accept. */
export class ModuleReader {
  readonly #bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  get done(): boolean {
    return this.offset >= this.#bytes.byteLength;
  }

  peek(): number {
    const byte = this.#bytes[this.offset];
    if (byte === undefined) throw new UnfitModule("component", "a core module ends too early");
    return byte;
  }

  byte(): number {
    const byte = this.peek();
    this.offset += 1;
    return byte;
  }

  /** The low 32 bits of a LEB128 number of whatever sign and length up to 64 bits. */
  leb32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new UnfitModule("component", "a number in a core module has more than 64 bits");
  }

  /** An unsigned LEB128 number of at most 64 bits. */
  leb(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new UnfitModule("component", "a number in a core module has more than 64 bits");
  }

  take(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.#bytes.byteLength) throw new UnfitModule("component", "a core module ends too early");
    const slice = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return slice;
  }

  since(start: number): Uint8Array {
    return this.between(start, this.offset);
  }

  /** What isn't read yet. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.offset);
  }

  between(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }
}
