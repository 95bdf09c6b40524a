import type { Capability } from "@nexus/protocol";

/** What each capability lets a plugin do, in plain words. */
export const CAPABILITY_WORDS = {
  log: "Write lines into its run's log. They leave the sandbox, and nothing else does.",
  "clause-data": "Read documents of clauses.",
  "chain-read": "Read contracts as they stood at the run's block.",
  artifacts: "Give files beside its output.",
  "wasi-stub": "See a stand-in for a system: no files, a clock and randomness that follow from the run.",
} as const satisfies Readonly<Record<Capability["name"], string>>;

const BYTE_UNITS = [
  ["MiB", 2 ** 20],
  ["KiB", 2 ** 10],
] as const;

/** A number of bytes in the unit that reads best: "8 MiB", "22.2 KiB", "512 bytes". */
export function bytesWords(bytes: number): string {
  const [unit, size] = BYTE_UNITS.find(([, least]) => bytes >= least) ?? ["bytes", 1];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}

/** A number of milliseconds: "2 s", "250 ms". */
export function millisecondsWords(milliseconds: number): string {
  return milliseconds >= 1_000 ? `${milliseconds / 1_000} s` : `${milliseconds} ms`;
}

/** The last part of a concept's URI, in words: "excess rainfall cover". */
export function conceptWords(uri: string): string {
  const last = uri.split(/[#/]/u).findLast((part) => part !== "") ?? uri;
  return last.replaceAll(/[-_]/gu, " ");
}

/** A description in the reader's language, else in English, else in the first there is. */
export function descriptionIn(descriptions: Readonly<Record<string, string>>, language: string): string {
  return descriptions[language] ?? descriptions.en ?? Object.values(descriptions)[0] ?? "";
}
