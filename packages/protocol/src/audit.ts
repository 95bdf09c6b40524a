import canonicalize from "canonicalize";
import type { Hex } from "viem";
import { encodeAbiParameters, hexToBigInt, keccak256 } from "viem";
import type { JsonValue } from "./canonical.ts";
import { MAX_JSON_DEPTH } from "./canonical.ts";

/** What an audit's derived input follows from. */
export interface AuditInputSource {
  /** Seed of the AUDIT task, 32 bytes. */
  readonly seed: Hex;
  /** Number of the derived input, from 0. */
  readonly index: number;
  /** Input bytes of public vector `index` modulo the number of vectors. */
  readonly vectorInput: Uint8Array;
}

const STREAM = [{ type: "bytes32" }, { type: "uint256" }, { type: "uint256" }] as const;

/**
 * Input number `index` of an audit: the vector's JSON with other integers, as RFC 8785 bytes.
 *
 * Numbers with an integer value v of magnitude m = |v|, 0 < m <= 2^53 - 1, are visited depth first, elements in
 * order, members in the order of RFC 8785 (UTF-16 code units of their names). The k-th of them, k from 0, becomes
 * sign(v) * (low + w mod (high - low + 1)) with low = floor(m / 2), high = min(m + floor(m / 2), 2^53 - 1) and
 * w = uint256(keccak256(abi.encode(bytes32 seed, uint256 index, uint256 k))). A positive v is thus drawn from
 * [floor(v/2), v + floor(v/2)]; 0, other numbers, strings (dates), booleans and null stay, as do all names.
 *
 * Bytes that aren't JSON in UTF-8, are nested deeper than `MAX_JSON_DEPTH` or have no RFC 8785 form (a lone surrogate, a
 * number beyond IEEE 754) are returned as they are.
 */
export function deriveAuditInput({ seed, index, vectorInput }: AuditInputSource): Uint8Array {
  const value = readJson(vectorInput);
  if (value === undefined || depthOf(value) > MAX_JSON_DEPTH) return vectorInput;
  let drawn = 0;
  const derived = replaceIntegers(value, (integer) => perturb(integer, word(seed, index, drawn++)));
  try {
    return new TextEncoder().encode(canonicalize(derived));
  } catch {
    return vectorInput;
  }
}

function readJson(bytes: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Levels of arrays and objects, counted without recursion so that hostile nesting can't end the stack. */
function depthOf(value: JsonValue): number {
  let depth = 0;
  let level: JsonValue[] = [value];
  while (depth <= MAX_JSON_DEPTH) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? [item] : []));
    if (level.length === 0) return depth;
    level = level.flatMap((item) => Object.values(item as object));
    depth++;
  }
  return depth;
}

function replaceIntegers(value: JsonValue, replace: (integer: number) => number): JsonValue {
  if (typeof value === "number") return value !== 0 && Number.isSafeInteger(value) ? replace(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaceIntegers(item, replace));
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, item]) => [name, replaceIntegers(item, replace)]));
}

function word(seed: Hex, index: number, drawn: number): bigint {
  return hexToBigInt(keccak256(encodeAbiParameters(STREAM, [seed, BigInt(index), BigInt(drawn)])));
}

function perturb(integer: number, random: bigint): number {
  const magnitude = Math.abs(integer);
  const low = Math.floor(magnitude / 2);
  const high = Math.min(magnitude + low, Number.MAX_SAFE_INTEGER);
  const drawn = low + Number(random % BigInt(high - low + 1));
  return drawn === 0 ? 0 : Math.sign(integer) * drawn;
}
