import { leb, signedLeb } from "./module-writer.ts";

/** The two globals that a metered module imports before its own. */
export const METER_MODULE = "nexus:meter";
export const STEPS_GLOBAL = 0;
export const DEPTH_GLOBAL = 1;
export const ADDED_GLOBALS = 2;

/** What a call from the host into the module takes of the depth: the host's own frames in between. */
const HOST_FRAME_BYTES = 4_096;

const OP = {
  unreachable: 0x00,
  ifEmpty: [0x04, 0x40],
  end: 0x0b,
  call: 0x10,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Below: 0x48,
  i64Below: 0x53,
  i32Add: 0x6a,
  i32Subtract: 0x6b,
  i64Subtract: 0x7d,
  i64ShiftLeft: 0x86,
  i64ShiftRight: 0x88,
  i64Extend: 0xad,
} as const;

const SPENT = [OP.ifEmpty, OP.unreachable, OP.end].flat();
const TOO_DEEP = [
  OP.ifEmpty,
  [OP.i32Const, ...signedLeb(-1), OP.globalSet, DEPTH_GLOBAL, OP.unreachable, OP.end],
].flat();

/** Locals that a metered function adds behind its own: an i64 for steps, an i32 for the depth left, an i32 for sizes. */
export type MeterLocals = { readonly steps: number; readonly depth: number; readonly size: number };

/** Takes a fixed number of steps. */
export function paySteps({ steps }: MeterLocals, weight: number): Uint8Array {
  return Uint8Array.from([
    ...[OP.globalGet, STEPS_GLOBAL, OP.i64Const, ...signedLeb(weight), OP.i64Subtract],
    ...keepSteps(steps),
  ]);
}

/** Takes steps by the i32 on top of the operand stack, which stays there: shifted left, or right for a negative `shift`. */
export function paySize({ steps, size }: MeterLocals, shift: number): Uint8Array {
  const by = shift < 0 ? OP.i64ShiftRight : OP.i64ShiftLeft;
  return Uint8Array.from([
    ...[OP.localTee, ...leb(size), OP.globalGet, STEPS_GLOBAL, OP.localGet, ...leb(size), OP.i64Extend],
    ...[OP.i64Const, ...signedLeb(Math.abs(shift)), by, OP.i64Subtract],
    ...keepSteps(steps),
  ]);
}

function keepSteps(local: number): number[] {
  const index = leb(local);
  return [
    ...[OP.localTee, ...index, OP.globalSet, STEPS_GLOBAL, OP.localGet, ...index],
    ...[OP.i64Const, 0, OP.i64Below, ...SPENT],
  ];
}

/** At a function's start: takes its frame off the depth and keeps the rest. */
export function takeDepth({ depth }: MeterLocals, frame: number): Uint8Array {
  return Uint8Array.from([
    ...[OP.globalGet, DEPTH_GLOBAL, OP.i32Const, ...signedLeb(frame), OP.i32Subtract],
    ...[OP.localTee, ...leb(depth), OP.i32Const, 0, OP.i32Below, ...TOO_DEEP],
  ]);
}

/** Before a call: what is left for it. */
export function giveDepth({ depth }: MeterLocals): Uint8Array {
  return Uint8Array.from([OP.localGet, ...leb(depth), OP.globalSet, DEPTH_GLOBAL]);
}

/** Before a call in place of a return: what is left without the frame that it replaces. */
export function returnDepth({ depth }: MeterLocals, frame: number): Uint8Array {
  return Uint8Array.from([
    ...[OP.localGet, ...leb(depth), OP.i32Const, ...signedLeb(frame), OP.i32Add],
    ...[OP.globalSet, DEPTH_GLOBAL],
  ]);
}

/** A function of the same type for the host to call: it leaves the depth as it found it. */
export function entryFor(index: number, parameters: number): Uint8Array {
  const saved = leb(parameters);
  const passed = Array.from({ length: parameters }, (_, local) => [OP.localGet, ...leb(local)]).flat();
  return Uint8Array.from([
    ...[1, 1, 0x7f],
    ...[OP.globalGet, DEPTH_GLOBAL, OP.localTee, ...saved],
    ...[OP.i32Const, ...signedLeb(HOST_FRAME_BYTES), OP.i32Subtract, OP.globalSet, DEPTH_GLOBAL],
    ...[...passed, OP.call, ...leb(index), OP.localGet, ...saved, OP.globalSet, DEPTH_GLOBAL, OP.end],
  ]);
}
