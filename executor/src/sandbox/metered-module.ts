import { readInstruction, valueType } from "./instructions.ts";
import { ADDED_GLOBALS, entryFor, METER_MODULE } from "./meter-snippets.ts";
import { FunctionMeter } from "./metered-code.ts";
import { ModuleReader, UnfitModule } from "./module-reader.ts";
import {
  arityOf,
  listIn,
  type ModuleShape,
  SECTION,
  type Section,
  sectionsOf,
  shapeOf,
} from "./module-shape.ts";
import { leb, listOf, nameOf, sized } from "./module-writer.ts";

/**
 * A core module that counts its steps and the depth of its calls in two globals, which it imports from `METER_MODULE` before
 * its own: "steps", an i64, and "depth", an i32, both to be set by the host. Below zero in either it traps. What it calls or
 * does otherwise is unchanged, and it can't name the two globals itself.
 * @throws UnfitModule
 */
export function meterModule(module: Uint8Array): Uint8Array {
  const sections = sectionsOf(module);
  const shape = shapeOf(sections, METER_MODULE);
  const bodies = new Map(sections.map(({ id, body }) => [id, body]));
  const entries = entriesOf(bodies.get(SECTION.export), shape);
  const rewritten = new Map<number, Uint8Array>([
    [SECTION.import, importsWithMeter(bodies.get(SECTION.import))],
    [SECTION.function, functionsWith(bodies.get(SECTION.function), entries)],
    [SECTION.global, rewriteGlobals(bodies.get(SECTION.global))],
    [SECTION.export, exportsThrough(bodies.get(SECTION.export), entries)],
    [SECTION.element, rewriteElements(bodies.get(SECTION.element), entries)],
    [SECTION.code, rewriteCode(bodies.get(SECTION.code), shape, entries)],
    [SECTION.data, rewriteData(bodies.get(SECTION.data))],
  ]);
  return assemble(module, bodies, rewritten, sections);
}

const HEADER_BYTES = 8;
/** The order in which sections stand; their ids are older than it. */
const ORDER: readonly number[] = [
  ...[SECTION.type, SECTION.import, SECTION.function, SECTION.table, SECTION.memory, SECTION.tag],
  ...[SECTION.global, SECTION.export, SECTION.start, SECTION.element, SECTION.dataCount],
  ...[SECTION.code, SECTION.data],
];
const GLOBAL_KIND = 3;
const FUNCTION_KIND = 0;
const MUTABLE = 1;
const I32 = 0x7f;
const I64 = 0x7e;
const GLOBAL_GET = 0x23;
const END = 0x0b;

/** A function that the host may call, and the one put in its place. */
type Entry = { readonly index: number; readonly type: number; readonly entry: number };
type Entries = ReadonlyMap<number, Entry>;

function assemble(
  module: Uint8Array,
  bodies: ReadonlyMap<number, Uint8Array>,
  rewritten: ReadonlyMap<number, Uint8Array>,
  sections: readonly Section[],
): Uint8Array {
  const unknown = sections.find(({ id }) => !ORDER.includes(id));
  if (unknown !== undefined)
    throw new UnfitModule("component", `a core module has the section ${unknown.id}`);
  if (bodies.size < sections.length) throw new UnfitModule("component", "a core module has a section twice");
  const parts = ORDER.flatMap((id) => {
    const body = rewritten.get(id) ?? bodies.get(id);
    const needless = body === undefined || (!bodies.has(id) && body.byteLength === 1);
    return needless ? [] : [Uint8Array.of(id), sized(body)];
  });
  return Buffer.concat([module.subarray(0, HEADER_BYTES), ...parts]);
}

function importsWithMeter(body: Uint8Array | undefined): Uint8Array {
  const reader = new ModuleReader(body ?? Uint8Array.of(0));
  const count = reader.leb32();
  const meter = (name: string, type: number) =>
    Buffer.concat([nameOf(METER_MODULE), nameOf(name), Uint8Array.of(GLOBAL_KIND, type, MUTABLE)]);
  return Buffer.concat([leb(count + ADDED_GLOBALS), meter("steps", I64), meter("depth", I32), reader.rest()]);
}

/** An entry for each exported function that the module defines. */
function entriesOf(body: Uint8Array | undefined, shape: ModuleShape): Entries {
  const exported = listIn(body, readExport).filter(
    ({ kind, index }) => kind === FUNCTION_KIND && index >= shape.importedFunctions,
  );
  const distinct = [...new Set(exported.map(({ index }) => index))];
  return new Map(
    distinct.map((index, position) => {
      const type = shape.functions[index];
      if (type === undefined) throw new UnfitModule("component", "a core module exports a function it lacks");
      return [index, { index, type, entry: shape.functions.length + position }];
    }),
  );
}

