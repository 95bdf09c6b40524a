import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Raised with every change of what preparing makes of a component, so that older cache entries are left alone, and of what a
 * run's limits mean.
 */
export const PASSES = "8";

export const BINDGEN_URL = import.meta.resolve("@bytecodealliance/jco-transpile/component");

export const PARSER_URL = import.meta.resolve("acorn");

/** File of the parser of the transpiler's module. */
export const PARSER = fileURLToPath(PARSER_URL);

/** Folder of the transpiler's package. */
export const TRANSPILER = dirname(dirname(fileURLToPath(BINDGEN_URL)));

let version: Promise<string> | undefined;

/** Version of the transpiler, as receipts name it. */
export function transpilerVersion(): Promise<string> {
  version ??= readFile(`${TRANSPILER}/package.json`, "utf8").then((manifest) =>
    String((JSON.parse(manifest) as { version?: unknown }).version),
  );
  return version;
}
