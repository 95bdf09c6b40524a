import type { Address, Hex } from "viem";
import { z } from "zod";
import type { Fault } from "./errors.ts";
import { childPath, jsonPath } from "./path.ts";
import { SIGNALS } from "./states.ts";

/** A string of a pattern whose type says more than `string`; it stays a pattern in JSON Schema. A misfit ends the checks of the object around it. */
export function textOf<T extends string>(pattern: RegExp, message: string): z.ZodType<T, T> {
  return z.string().regex(pattern, { error: message, abort: true }) as unknown as z.ZodType<T, T>;
}

/** 32 bytes: 0x and 64 lower-case hex digits. A digest is sha2-256. */
export const digestShape = textOf<Hex>(/^0x[0-9a-f]{64}$/u, "must be 0x and 64 lower-case hex digits");

/** An account's address: 0x and 40 hex digits, in any case. */
export const addressShape = textOf<Address>(/^0x[0-9a-fA-F]{40}$/u, "must be 0x and 40 hex digits");

export const signalShape = z.enum(SIGNALS);

/** A number that counts something. */
export const countShape = z.int().min(0);

/** Text of 1 to `length` characters (code points). */
export function textShape(length: number): z.ZodType<string, string> {
  return textOf(new RegExp(`^[\\s\\S]{1,${length}}$`, "u"), `must be text of 1 to ${length} characters`);
}

/** A list of at most `most` items, `least` at the least, none of them twice. */
export function setShape<T extends z.ZodType<string | number>>(
  item: T,
  { least = 0, most }: { least?: number; most: number },
) {
  return z
    .array(item)
    .min(least)
    .max(most)
    .refine((items) => new Set(items).size === items.length, "must not hold an item twice")
    .meta({ uniqueItems: true });
}

/** Zod's issues as faults, each with the value it is about. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], input: unknown): Fault[] {
  return issues.flatMap((issue) => {
    const path = jsonPath(issue.path);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: childPath(path, key),
        message: "isn't a known field; remove it",
      }));
    }
    const value = valueAt(input, issue.path);
    if (value === undefined) return [{ path, message: "is missing" }];
    const messages =
      issue.code === "invalid_key" ? issue.issues.map(({ message }) => `name ${message}`) : [issue.message];
    return messages.map((message) => ({ path, message: `${message} (it is ${excerptOf(value)})` }));
  });
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function excerptOf(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
