import { PREFIX_FACTOR } from "./instructions.ts";

/**
 * What an instruction costs, in steps. One step is a plain instruction; what takes an engine far longer weighs more, so
 * that a limit of steps is also a limit of time within about an order of magnitude. Weights are part of every result that
 * ends by steps: a change is a new version of the passes.
 */
const PLAIN = 1;
const MEMORY_ACCESS = 2;
const VECTOR_OPERATION = 2;
const CALL = 4;
const INDIRECT_CALL = 8;
const DIVISION = 8;
/** A round through the engine's runtime, which reserves or copies. */
const GROW = 4_096;
/** Unwinding frames of the stack. */
const THROW = 8_192;
/** Bulk operations, besides what their size costs. */
const BULK_OPERATION = 16;

const BULK = 0xfc * PREFIX_FACTOR;
const VECTOR = 0xfd * PREFIX_FACTOR;

/** Opcodes whose weight isn't the plain one. */
const WEIGHTS: ReadonlyMap<number, number> = new Map<number, number>([
  ...opcodes([0x01, 0x01], [0x02, 0x02], [0x05, 0x05], [0x0b, 0x0b]).map((code) => [code, 0] as const),
  ...opcodes([0x08, 0x08], [0x0a, 0x0a]).map((code) => [code, THROW] as const),
  ...opcodes([0x10, 0x10], [0x12, 0x12]).map((code) => [code, CALL] as const),
  ...opcodes([0x11, 0x11], [0x13, 0x15]).map((code) => [code, INDIRECT_CALL] as const),
  ...opcodes([0x25, 0x26], [0x28, 0x3e]).map((code) => [code, MEMORY_ACCESS] as const),
  ...opcodes([0x6d, 0x70], [0x7f, 0x82], [0x91, 0x91], [0x95, 0x95], [0x9f, 0x9f], [0xa3, 0xa3]).map(
    (code) => [code, DIVISION] as const,
  ),
  [0x40, GROW],
  [BULK + 0x0f, GROW],
  ...opcodes([BULK + 0x08, BULK + 0x08], [BULK + 0x0a, BULK + 0x0c], [BULK + 0x0e, BULK + 0x0e]).map(
    (code) => [code, BULK_OPERATION] as const,
  ),
  [BULK + 0x11, BULK_OPERATION],
]);

/** Operations on memory, by the number of bytes that is their last operand: one step for 8 of them. */
const BY_BYTES: ReadonlySet<number> = new Set([BULK + 0x08, BULK + 0x0a, BULK + 0x0b]);
/** Operations on tables, by the number of entries that is their last operand: 16 steps for each. */
const BY_ENTRIES: ReadonlySet<number> = new Set([BULK + 0x0c, BULK + 0x0e, BULK + 0x0f, BULK + 0x11]);

export function weightOf(opcode: number): number {
  return WEIGHTS.get(opcode) ?? (opcode >= VECTOR ? VECTOR_OPERATION : PLAIN);
}

/** Binary logarithm of the steps for one unit of a bulk operation's size; undefined for what has no size. */
export function sizeShift(opcode: number): number | undefined {
  if (BY_BYTES.has(opcode)) return -3;
  return BY_ENTRIES.has(opcode) ? 4 : undefined;
}

function opcodes(...ranges: readonly (readonly [first: number, last: number])[]): number[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
}
