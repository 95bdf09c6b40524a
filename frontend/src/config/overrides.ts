import { InvalidOverrideError } from "./errors.ts";
import { isWebAddress, type RuntimeConfig } from "./runtime-config.ts";

/** The fields a person may replace in their own browser. */
export const OVERRIDABLE = ["rpcUrl", "index", "gateway"] as const;

export type OverridableField = (typeof OVERRIDABLE)[number];
export type Overrides = Readonly<Partial<Record<OverridableField, string>>>;

/** The part of `localStorage` that is used. */
export type TextStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (chainId: number): string => `nexus:overrides:${chainId}`;

/** A person's overrides for a chain; what isn't usable any more is left out. */
export function readOverrides(storage: TextStorage, chainId: number): Overrides {
  const text = storage.getItem(keyOf(chainId));
  if (text === null) return {};
  const stored = parseObject(text);
  const usable = OVERRIDABLE.flatMap((field) => {
    const value = stored[field];
    return typeof value === "string" && isWebAddress(value) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(usable);
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Keeps overrides; an empty text removes one. @throws InvalidOverrideError naming the field */
export function writeOverrides(storage: TextStorage, chainId: number, overrides: Overrides): void {
  const kept = OVERRIDABLE.flatMap((field) => {
    const value = overrides[field]?.trim();
    if (!value) return [];
    if (!isWebAddress(value)) throw new InvalidOverrideError({ field, value });
    return [[field, value.replace(/\/+$/, "")] as const];
  });
  if (kept.length === 0) storage.removeItem(keyOf(chainId));
  else storage.setItem(keyOf(chainId), JSON.stringify(Object.fromEntries(kept)));
}

/** The deployment's configuration with a person's overrides on top. */
export function applyOverrides(config: RuntimeConfig, overrides: Overrides): RuntimeConfig {
  return { ...config, ...overrides };
}
