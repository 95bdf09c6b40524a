import { runInNewContext } from "node:vm";
import { PIECE_BYTES } from "./child-limits.ts";

/** The plugin handed the host a pointer outside its memory, or its component wants a second memory. */
export class MemoryFault extends Error {}
/** The plugin handed the host more than a run may, in lists and texts that may all lie on the same bytes, or was handed it. */
export class HandedTooMuch extends Error {}

/** Bytes that a plugin and its host may hand over in a run, each piece counted as `PIECE_BYTES` at the least. */
const HANDED_BYTES = 67_108_864;

let handed = 0;
let stop = (): void => {};

/** Starts to count anew what a plugin hands over; `stopPlugin` ends one that hands over too much, and may catch what is thrown. */
export function resetHanded(stopPlugin: () => void): void {
  handed = 0;
  stop = stopPlugin;
}

/** Whether a run has handed over too much, whatever became of the error that told it. */
export function hasHandedTooMuch(): boolean {
  return handed > HANDED_BYTES;
}

/** Counts a piece, ahead of the work that it makes. @throws HandedTooMuch */
export function countHanded(bytes: number): void {
  handed += Math.max(PIECE_BYTES, bytes);
  if (!hasHandedTooMuch()) return;
  stop();
  throw new HandedTooMuch("more handed over than a run may");
}

/** The ways to read a number. */
const READS = Object.getOwnPropertyNames(DataView.prototype).filter((name) => name.startsWith("get"));

/**
 * The generated module takes lists of numbers out of a plugin's memory by `slice`, texts by `decode`, and all other lists
 * number by number.
 */
function guardMemory(): void {
  const slice = ArrayBuffer.prototype.slice;
  ArrayBuffer.prototype.slice = function strictSlice(this: ArrayBuffer, start = 0, end?: number) {
    if ((end ?? 0) > this.byteLength) throw new MemoryFault("a result outside the memory");
    countHanded((end ?? this.byteLength) - start);
    return slice.call(this, start, end);
  };
  const decode = TextDecoder.prototype.decode;
  TextDecoder.prototype.decode = function countedDecode(bytes, options) {
    countHanded(bytes?.byteLength ?? 0);
    return decode.call(this, bytes, options);
  };
  for (const name of READS) {
    const read = Reflect.get(DataView.prototype, name);
    Reflect.set(DataView.prototype, name, function countedRead(this: DataView, ...where: unknown[]) {
      countHanded(0);
      return Reflect.apply(read, this, where);
    });
  }
}

/**
 * Takes away everything the generated script doesn't need: every global that isn't ECMAScript's, and the chance to change a
 * built-in for a later run. Imports it never had, being a script. The walls outside hold without this; it is one more.
 */
export function lock(): void {
  guardMemory();
  const names: string[] = runInNewContext("Object.getOwnPropertyNames(globalThis)");
  const kept = new Set([...names, "TextDecoder", "TextEncoder"]);
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name !== "string" || !kept.has(name)) Reflect.deleteProperty(globalThis, name);
  }
  Object.defineProperty(globalThis, "console", { value: Object.freeze({ debug() {}, error() {} }) });
  for (const name of kept) freeze(Reflect.get(globalThis, name));
}

function freeze(value: unknown): void {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || value === globalThis)
    return;
  Object.freeze(value);
  if ("prototype" in value && value.prototype !== null) Object.freeze(value.prototype);
}
