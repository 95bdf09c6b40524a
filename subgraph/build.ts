import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

const SOURCES = ["schema.graphql", "abis/*.json", "src/**/*.ts", "package.json"];

export type Build = {
  /** Folder with `subgraph.yaml` and the modules that it names. */
  directory: string;
  /** False if an earlier build of the same sources was found. */
  compiled: boolean;
};

/**
 * Compiles the subgraph of one chain with graph-cli, unless `cache` has a build of the very same sources. Several may call this
 * at once: each compiles in a folder of its own, and the first to finish wins.
 * @throws Error with the compiler's words
 */
export async function buildSubgraph({ chainId, cache }: { chainId: number; cache: string }): Promise<Build> {
  const root = import.meta.dirname;
  const manifest = `subgraph.${chainId}.gen.yaml`;
  const files = [manifest, ...globSync(SOURCES, { cwd: root })].sort();
  const directory = join(cache, digestOf(root, files));
  if (existsSync(directory)) return { directory, compiled: false };
  mkdirSync(cache, { recursive: true });
  const workshop = mkdtempSync(join(cache, "building-"));
  try {
    for (const file of files) cpSync(join(root, file), join(workshop, file));
    symlinkSync(join(root, "../node_modules"), join(workshop, "node_modules"));
    await graph(workshop, ["codegen", manifest]);
    await graph(workshop, ["build", manifest, "--output-dir", "build"]);
    publish(join(workshop, "build"), directory);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return { directory, compiled: true };
}

function digestOf(root: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 32);
}

async function graph(cwd: string, args: readonly string[]): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("@graphprotocol/graph-cli/bin/run.js");
  await promisify(execFile)(process.execPath, [cli, ...args], { cwd, maxBuffer: 2 ** 24 }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      throw new Error(`graph ${args[0]} failed:\n${error.stdout}${error.stderr}`, { cause: error });
    },
  );
}

/** Moves a finished build to its place; another one of the same sources may be there already. */
function publish(built: string, directory: string): void {
  try {
    renameSync(built, directory);
  } catch (error) {
    if (!existsSync(join(directory, "subgraph.yaml"))) throw error;
  }
}
