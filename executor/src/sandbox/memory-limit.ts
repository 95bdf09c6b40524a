/**
 * Rewrites a core module so that its memory and tables can't grow beyond a limit. In the module itself a limit is
 * deterministic and the same in every engine: `memory.grow` past it answers -1 everywhere.
 */
export type ModuleLimits = { readonly memoryPages: number; readonly tableEntries: number };

export type LimitedModule = { readonly bytes: Uint8Array; readonly memories: number };

/** A module that can't be held to the limits. */
export class ModuleOutOfLimits extends Error {
  readonly rule: "component" | LimitRule;

  constructor(rule: "component" | LimitRule, detail: string) {
    super(detail);
    this.rule = rule;
  }
}

export const PAGE_BYTES = 65_536;

const HEADER_BYTES = 8;
const TABLE_SECTION = 4;
const MEMORY_SECTION = 5;
const HAS_MAXIMUM = 0x01;
const IS_64 = 0x04;
const TABLE_WITH_INITIALISER = 0x40;
const REFERENCE_WITH_HEAP_TYPE = new Set([0x63, 0x64]);

/** The module with each maximum lowered to the limits, and how many memories it defines. @throws ModuleOutOfLimits */
export function limitModule(module: Uint8Array, limits: ModuleLimits): LimitedModule {
  const parts: Uint8Array[] = [module.subarray(0, HEADER_BYTES)];
  let memories = 0;
  const reader = new Reader(module, HEADER_BYTES);
  while (!reader.done) {
    const id = reader.byte();
    const body = reader.take(Number(reader.leb()));
    const rewritten = rewriteSection(id, body, limits);
    if (id === MEMORY_SECTION) memories += Number(new Reader(body, 0).leb());
    parts.push(Uint8Array.of(id), leb(BigInt(rewritten.byteLength)), rewritten);
  }
  return { bytes: Buffer.concat(parts), memories };
}

function rewriteSection(id: number, body: Uint8Array, limits: ModuleLimits): Uint8Array {
  if (id !== MEMORY_SECTION && id !== TABLE_SECTION) return body;
  const reader = new Reader(body, 0);
  const count = reader.leb();
  const parts: Uint8Array[] = [leb(count)];
  for (let index = 0n; index < count; index += 1n) {
    if (id === MEMORY_SECTION) {
      parts.push(limitEntry(reader, "memory", limits.memoryPages));
    } else if (reader.peek() === TABLE_WITH_INITIALISER) {
      throw new ModuleOutOfLimits("tables", "a table with an initial value isn't supported");
    } else {
      parts.push(referenceType(reader), limitEntry(reader, "tables", limits.tableEntries));
    }
  }
  if (!reader.done) throw new ModuleOutOfLimits("component", `section ${id} is longer than its entries`);
  return Buffer.concat(parts);
}

type LimitRule = "memory" | "tables";

function limitEntry(reader: Reader, rule: LimitRule, limit: number): Uint8Array {
  const flags = reader.byte();
  if ((flags & ~(HAS_MAXIMUM | IS_64)) !== 0) {
    throw new ModuleOutOfLimits(rule, "shared or specially paged memories and tables aren't deterministic");
  }
  const initial = reader.leb();
  const declared = (flags & HAS_MAXIMUM) === 0 ? BigInt(limit) : reader.leb();
  if (initial > limit) {
    const unit = rule === "memory" ? "pages" : "entries";
    throw new ModuleOutOfLimits(
      rule,
      `a core module starts with ${initial} ${unit} and the limit is ${limit}`,
    );
  }
  const maximum = declared < limit ? declared : BigInt(limit);
  return Buffer.concat([Uint8Array.of(flags | HAS_MAXIMUM), leb(initial), leb(maximum)]);
}

function referenceType(reader: Reader): Uint8Array {
  const start = reader.offset;
  if (REFERENCE_WITH_HEAP_TYPE.has(reader.byte())) reader.leb();
  return reader.since(start);
}

function leb(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

class Reader {
  readonly #bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  get done(): boolean {
    return this.offset >= this.#bytes.byteLength;
  }

  peek(): number {
    const byte = this.#bytes[this.offset];
    if (byte === undefined) throw new ModuleOutOfLimits("component", "a core module ends too early");
    return byte;
  }

  byte(): number {
    const byte = this.peek();
    this.offset += 1;
    return byte;
  }

  /** An unsigned LEB128 number of at most 64 bits. */
  leb(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new ModuleOutOfLimits("component", "a number in a core module has more than 64 bits");
  }

  take(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.#bytes.byteLength)
      throw new ModuleOutOfLimits("component", "a core module ends too early");
    const slice = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return slice;
  }

  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.offset);
  }
}
