import type { Header } from "./child-channel.ts";
import { MESSAGE_CHARACTERS } from "./child-limits.ts";
import { HandedTooMuch, MemoryFault } from "./child-lock.ts";

const CASES = ["invalid-input", "denied", "limit", "internal"];

/** A limit of calls was passed; the run remembers it as well, because a plugin may catch what the host throws. */
export class HostCallLimit extends Error {}
/** The plugin asked the system to end it. */
export class Exited extends Error {}

export const OVER_OUTPUT: Header = { status: "trap", class: "output" };

/**
 * What is said of each trap: by V8, and by the generated module, which rewords some of them.
 * An engine that says it differently yields a void run, never another class.
 */
const TRAPS: ReadonlyMap<string, string> = new Map([
  ["unreachable", "unreachable"],
  ["wasm trap: wasm `unreachable` instruction executed", "unreachable"],
  ["memory access out of bounds", "memory"],
  ["wasm trap: out of bounds memory access", "memory"],
  ["table index is out of bounds", "memory"],
  ["wasm trap: undefined element: out of bounds table access", "memory"],
  ["data segment out of bounds", "memory"],
  ["element segment out of bounds", "memory"],
  ["divide by zero", "other"],
  ["remainder by zero", "other"],
  ["wasm trap: integer divide by zero", "other"],
  ["divide result unrepresentable", "other"],
  ["wasm trap: integer overflow", "other"],
  ["float unrepresentable in integer range", "other"],
  ["wasm trap: invalid conversion to integer", "other"],
  ["function signature mismatch", "other"],
  ["null function", "other"],
  ["wasm trap: indirect call type mismatch", "other"],
  ["dereferencing a null pointer", "other"],
  ["illegal cast", "other"],
  ["array element access out of bounds", "other"],
  ["rethrowing null value", "other"],
  ["operation does not support unaligned accesses", "other"],
]);
const SEGMENT_AT_START = /^WebAssembly\.Instance\(\): (data|element) segment \d+ is out of bounds/;
const OUT_OF_BUFFER = /outside the bounds of the (DataView|buffer)$|^Invalid typed array length: \d+$/;
const INVALID_VALUE = /^invalid (discriminant|variant discriminant) /;

/** The engine's own word for the end of its stack, learnt by reaching it. */
function wordOfStackEnd(): string {
  const descend = (): number => descend() + 1;
  try {
    return String(descend());
  } catch (error) {
    return error instanceof RangeError ? error.message : "";
  }
}

/** The verdict on whatever ended a run early. What isn't known for certain is void. */
export function classify(fault: unknown): Header {
  if (fault instanceof MemoryFault) return { status: "trap", class: "memory" };
  if (fault instanceof HandedTooMuch) return OVER_OUTPUT;
  if (fault instanceof Exited) return { status: "trap", class: "unreachable" };
  if (fault instanceof WebAssembly.Exception) return { status: "trap", class: "other" };
  if (!(fault instanceof Error)) return pluginError(fault);
  const { message } = fault;
  if (fault instanceof WebAssembly.RuntimeError) {
    const known = SEGMENT_AT_START.test(message) ? "memory" : TRAPS.get(message);
    if (known !== undefined) return { status: "trap", class: known };
  }
  if (fault instanceof RangeError && message === wordOfStackEnd()) {
    return { status: "void", reason: "stack", detail: "the call stack ended" };
  }
  if (fault instanceof RangeError && OUT_OF_BUFFER.test(message)) return { status: "trap", class: "memory" };
  if (fault instanceof TypeError && INVALID_VALUE.test(message)) return { status: "trap", class: "other" };
  return {
    status: "void",
    reason: "crashed",
    detail: `${fault.name}: ${message}`.slice(0, MESSAGE_CHARACTERS),
  };
}

function pluginError(value: unknown): Header {
  const { tag, val } = (value ?? {}) as { tag?: unknown; val?: unknown };
  if (!CASES.includes(String(tag))) return { status: "trap", class: "other" };
  return { status: "plugin-error", case: tag, message: String(val).slice(0, MESSAGE_CHARACTERS) };
}
