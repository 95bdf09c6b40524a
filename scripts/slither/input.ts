import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { compilerSettings, sourcesOf } from "../solidity/sources.ts";

const root = join(import.meta.dirname, "../..");

/** The compiler's standard JSON input of `contracts/` without the mocks, and of all that they import. */
export async function compilerInput() {
  const files = (await readdir(join(root, "contracts"), { recursive: true })).sort();
  const own = files.filter((file) => file.endsWith(".sol") && !file.startsWith("mocks"));
  const code = ["abi", "metadata", "devdoc", "userdoc", "evm.bytecode", "evm.deployedBytecode"];
  return {
    language: "Solidity",
    sources: await sourcesOf(own.map((file) => `contracts/${file}`)),
    settings: { ...compilerSettings, outputSelection: { "*": { "*": code, "": ["ast"] } } },
  };
}
