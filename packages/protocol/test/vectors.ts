import { readFileSync } from "node:fs";
import type { Hex } from "viem";

/** A file of packages/protocol/vectors. Its expected values were computed without this package. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as T;
}

/** 32 bytes, all of them `byte`. */
export function word(byte: number): Hex {
  return `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
}

/** What a call throws. Fails if it doesn't. */
export function thrownBy<T extends Error>(
  call: () => unknown,
  type: abstract new (...args: never[]) => T,
): T {
  try {
    call();
  } catch (error) {
    if (error instanceof type) return error;
    throw error;
  }
  throw new Error(`Expected ${type.name}, but nothing was thrown.`);
}
