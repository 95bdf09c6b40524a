import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { MissingToolError } from "./errors.ts";

const root = join(import.meta.dirname, "../..");
const rules = join(import.meta.dirname, "operators.rules");

/** One source with one changed line. The id follows from the source's name and both texts of the line, and from nothing else. */
export interface Mutant {
  readonly id: string;
  readonly source: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
  readonly text: string;
}

/** The mutant that a changed text of a source is; undefined if it isn't one changed line. */
export function mutantOf(source: string, original: string, text: string): Mutant | undefined {
  const [lines, changed] = [original.split("\n"), text.split("\n")];
  const differing = lines.flatMap((line, index) => (line === changed[index] ? [] : [index]));
  const [index] = differing;
  if (lines.length !== changed.length || differing.length !== 1 || index === undefined) return undefined;
  const [before, after] = [lines[index]?.trim() ?? "", changed[index]?.trim() ?? ""];
  const nth = lines.slice(0, index).filter((line) => line.trim() === before).length;
  const id = createHash("sha256").update([source, before, after, nth].join("\0")).digest("hex").slice(0, 12);
  return { id, source, line: index + 1, before, after, text };
}

/** All mutants of a source that universalmutator makes by the project's operators, in the order of their lines. */
export async function mutantsOf(source: string): Promise<readonly Mutant[]> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-mutants-"));
  try {
    const tool = process.env.UNIVERSALMUTATOR ?? "mutate";
    const run = spawnSync(tool, [join(root, source), "--noCheck", "--only", rules, "--mutantDir", folder]);
    if (run.error) throw new MissingToolError();
    const original = await readFile(join(root, source), "utf8");
    const files = (await readdir(folder)).filter((name) => name.startsWith(basename(source, ".sol")));
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
    const mutants = texts.flatMap((text) => mutantOf(source, original, text) ?? []);
    const unique = new Map(mutants.map((mutant) => [mutant.id, mutant]));
    return [...unique.values()].sort((a, b) => a.line - b.line || (a.id < b.id ? -1 : 1));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** As many mutants as asked for, the same for the same seed, in their order. */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: number): readonly Mutant[] {
  const rank = ({ id }: Mutant) => createHash("sha256").update(`${seed} ${id}`).digest("hex");
  const drawn = new Set([...mutants].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, size));
  return mutants.filter((mutant) => drawn.has(mutant));
}