function readExport(reader: ModuleReader): { name: Uint8Array; kind: number; index: number } {
  const start = reader.offset;
  reader.take(reader.leb32());
  return { name: reader.since(start), kind: reader.byte(), index: reader.leb32() };
}

function exportsThrough(body: Uint8Array | undefined, entries: Entries): Uint8Array {
  const items = listIn(body, readExport).map(({ name, kind, index }) => {
    const own = kind === FUNCTION_KIND ? (entries.get(index)?.entry ?? index) : index;
    return Buffer.concat([name, Uint8Array.of(kind), leb(kind === GLOBAL_KIND ? own + ADDED_GLOBALS : own)]);
  });
  return listOf(items);
}

function functionsWith(body: Uint8Array | undefined, entries: Entries): Uint8Array {
  const reader = new ModuleReader(body ?? Uint8Array.of(0));
  const count = reader.leb32();
  const types = [...entries.values()].map(({ type }) => leb(type));
  return Buffer.concat([leb(count + types.length), reader.rest(), ...types]);
}

function rewriteCode(body: Uint8Array | undefined, shape: ModuleShape, entries: Entries): Uint8Array {
  let index = shape.importedFunctions;
  const functions = listIn(body, (reader) => {
    const type = shape.functions[index++];
    return sized(new FunctionMeter(reader.take(reader.leb32()), shape, type).rewrite());
  });
  const added = [...entries.values()].map(({ index: target, type }) =>
    sized(entryFor(target, arityOf(shape, type).parameters)),
  );
  return listOf([...functions, ...added]);
}

function rewriteGlobals(body: Uint8Array | undefined): Uint8Array {
  const globals = listIn(body, (reader) => {
    const start = reader.offset;
    valueType(reader);
    reader.byte();
    return Buffer.concat([reader.since(start), constant(reader)]);
  });
  return listOf(globals);
}

const ACTIVE = 0;
const PASSIVE = 1;

function rewriteData(body: Uint8Array | undefined): Uint8Array {
  const segments = listIn(body, (reader) => {
    const start = reader.offset;
    const flags = reader.leb32();
    if (flags > 2) throw new UnfitModule("component", "a data segment has an unknown form");
    if (flags === 2) reader.leb32();
    const head = reader.since(start);
    const offset = flags === PASSIVE ? new Uint8Array() : constant(reader);
    return Buffer.concat([head, offset, sized(reader.take(reader.leb32()))]);
  });
  return listOf(segments);
}

/** Bits of an element segment's form. */
const NOT_ACTIVE = 1;
const EXPLICIT = 2;
const EXPRESSIONS = 4;
/** A segment that only declares functions as ones whose references are taken. */
const DECLARATIVE = [3, 0];

/** Functions that were declared by their export alone must stay declared. */
function rewriteElements(body: Uint8Array | undefined, entries: Entries): Uint8Array {
  const segments: Uint8Array[] = listIn(body, readSegment);
  if (entries.size > 0) {
    const indices = [...entries.keys()].map((index) => leb(index));
    segments.push(Buffer.concat([Uint8Array.from(DECLARATIVE), listOf(indices)]));
  }
  return listOf(segments);
}

function readSegment(reader: ModuleReader): Uint8Array {
  const start = reader.offset;
  const flags = reader.leb32();
  if (flags > 7) throw new UnfitModule("component", "an element segment has an unknown form");
  const active = (flags & NOT_ACTIVE) === ACTIVE;
  if (active && (flags & EXPLICIT) !== 0) reader.leb32();
  const head = reader.since(start);
  const offset = active ? constant(reader) : new Uint8Array();
  const kind = reader.offset;
  if ((flags & (NOT_ACTIVE | EXPLICIT)) !== 0) {
    if ((flags & EXPRESSIONS) !== 0) valueType(reader);
    else reader.byte();
  }
  const parts = [head, offset, reader.since(kind)];
  const items: Uint8Array[] = [];
  for (let left = reader.leb32(); left > 0; left -= 1) {
    items.push((flags & EXPRESSIONS) !== 0 ? constant(reader) : leb(reader.leb32()));
  }
  return Buffer.concat([...parts, listOf(items)]);
}

/** A constant expression up to its end, its globals counted behind the meter's. */
function constant(reader: ModuleReader): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const start = reader.offset;
    const opcode = readInstruction(reader);
    const instruction = reader.since(start);
    const index = opcode === GLOBAL_GET ? new ModuleReader(instruction, 1).leb32() : undefined;
    parts.push(
      index === undefined
        ? instruction
        : Buffer.concat([Uint8Array.of(GLOBAL_GET), leb(index + ADDED_GLOBALS)]),
    );
    if (opcode === END) return Buffer.concat(parts);
  }
}
