import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, posix } from "node:path";

const root = join(import.meta.dirname, "../..");
const IMPORT = /^import\s[^;]*?["']([^"']+)["'];/gm;

async function read(name: string): Promise<string> {
  const path = name.startsWith("contracts/")
    ? join(root, name)
    : createRequire(import.meta.url).resolve(name);
  return readFile(path, "utf8");
}

/** The compiler's standard JSON input of `contracts/` without the mocks, and of all that they import. */
export async function compilerInput() {
  const sources = new Map<string, { content: string }>();
  const add = async (name: string): Promise<void> => {
    if (sources.has(name)) return;
    const content = await read(name);
    sources.set(name, { content });
    for (const [, imported = ""] of content.matchAll(IMPORT)) {
      await add(imported.startsWith(".") ? posix.join(posix.dirname(name), imported) : imported);
    }
  };
  const files = (await readdir(join(root, "contracts"), { recursive: true })).sort();
  for (const file of files)
    if (file.endsWith(".sol") && !file.startsWith("mocks")) await add(`contracts/${file}`);
  const code = ["abi", "metadata", "devdoc", "userdoc", "evm.bytecode", "evm.deployedBytecode"];
  return {
    language: "Solidity",
    sources: Object.fromEntries(sources),
    settings: {
      evmVersion: "prague",
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { "*": { "*": code, "": ["ast"] } },
    },
  };
}
