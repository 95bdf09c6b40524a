import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";

/** The one toolchain whose component has the committed digest, and the Debian packages that install it. */
export const PINNED = {
  target: "wasm32-unknown-unknown",
  release: "1.96.0",
  commit: "ac68faa20c58cbccd01ee7208bf3b6e93a7d7f96",
  llvm: "22.1.8",
  packages: ["rustc-web", "cargo-web", "rust-web-src", "lld-22"],
} as const;

/** Programs and sources, each by its absolute path. */
export interface Toolchain {
  readonly rustc: string;
  readonly cargo: string;
  readonly linker: string;
  /** Source of Rust's own libraries, which are compiled along: Debian ships none for WebAssembly. */
  readonly library: string;
}

/** The pinned toolchain where Debian's packages put it, or what keeps it from being used. */
export async function findToolchain(): Promise<{ toolchain: Toolchain } | { absent: string }> {
  const toolchain = {
    rustc: "/usr/bin/rustc",
    cargo: "/usr/bin/cargo",
    linker: "/usr/bin/wasm-ld-22",
    library: "/usr/lib/rustlib/src/rust/library",
  };
  for (const path of [...Object.values(toolchain), join(toolchain.library, "vendor")]) {
    if (
      !(await access(path).then(
        () => true,
        () => false,
      ))
    )
      return { absent: `${path} is missing` };
  }
  const version = await run(toolchain.rustc, ["--version", "--verbose"], {});
  for (const line of [
    `release: ${PINNED.release}`,
    `commit-hash: ${PINNED.commit}`,
    `LLVM version: ${PINNED.llvm}`,
  ]) {
    if (!version.output.split("\n").includes(line)) return { absent: `${toolchain.rustc} isn't "${line}"` };
  }
  const linker = await run(toolchain.linker, ["--version"], {});
  if (!linker.output.includes(`LLD ${PINNED.llvm}`)) {
    return { absent: `${toolchain.linker} isn't "LLD ${PINNED.llvm}"` };
  }
  return { toolchain };
}

/** Runs a program to its end. Its environment is `env` and nothing else. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> },
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { ...(cwd && { cwd }), env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output };
}
