import { ModuleReader, UnfitModule } from "./module-reader.ts";
import { leb } from "./module-writer.ts";

/**
 * Rewrites a core module so that its memory and tables can't grow beyond a limit. In the module itself a limit is
 * deterministic and the same in every engine: `memory.grow` past it answers -1 everywhere.
 */
export type ModuleLimits = { readonly memoryPages: number; readonly tableEntries: number };

export type LimitedModule = {
  readonly bytes: Uint8Array;
  /** Memories that can hold anything. */
  readonly memories: number;
  /** Of which so many hold nothing at the start. */
  readonly empty: number;
  /** Tables that it defines. */
  readonly tables: number;
};

export const PAGE_BYTES = 65_536;

const HEADER_BYTES = 8;
const TABLE_SECTION = 4;
const MEMORY_SECTION = 5;
const HAS_MAXIMUM = 0x01;
const TABLE_WITH_INITIALISER = 0x40;
const REFERENCE_WITH_HEAP_TYPE = new Set([0x63, 0x64]);

/** The module with each maximum lowered to the limits, and how many memories it defines. @throws UnfitModule */
export function limitModule(module: Uint8Array, limits: ModuleLimits): LimitedModule {
  const parts: Uint8Array[] = [module.subarray(0, HEADER_BYTES)];
  let [memories, empty, tables] = [0, 0, 0];
  const reader = new ModuleReader(module, HEADER_BYTES);
  while (!reader.done) {
    const id = reader.byte();
    const body = reader.take(Number(reader.leb()));
    const rewritten = rewriteSection(id, body, limits);
    if (id === MEMORY_SECTION) {
      const usable = initialPagesIn(rewritten);
      memories += usable.length;
      empty += usable.filter((pages) => pages === 0n).length;
    }
    if (id === TABLE_SECTION) tables += Number(new ModuleReader(rewritten, 0).leb());
    parts.push(Uint8Array.of(id), leb(BigInt(rewritten.byteLength)), rewritten);
  }
  return { bytes: Buffer.concat(parts), memories, empty, tables };
}

/** What each limited memory starts with, but for those whose maximum is no page, as toolchains leave one in modules that need none. */
function initialPagesIn(limited: Uint8Array): bigint[] {
  const reader = new ModuleReader(limited, 0);
  const entries = Array.from({ length: Number(reader.leb()) }, () => {
    reader.byte();
    return { initial: reader.leb(), maximum: reader.leb() };
  });
  return entries.filter(({ maximum }) => maximum > 0n).map(({ initial }) => initial);
}

function rewriteSection(id: number, body: Uint8Array, limits: ModuleLimits): Uint8Array {
  if (id !== MEMORY_SECTION && id !== TABLE_SECTION) return body;
  const reader = new ModuleReader(body, 0);
  const count = reader.leb();
  const parts: Uint8Array[] = [leb(count)];
  for (let index = 0n; index < count; index += 1n) {
    if (id === MEMORY_SECTION) {
      parts.push(limitEntry(reader, "memory", limits.memoryPages));
    } else if (reader.peek() === TABLE_WITH_INITIALISER) {
      throw new UnfitModule("tables", "a table with an initial value isn't supported");
    } else {
      parts.push(referenceType(reader), limitEntry(reader, "tables", limits.tableEntries));
    }
  }
  if (!reader.done) throw new UnfitModule("component", `section ${id} is longer than its entries`);
  return Buffer.concat(parts);
}

function limitEntry(reader: ModuleReader, rule: "memory" | "tables", limit: number): Uint8Array {
  const flags = reader.byte();
  if ((flags & ~HAS_MAXIMUM) !== 0) {
    throw new UnfitModule(rule, "shared, 64-bit or specially paged memories and tables aren't supported");
  }
  const initial = reader.leb();
  const declared = (flags & HAS_MAXIMUM) === 0 ? BigInt(limit) : reader.leb();
  if (initial > limit) {
    const unit = rule === "memory" ? "pages" : "entries";
    throw new UnfitModule(rule, `a core module starts with ${initial} ${unit} and the limit is ${limit}`);
  }
  const maximum = declared < limit ? declared : BigInt(limit);
  return Buffer.concat([Uint8Array.of(flags | HAS_MAXIMUM), leb(initial), leb(maximum)]);
}

function referenceType(reader: ModuleReader): Uint8Array {
  const start = reader.offset;
  if (REFERENCE_WITH_HEAP_TYPE.has(reader.byte())) reader.leb();
  return reader.since(start);
}
