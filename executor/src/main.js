// The executor's process. Loaded file by file, with all that its packages bring along, with the compiler that strips types and the
// one that makes the children's programs, the executor takes twice the memory: so another process makes one script of it first.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";

const MOST_BYTES = 64 * 1024 * 1024;

const script = execFileSync(process.execPath, [join(import.meta.dirname, "one-script.ts")], {
  encoding: "utf8",
  env: {},
  maxBuffer: MOST_BYTES,
});
const entry = join(import.meta.dirname, "start.ts");
const program = { exports: {} };
const names = ["module", "exports", "require", "metaResolve"];
const run = compileFunction(script, names, { filename: entry });
run(program, program.exports, createRequire(entry), (name) => import.meta.resolve(name));
await program.exports.start();
