import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The part of a Hardhat artifact that generation reads. */
export interface Artifact {
  readonly contractName: string;
  readonly inputSourceName: string;
  readonly buildInfoId: string;
  readonly abi: readonly unknown[];
}

/** A node of the compiler's syntax tree. */
export interface AstNode {
  readonly nodeType: string;
  readonly [field: string]: unknown;
}

interface BuildInput {
  readonly input: { readonly sources: Readonly<Record<string, { readonly content: string }>> };
}

interface BuildOutput {
  readonly output: { readonly sources: Readonly<Record<string, { readonly ast: AstNode }>> };
}

/** Parses a JSON file that this machine's build wrote. */
async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8")) as T;
}

/**
 * The artifacts of `contracts/` and of the npm sources that are built with them, by contract name. Throws when two
 * contracts share a name.
 */
export async function readArtifacts(folder: string): Promise<ReadonlyMap<string, Artifact>> {
  const found = new Map<string, Artifact>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(".json") || !entry.parentPath.endsWith(".sol")) continue;
    const artifact = await readJson<Artifact>(join(entry.parentPath, entry.name));
    if (artifact.inputSourceName.startsWith("project/test/")) continue;
    const earlier = found.get(artifact.contractName);
    if (earlier !== undefined) {
      const both = `${earlier.inputSourceName} and ${artifact.inputSourceName}`;
      throw new Error(`Two contracts are named ${artifact.contractName}: ${both}; rename one.`);
    }
    found.set(artifact.contractName, artifact);
  }
  return found;
}

/**
 * The syntax tree of every source file that the artifacts were compiled from, by source name. A build info may hold an
 * older text of a file, so a tree counts only when its text is the one that the file on disk has now.
 */
export async function readSyntaxTrees(
  folder: string,
  artifacts: ReadonlyMap<string, Artifact>,
  currentText: (sourceName: string) => Promise<string | undefined>,
): Promise<ReadonlyMap<string, AstNode>> {
  const trees = new Map<string, AstNode>();
  const ids = new Set([...artifacts.values()].map((artifact) => artifact.buildInfoId));
  for (const id of [...ids].sort()) {
    const { input } = await readJson<BuildInput>(join(folder, "build-info", `${id}.json`));
    const { output } = await readJson<BuildOutput>(join(folder, "build-info", `${id}.output.json`));
    for (const [sourceName, { ast }] of Object.entries(output.sources)) {
      if (input.sources[sourceName]?.content === (await currentText(sourceName))) trees.set(sourceName, ast);
    }
  }
  return trees;
}
