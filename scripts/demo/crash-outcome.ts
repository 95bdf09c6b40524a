import { isDeepStrictEqual } from "node:util";
import type { AbiEvent, AbiParameter, Address, Hex } from "viem";

/**
 * What a walk came to, as facts that are the same in every walk: no ids, hashes, times or version numbers. Names to values;
 * events of the contracts count how often they were emitted.
 */
export type Outcome = Readonly<Record<string, string | number | boolean>>;

/** An event that a contract of the deployment emitted, decoded. */
export type EmittedEvent = {
  name: string;
  args: Readonly<Record<string, unknown>>;
  inputs: AbiEvent["inputs"];
};

/** What addresses and ids of one walk are called. */
export type Names = { addresses: ReadonlyMap<Address, string>; tasks: ReadonlyMap<Hex, string> };

/** Small whole numbers that differ from walk to walk. */
const DIFFERING = new Set(["major", "minor", "patch", "round"]);
/** Larger whole numbers that don't. */
const AMOUNT = /amount|weight|total|bond|reward|stake|value|share/i;
const SMALL = /^uint(8|16|32)$/;

/** What only a stack's first walk brings about. */
const FIRST_ONLY = new Set(["PluginRegistered"]);

/** Counts events by who did what to what: `ResultRevealed taskId=audit executor=executor-1 signal=1` → 1. */
export function countEvents(events: readonly EmittedEvent[], names: Names): Outcome {
  const counts: Record<string, number> = {};
  for (const { name, args, inputs } of events) {
    if (FIRST_ONLY.has(name)) continue;
    const words = inputs.flatMap((input) => describe(input, args[input.name ?? ""], names));
    const key = ["event", name, ...words].join(" ");
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function describe(input: AbiParameter, value: unknown, names: Names): string[] {
  const name = input.name ?? "";
  if ("components" in input && input.type === "tuple") {
    const fields = value as Record<string, unknown>;
    return input.components.flatMap((component) => describe(component, fields[component.name ?? ""], names));
  }
  const word = wordOf(input, value, names);
  return word === undefined ? [] : [`${name}=${word}`];
}

function wordOf({ name = "", type }: AbiParameter, value: unknown, { addresses, tasks }: Names) {
  if (type === "address") return addresses.get((value as string).toLowerCase() as Address) ?? String(value);
  if (type === "bytes32") return tasks.get(value as Hex);
  if (type === "bool") return String(value);
  if (SMALL.test(type)) return DIFFERING.has(name) ? undefined : String(value);
  return type.startsWith("uint") && type !== "uint48" && AMOUNT.test(name) ? String(value) : undefined;
}

/** Numbers that are times, blocks or versions, by what they are called. */
const TIME = /^(at|block|asOf|semver|round)$|(At|Block|Deadline|Until|Id)$/;

/**
 * What the index tells of something, one fact for each of its fields: ids, hashes and times only say whether they are there,
 * addresses get their names, and lists are in an order of their own.
 */
export function indexFacts(told: object, names: Names): Outcome {
  const facts = Object.entries(told).map(([field, value]) => {
    const words = plain(field, value, names);
    return [`index ${field}`, typeof words === "string" ? words : JSON.stringify(words)];
  });
  return Object.fromEntries(facts);
}

function plain(field: string, value: unknown, names: Names): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value ?? null;
  if (TIME.test(field)) return value === 0 ? 0 : "set";
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => plain("", item, names));
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === "id" ? "set" : plain(key, item, names)]),
    );
  }
  const text = String(value);
  if (/^0x/.test(text)) return names.addresses.get(text.toLowerCase() as Address) ?? "set";
  return /Cid$/.test(field) ? "set" : text;
}

/** One line per fact in which two outcomes differ, in the order of their names. */
export function differences(expected: Outcome, actual: Outcome): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
  return names
    .filter((name) => !isDeepStrictEqual(expected[name], actual[name]))
    .map((name) => `${name}: ${expected[name] ?? "none"} undisturbed, ${actual[name] ?? "none"} now`);
}
