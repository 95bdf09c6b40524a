import canonicalize from "canonicalize";
import type { Fault } from "./errors.ts";
import { NotCanonicalError } from "./errors.ts";
import { childPath } from "./path.ts";

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Deepest nesting that is read or written. */
export const MAX_JSON_DEPTH = 64;

/**
 * RFC 8785 (JCS) bytes of a value that also keeps to I-JSON: no floats, integers of at most 2^53 - 1, well-formed strings.
 * The name `__proto__` is refused too, because readers in JavaScript lose it.
 * @throws NotCanonicalError with every fault
 */
export function canonicalBytes(value: unknown): Uint8Array {
  if (!isSound(value, 0)) throw new NotCanonicalError({ faults: valueFaults(value, "$", 0) });
  return new TextEncoder().encode(canonicalize(value));
}

/**
 * The value of canonical bytes. Duplicate keys, white space, unsorted keys and numbers like `1.0` are refused because the
 * bytes differ from those of the value read.
 * @throws NotCanonicalError with every fault
 */
export function parseCanonical(bytes: Uint8Array): JsonValue {
  const { value, faults } = inspectCanonical(bytes);
  if (faults.length > 0 || value === undefined) throw new NotCanonicalError({ faults });
  return value;
}

/** What bytes say and all that is wrong with them as canonical JSON; `value` is missing only if they aren't JSON at all. */
export function inspectCanonical(bytes: Uint8Array): { value?: JsonValue; faults: readonly Fault[] } {
  let value: JsonValue;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return { faults: [{ path: "$", message: `isn't JSON in UTF-8 (${(error as Error).message})` }] };
  }
  if (!isSound(value, 0)) return { value, faults: valueFaults(value, "$", 0) };
  const difference = firstDifference(bytes, canonicalBytes(value));
  if (difference === undefined) return { value, faults: [] };
  const message = `isn't canonical (RFC 8785) from byte ${difference} on: a duplicate or unsorted key, white space, or another spelling of a value`;
  return { value, faults: [{ path: "$", message }] };
}

function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i;
  return a.length === b.length ? undefined : shorter;
}

/** Whether `valueFaults` finds nothing; it names no paths, which is most of that one's work. */
function isSound(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object" || depth === MAX_JSON_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isSound(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.entries(value).every(
    ([key, item]) => nameFaults(key, key).length === 0 && isSound(item, depth + 1),
  );
}

function valueFaults(value: unknown, path: string, depth: number): Fault[] {
  if (value === null || typeof value === "boolean") return [];
  if (typeof value === "string")
    return value.isWellFormed() ? [] : [{ path, message: "has a lone surrogate" }];
  if (typeof value === "number") return numberFaults(value, path);
  if (typeof value !== "object") return [{ path, message: `is ${typeof value}, which JSON doesn't have` }];
  if (depth === MAX_JSON_DEPTH) return [{ path, message: `is nested deeper than ${MAX_JSON_DEPTH} levels` }];
  if (Array.isArray(value))
    return value.flatMap((item, i) => valueFaults(item, childPath(path, i), depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return [{ path, message: "is neither a plain object nor an array" }];
  return Object.entries(value).flatMap(([key, item]) => {
    const child = childPath(path, key);
    return [...nameFaults(key, child), ...valueFaults(item, child, depth + 1)];
  });
}

function nameFaults(name: string, path: string): Fault[] {
  if (!name.isWellFormed()) return [{ path, message: "has a lone surrogate in its name" }];
  return name === "__proto__" ? [{ path, message: "has a name that JavaScript reserves" }] : [];
}

function numberFaults(value: number, path: string): Fault[] {
  if (!Number.isInteger(value))
    return [{ path, message: `is ${value}; only integers are allowed, so write it as a string` }];
  if (!Number.isSafeInteger(value)) {
    return [{ path, message: `is ${value}, beyond 2^53 - 1; write larger integers as strings` }];
  }
  return [];
}
