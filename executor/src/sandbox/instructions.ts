import { type ModuleReader, UnfitModule } from "./module-reader.ts";

/**
 * Reads one instruction and its operands, and tells its opcode: `prefix * 0x1000 + number` for a prefixed one.
 *
 * It refuses instructions whose result isn't the same on every machine: relaxed SIMD, which WebAssembly leaves to the
 * processor, and atomics; objects, whose number is limited by the engine's heap; and the exceptions that WebAssembly gave up.
 * It follows the code just far enough to tell instructions from their operands; whether the code is valid is for the engine to say.
 * @throws UnfitModule
 */
export function readInstruction(reader: ModuleReader): number {
  const opcode = reader.byte();
  if (opcode === ATOMIC) throw new UnfitModule("instructions", "it uses atomics");
  if (opcode === OBJECTS) throw new UnfitModule("instructions", "it uses the engine's own objects");
  if (OLD_EXCEPTIONS.has(opcode)) {
    throw new UnfitModule("instructions", "it uses the old form of exceptions; build it with try_table");
  }
  const sub = PREFIXES.has(opcode) ? reader.leb32() : undefined;
  const operands = operandsOf(opcode, sub);
  if (operands === undefined) throw new UnfitModule("instructions", `it uses the unknown opcode ${opcode}`);
  operands(reader);
  return sub === undefined ? opcode : opcode * PREFIX_FACTOR + sub;
}

/** Reads a body's declarations of locals and tells how many there are and whether one is a vector. */
export function readLocals(reader: ModuleReader): { count: number; vectors: boolean } {
  let count = 0;
  let vectors = false;
  for (let left = reader.leb32(); left > 0; left -= 1) {
    count += reader.leb32();
    vectors ||= reader.peek() === VECTOR_TYPE;
    valueType(reader);
  }
  return { count, vectors };
}

/** Factor of a prefix in the opcodes of `readInstruction`. */
export const PREFIX_FACTOR = 0x1000;
/** Set in a memory operand's alignment when an index of a memory follows. */
const HAS_MEMORY_INDEX = 0x40;
const OBJECTS = 0xfb;
const NUMERIC_AND_BULK = 0xfc;
const VECTOR = 0xfd;
const ATOMIC = 0xfe;
const PREFIXES: ReadonlySet<number> = new Set([NUMERIC_AND_BULK, VECTOR]);
/** try, catch, rethrow, delegate, catch_all */
const OLD_EXCEPTIONS: ReadonlySet<number> = new Set([0x06, 0x07, 0x09, 0x18, 0x19]);
const FIRST_RELAXED = 0x100;
const VECTOR_TYPE = 0x7b;

type Operands = (reader: ModuleReader) => void;

const none: Operands = () => undefined;
const number: Operands = (reader) => {
  reader.leb32();
};
const sequence =
  (...operands: readonly Operands[]): Operands =>
  (reader) => {
    for (const operand of operands) operand(reader);
  };
const two = sequence(number, number);
const bytes =
  (count: number): Operands =>
  (reader) => {
    reader.take(count);
  };
const list =
  (item: Operands): Operands =>
  (reader) => {
    for (let left = reader.leb32(); left > 0; left -= 1) item(reader);
  };
const memory: Operands = (reader) => {
  if ((reader.leb32() & HAS_MEMORY_INDEX) !== 0) reader.leb32();
  reader.leb32();
};
/** A value type: one byte, or two forms of reference followed by a heap type. Both also start as a LEB128 number. */
export const valueType: Operands = (reader) => {
  const first = reader.byte();
  if (first === 0x63 || first === 0x64) reader.leb32();
};
/** A block's type: empty, one value type, or the index of a function type. */
export const blockType: Operands = (reader) => {
  if (reader.peek() === 0x63 || reader.peek() === 0x64) valueType(reader);
  else reader.leb32();
};
/** A clause of try_table: with a tag (0, 1) or without (2, 3), then a label. */
const catchClause: Operands = (reader) => {
  if (reader.byte() < 2) reader.leb32();
  reader.leb32();
};

/** Operands by the first and last opcode of a range. */
type Ranges = readonly (readonly [first: number, last: number, operands: Operands])[];

const PLAIN: Ranges = [
  [0x00, 0x01, none],
  [0x02, 0x04, blockType],
  [0x05, 0x05, none],
  [0x08, 0x08, number],
  [0x0a, 0x0b, none],
  [0x0c, 0x0d, number],
  [0x0e, 0x0e, sequence(list(number), number)],
  [0x0f, 0x0f, none],
  [0x10, 0x10, number],
  [0x11, 0x11, two],
  [0x12, 0x12, number],
  [0x13, 0x13, two],
  [0x14, 0x15, number],
  [0x1a, 0x1b, none],
  [0x1c, 0x1c, list(valueType)],
  [0x1f, 0x1f, sequence(blockType, list(catchClause))],
  [0x20, 0x26, number],
  [0x28, 0x3e, memory],
  [0x3f, 0x42, number],
  [0x43, 0x43, bytes(4)],
  [0x44, 0x44, bytes(8)],
  [0x45, 0xc4, none],
  [0xd0, 0xd0, number],
  [0xd1, 0xd1, none],
  [0xd2, 0xd2, number],
  [0xd3, 0xd4, none],
  [0xd5, 0xd6, number],
];

const BULK: Ranges = [
  [0x00, 0x07, none],
  [0x08, 0x08, two],
  [0x09, 0x09, number],
  [0x0a, 0x0a, two],
  [0x0b, 0x0b, number],
  [0x0c, 0x0c, two],
  [0x0d, 0x0d, number],
  [0x0e, 0x0e, two],
  [0x0f, 0x11, number],
  [0x13, 0x16, none],
];

const VECTORS: Ranges = [
  [0x00, 0x0b, memory],
  [0x0c, 0x0d, bytes(16)],
  [0x0e, 0x14, none],
  [0x15, 0x22, bytes(1)],
  [0x23, 0x53, none],
  [0x54, 0x5b, sequence(memory, bytes(1))],
  [0x5c, 0x5d, memory],
  [0x5e, 0xff, none],
];

const PLAIN_BY_OPCODE = byOpcode(PLAIN);
const BULK_BY_OPCODE = byOpcode(BULK);
const VECTOR_BY_OPCODE = byOpcode(VECTORS);

function byOpcode(ranges: Ranges): readonly (Operands | undefined)[] {
  const table: (Operands | undefined)[] = [];
  for (const [first, last, operands] of ranges) {
    for (let opcode = first; opcode <= last; opcode += 1) table[opcode] = operands;
  }
  return table;
}

function operandsOf(opcode: number, sub: number | undefined): Operands | undefined {
  if (sub === undefined) return PLAIN_BY_OPCODE[opcode];
  if (opcode === NUMERIC_AND_BULK) return BULK_BY_OPCODE[sub];
  if (sub >= FIRST_RELAXED) {
    throw new UnfitModule("instructions", "it uses relaxed SIMD, whose results differ between machines");
  }
  return VECTOR_BY_OPCODE[sub];
}
