import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

// The part of solc's command line that Slither's compiler driver uses, over the project's own WebAssembly build.
const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string; version(): string };
if (process.argv.includes("--version")) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
  process.stdout.write(solc.compile(await text(process.stdin)));
}
