import { PREFIX_FACTOR } from "./instructions.ts";

/**
 * How many values an instruction leaves on the operand stack more than it takes, by opcode. What depends on types (calls,
 * blocks, branches) is for the caller to say. Of a vector instruction not listed here it is one less.
 */
type Ranges = readonly (readonly [first: number, last: number, effect: number])[];

const PLAIN: Ranges = [
  [0x0d, 0x0d, -1],
  [0x0e, 0x0e, -1],
  [0x1a, 0x1a, -1],
  [0x1b, 0x1c, -2],
  [0x20, 0x20, 1],
  [0x21, 0x21, -1],
  [0x23, 0x23, 1],
  [0x24, 0x24, -1],
  [0x26, 0x26, -2],
  [0x36, 0x3e, -2],
  [0x3f, 0x3f, 1],
  [0x41, 0x44, 1],
  [0x46, 0x4f, -1],
  [0x51, 0x5a, -1],
  [0x5b, 0x66, -1],
  [0x6a, 0x78, -1],
  [0x7c, 0x8a, -1],
  [0x92, 0x98, -1],
  [0xa0, 0xa6, -1],
  [0xd0, 0xd0, 1],
  [0xd2, 0xd2, 1],
  [0xd3, 0xd3, -1],
];

const BULK = 0xfc * PREFIX_FACTOR;
const BULK_EFFECTS: Ranges = [
  [BULK + 0x08, BULK + 0x08, -3],
  [BULK + 0x0a, BULK + 0x0c, -3],
  [BULK + 0x0e, BULK + 0x0e, -3],
  [BULK + 0x0f, BULK + 0x0f, -1],
  [BULK + 0x10, BULK + 0x10, 1],
  [BULK + 0x11, BULK + 0x11, -3],
];

const VECTOR = 0xfd * PREFIX_FACTOR;
/** Vector instructions of one operand: loads, splats, lanes taken out, conversions. */
const UNARY: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x0a],
  [0x0f, 0x16],
  [0x18, 0x19],
  [0x1b, 0x1b],
  [0x1d, 0x1d],
  [0x1f, 0x1f],
  [0x21, 0x21],
  [0x4d, 0x4d],
  [0x53, 0x53],
  [0x5c, 0x64],
  [0x67, 0x6a],
  [0x74, 0x75],
  [0x7a, 0x7a],
  [0x7c, 0x81],
  [0x83, 0x84],
  [0x87, 0x8a],
  [0x94, 0x94],
  [0xa0, 0xa4],
  [0xa7, 0xaa],
  [0xc0, 0xc4],
  [0xc7, 0xca],
  [0xe0, 0xe3],
  [0xec, 0xef],
  [0xf8, 0xff],
];
const VECTOR_EFFECTS: Ranges = [
  ...UNARY.map(([first, last]) => [VECTOR + first, VECTOR + last, 0] as const),
  [VECTOR + 0x0b, VECTOR + 0x0b, -2],
  [VECTOR + 0x0c, VECTOR + 0x0c, 1],
  [VECTOR + 0x52, VECTOR + 0x52, -2],
  [VECTOR + 0x58, VECTOR + 0x5b, -2],
];

const EFFECTS: ReadonlyMap<number, number> = new Map(
  [...PLAIN, ...BULK_EFFECTS, ...VECTOR_EFFECTS].flatMap(([first, last, effect]) =>
    Array.from({ length: last - first + 1 }, (_, index) => [first + index, effect] as const),
  ),
);

/** Instructions whose value depends on operands alone, or on an address that they compute on the way. */
const COMPUTING: ReadonlySet<number> = new Set(
  [
    [0x1b, 0x1c],
    [0x28, 0x3e],
    [0x45, 0xc4],
    [0xd1, 0xd3],
  ].flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
);

/** Whether an engine may compute the instruction's value once for several places where it stands. */
export function computes(opcode: number): boolean {
  return COMPUTING.has(opcode) || opcode >= BULK;
}

export function stackEffect(opcode: number): number {
  return EFFECTS.get(opcode) ?? (opcode >= VECTOR ? -1 : 0);
}
