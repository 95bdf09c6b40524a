import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { childProgram } from "./sandbox/program.ts";

// Writes the executor and its children's programs as one script to standard output; see `main.js`.

/** Packages that find files of their own beside them, or that start threads. */
const APART = ["graphile-worker", "pg", "pino"];

/** Each file finds what lies beside it where it is, not where the script is; and the children's programs are made here. */
const places: Plugin = {
  name: "places",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/sandbox\/program\.ts$/ }, () => {
      const programs = { child: childProgram("child"), "prepare-child": childProgram("prepare-child") };
      const contents = `const programs = ${JSON.stringify(programs)}; export const childProgram = (name) => programs[name];`;
      return { contents, loader: "js" };
    });
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll("import.meta.url", url), loader: "ts" };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [join(import.meta.dirname, "start.ts")],
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  target: "node26",
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  external: APART,
  plugins: [places],
  define: { "import.meta.resolve": "metaResolve" },
  logLevel: "error",
});
process.stdout.write(outputFiles[0]?.text ?? "");
