import { spawnSync } from "node:child_process";
import { cp, glob, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Request } from "./protocol.ts";

const root = join(import.meta.dirname, "../..");
const COPIED = ["contracts", "test", "hardhat.config.ts", "package.json", "tsconfig.json"];

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

  /** Whether some property breaks with this text of a source. */
  async breaks({ source, text }: Request, original: string): Promise<boolean> {
    await writeFile(join(this.#folder, source), text);
    try {
      const hardhat = join(root, "node_modules/.bin/hardhat");
      const args = ["test", "solidity", ...this.#files];
      return spawnSync(hardhat, args, { cwd: this.#folder, stdio: "ignore" }).status !== 0;
    } finally {
      await writeFile(join(this.#folder, source), original);
    }
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}
