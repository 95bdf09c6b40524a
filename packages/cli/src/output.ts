import { domainsOfMask } from "@nexus/protocol";
import { formatUnits } from "viem";

/** JSON of a result on one line; bigint as a decimal string. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
}

/**
 * Text that does nothing to a terminal: what would move its cursor, colour it or turn its direction is escaped as in JSON. Lines stay
 * lines.
 */
export const printable = (text: string): string =>
  text.replace(
    /[^\P{Cc}\n]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A value on one line. */
const inLine = (value: unknown): string => String(value).replaceAll("\n", "\\n");

/** What amounts are in: a currency of 18 decimals, or a token. */
export type Currency = "ETH" | "NXS" | { readonly symbol: string; readonly decimals: number };

const unitOf = (currency: Currency) =>
  typeof currency === "string" ? { symbol: currency, decimals: 18 } : currency;

const words = (key: string): string =>
  key.replace(/([a-z])([A-Z])/g, (_match, a: string, b: string) => `${a} ${b.toLowerCase()}`);

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

const isPlainList = (value: unknown): value is unknown[] => Array.isArray(value) && !value.some(isNested);

const AMOUNTS =
  /^(amount|bond|fee|toPublisher|toTreasury|forfeitedBond|minimumContribution|paid|gasCompensation|owed\w*|price|reward|stake|staked|total|unbonding|weight|\w+Votes|quorum)$/;
const TIMES = /(At|From|Since|Until|[dD]eadline)$/;

/** A field's value as people read it: amounts with their currency, times in ISO 8601, domains by name. */
function shown(key: string, value: unknown, currency: Currency): string {
  if (value === null || value === undefined) return "none";
  const { symbol, decimals } = unitOf(currency);
  if (typeof value === "bigint" && AMOUNTS.test(key)) return `${formatUnits(value, decimals)} ${symbol}`;
  if (typeof value === "number" && TIMES.test(key))
    return value === 0 ? "never" : new Date(value * 1_000).toISOString();
  if (typeof value === "number" && key === "domains") return domainsOfMask(value).join(", ");
  return inLine(value);
}

function describeEntry(key: string, value: unknown, width: number, currency: Currency): string[] {
  const label = words(key);
  if (isPlainList(value)) return [`${label.padEnd(width)}  ${value.map(inLine).join(", ") || "none"}`];
  if (isNested(value)) return [label, ...describe(value, currency).map((line) => `  ${line}`)];
  return [`${label.padEnd(width)}  ${shown(key, value, currency)}`];
}

/** A result as lines for people: one field a line, nested ones indented. */
export function describe(value: unknown, currency: Currency = "ETH"): string[] {
  if (!isNested(value)) return [inLine(value)];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => [...(index > 0 ? [""] : []), ...describe(item, currency)]);
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const plain = entries.filter(([, item]) => !isNested(item) || isPlainList(item));
  const width = Math.max(0, ...plain.map(([key]) => words(key).length));
  return entries.flatMap(([key, item]) => describeEntry(key, item, width, currency));
}

/** Any text on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
