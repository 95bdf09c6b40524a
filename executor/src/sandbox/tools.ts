import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Raised with every change of what preparing makes of a component, so that older cache entries are left alone. */
export const PASSES = "3";

export const BINDGEN_URL = import.meta.resolve("@bytecodealliance/jco-transpile/component");

/** Folder of the transpiler's package. */
export const TRANSPILER = dirname(dirname(fileURLToPath(BINDGEN_URL)));

/** Version of the transpiler, as receipts name it. */
export async function transpilerVersion(): Promise<string> {
  const manifest: { version?: unknown } = JSON.parse(await readFile(`${TRANSPILER}/package.json`, "utf8"));
  return String(manifest.version);
}
