import { createHash } from "node:crypto";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sourcesOf } from "../solidity/sources.ts";
import type { Mutant } from "./mutants.ts";
import type { Verdict } from "./protocol.ts";
import type { Target } from "./targets.ts";

const root = join(import.meta.dirname, "../..");

/** What became of one mutant, and of which code and tests that was said. */
export interface Result extends Omit<Mutant, "text">, Verdict {
  readonly target: string;
  readonly code: string;
  readonly tests: string;
}

const digestOf = (texts: readonly string[]) => createHash("sha256").update(texts.join("\0")).digest("hex");

/** Digests of a target's contracts with all that they import, and of its tests. */
export async function digestsOf(target: Target): Promise<{ code: string; tests: string }> {
  const sources = await sourcesOf(target.contracts.map((contract) => contract.split(":")[0] ?? ""));
  const files: string[] = [];
  for (const pattern of [...target.tests, ...target.properties]) {
    for await (const file of glob(pattern, { cwd: root })) files.push(file);
  }
  const tests = await Promise.all(
    [...new Set(files)].sort().map((file) => readFile(join(root, file), "utf8")),
  );
  return { code: digestOf(Object.values(sources).map(({ content }) => content)), tests: digestOf(tests) };
}

/** Results by mutant, kept in a file after each, so that a campaign goes on where it was stopped. */
export class Results {
  readonly #file: string;
  readonly #byId: Map<string, Result>;

  private constructor(file: string, results: readonly Result[]) {
    this.#file = file;
    this.#byId = new Map(results.map((result) => [result.id, result]));
  }

  static async open(file: string, fresh: boolean): Promise<Results> {
    const none = (cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOENT") throw cause;
      return "[]";
    };
    return new Results(file, JSON.parse(fresh ? "[]" : await readFile(file, "utf8").catch(none)) as Result[]);
  }

  /** What still holds: of the same code, and, for a survivor, of the same tests. */
  known({ id }: Mutant, { code, tests }: { code: string; tests: string }): Result | undefined {
    const result = this.#byId.get(id);
    if (result?.code !== code) return undefined;
    return result.outcome === "survived" && result.tests !== tests ? undefined : result;
  }

  async add(result: Result): Promise<void> {
    this.#byId.set(result.id, result);
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(this.#file, `${JSON.stringify([...this.#byId.values()], null, 1)}\n`);
  }
}
