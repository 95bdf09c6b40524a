/** JSON of a result on one line; bigint as a decimal string. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
}

const words = (key: string): string =>
  key.replace(/([a-z])([A-Z])/g, (_match, a: string, b: string) => `${a} ${b.toLowerCase()}`);

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

const isPlainList = (value: unknown): value is unknown[] => Array.isArray(value) && !value.some(isNested);

function describeEntry(key: string, value: unknown, width: number): string[] {
  const label = words(key);
  if (isPlainList(value)) return [`${label.padEnd(width)}  ${value.length > 0 ? value.join(", ") : "none"}`];
  if (isNested(value)) return [label, ...describe(value).map((line) => `  ${line}`)];
  return [`${label.padEnd(width)}  ${value ?? "none"}`];
}

/** A result as lines for people: one field a line, nested ones indented. */
export function describe(value: unknown): string[] {
  if (!isNested(value)) return [String(value)];
  if (Array.isArray(value))
    return value.flatMap((item, index) => [...(index > 0 ? [""] : []), ...describe(item)]);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const width = Math.max(
    0,
    ...entries.filter(([, item]) => !isNested(item) || isPlainList(item)).map(([key]) => words(key).length),
  );
  return entries.flatMap(([key, item]) => describeEntry(key, item, width));
}

/** Any text on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
