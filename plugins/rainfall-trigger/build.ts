import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sha256Digest } from "@nexus/protocol";
import { buildComponent } from "./build/component.ts";
import { refreshTemplate } from "./build/manifest.ts";
import { findToolchain, PINNED } from "./build/toolchain.ts";

const folder = import.meta.dirname;
const artifact = join(folder, "rainfall_trigger.wasm");
const crate = {
  folder,
  library: "rainfall_trigger",
  wit: join(folder, "../../sdk/wit/0.1.0/nexus-plugin.wit"),
  world: "base",
};

/** Builds the component and writes it with its digest, or with `--check` compares a rebuild to the committed file. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const found = await findToolchain();
  if ("absent" in found) return reportAbsence(found.absent, values.check);
  const built = await buildComponent(found.toolchain, crate);
  if (values.check) return compare(built, await readFile(artifact));
  await writeFile(artifact, built);
  await refreshTemplate(folder);
  console.log(`rainfall_trigger.wasm: ${built.length} bytes, ${sha256Digest(built)}`);
  return 0;
}

function reportAbsence(absent: string, isCheck: boolean): number {
  const { release, target, packages } = PINNED;
  const remedy = `Rust ${release} for ${target} is needed: apt-get install --no-install-recommends ${packages.join(" ")}`;
  if (isCheck && process.env.CI !== "true") {
    console.log(`skipped: rainfall_trigger.wasm was not rebuilt, because ${absent}. ${remedy}`);
    return 0;
  }
  console.error(`rainfall_trigger.wasm can't be built: ${absent}. ${remedy}`);
  return 1;
}

function compare(built: Uint8Array, committed: Uint8Array): number {
  const [ours, theirs] = [sha256Digest(built), sha256Digest(committed)];
  if (ours === theirs) {
    console.log(`rainfall_trigger.wasm is what its sources build: ${ours}`);
    return 0;
  }
  console.error(
    `rainfall_trigger.wasm is ${theirs}, but its sources build ${ours}. Run: npm run build:plugins`,
  );
  return 1;
}

process.exitCode = await main();
