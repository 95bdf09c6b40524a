import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, posix } from "node:path";

const root = join(import.meta.dirname, "../..");
const IMPORT = /^import\s[^;]*?["']([^"']+)["'];/gm;

/** The compiler's settings, as `hardhat.config.ts` has them. */
export const compilerSettings = { evmVersion: "prague", optimizer: { enabled: true, runs: 200 } } as const;

/** Sources as the compiler's standard JSON input takes them, by name. */
export type SourceTexts = Readonly<Record<string, { readonly content: string }>>;

/** Text of a source by its name: a path in the project, or in an npm package. */
async function read(name: string): Promise<string> {
  const path = /^(contracts|test)\//.test(name)
    ? join(root, name)
    : createRequire(import.meta.url).resolve(name);
  return readFile(path, "utf8");
}

/** The named sources and all that they import. */
export async function sourcesOf(names: readonly string[]): Promise<SourceTexts> {
  const sources = new Map<string, { content: string }>();
  const add = async (name: string): Promise<void> => {
    if (sources.has(name)) return;
    const content = await read(name);
    sources.set(name, { content });
    for (const [, imported = ""] of content.matchAll(IMPORT)) {
      await add(imported.startsWith(".") ? posix.join(posix.dirname(name), imported) : imported);
    }
  };
  for (const name of names) await add(name);
  return Object.fromEntries(sources);
}
