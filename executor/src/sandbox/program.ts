import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const programs = new Map<string, string>();

/**
 * A child's program as one plain script, which leaves no globals and needs no file behind the walls. Node takes three times as long to
 * start one that it must strip of types first. `require` and `import()` of what isn't bundled stay as they are.
 */
export function childProgram(name: "child" | "prepare-child"): string {
  const known = programs.get(name) ?? bundle(new URL(`./${name}.ts`, import.meta.url));
  programs.set(name, known);
  return known;
}

function bundle(entry: URL): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    platform: "node",
    format: "iife",
    target: "node26",
    minifySyntax: true,
    minifyWhitespace: true,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild made nothing of ${entry.pathname}`);
  return file.text;
}
