import type { PublicClient } from "viem";

export type Client = PublicClient;

/** A fact that must hold on chain. */
export interface Check {
  readonly name: string;
  readonly holds: boolean;
}

/** Whether a struct on chain has the values of every expected field. */
export function sameFields(expected: object, found: object): boolean {
  const values = new Map(Object.entries(found));
  return Object.entries(expected).every(([field, value]) => values.get(field) === value);
}
