import { spawnSync } from "node:child_process";
import { cp, glob, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Request } from "./protocol.ts";

const root = join(import.meta.dirname, "../..");
const COPIED = [
  "contracts",
  "test",
  "artifacts",
  "cache",
  "hardhat.config.ts",
  "package.json",
  "tsconfig.json",
];

/** Bytes of hardhat's output; more would end it as if a property had broken. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** A copy of the project whose sources can be changed under the property tests. */
export class PropertyBench {
  readonly #folder: string;
  readonly #files: readonly string[];

  private constructor(folder: string, files: readonly string[]) {
    this.#folder = folder;
    this.#files = files;
  }

  static async open(patterns: readonly string[]): Promise<PropertyBench> {
    const folder = await mkdtemp(join(tmpdir(), "nexus-properties-"));
    for (const name of COPIED) await cp(join(root, name), join(folder, name), { recursive: true });
    for (const name of ["node_modules", "packages"]) await symlink(join(root, name), join(folder, name));
    const files = new Set<string>();
    for (const pattern of patterns) for await (const file of glob(pattern, { cwd: root })) files.add(file);
    return new PropertyBench(folder, [...files].sort());
  }

  /** What breaks with this text of a source, as hardhat says it; undefined if every property holds. */
  async broken({ source, text }: Request, original: string): Promise<string | undefined> {
    await writeFile(join(this.#folder, source), text);
    try {
      // The tests alone would be linked with the libraries of an earlier build.
      return this.#hardhat("build", "--quiet") ?? this.#hardhat("test", "solidity", ...this.#files);
    } finally {
      await writeFile(join(this.#folder, source), original);
    }
  }

  /** What hardhat says when it fails. */
  #hardhat(...args: string[]): string | undefined {
    const options = { cwd: this.#folder, encoding: "utf8", maxBuffer: MOST_OUTPUT } as const;
    const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/hardhat"), args, options);
    return status === 0 ? undefined : `${stdout.slice(stdout.indexOf(" failing") - 4)}${stderr}`.trim();
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}
