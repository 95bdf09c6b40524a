import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { NxsError } from "@nexus/protocol";
import type { Toolchain } from "./toolchain.ts";
import { PINNED, run } from "./toolchain.ts";

/** The compiler refused the sources. */
class CompilationFailedError extends NxsError {
  readonly code = "COMPILATION_FAILED";
  readonly output: string;

  constructor({ crate, output }: { crate: string; output: string }) {
    super(`${crate} could not be compiled. Correct what the compiler names below.\n${output.trimEnd()}`);
    this.output = output;
  }
}

/** What to build: the folder with `Cargo.toml`, the library's name in it, the WIT file and the world it implements. */
export interface Crate {
  readonly folder: string;
  readonly library: string;
  readonly wit: string;
  readonly world: string;
}

/**
 * Compiles a crate into a component, from nothing, in a temporary folder. Equal sources and the pinned toolchain give equal
 * bytes wherever the folders are.
 * @throws CompilationFailedError
 */
export async function buildComponent(toolchain: Toolchain, crate: Crate): Promise<Uint8Array> {
  const scratch = await mkdtemp(join(tmpdir(), "component-"));
  try {
    const core = await compile(toolchain, crate, scratch);
    const witSource = await readFile(crate.wit, "utf8");
    return await componentNew(await componentEmbed({ binary: core, witSource, world: crate.world }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function compile(toolchain: Toolchain, crate: Crate, scratch: string): Promise<Uint8Array> {
  const { code, output } = await run(toolchain.cargo, cargoArguments(toolchain, crate), {
    cwd: scratch,
    env: cargoEnvironment(toolchain, crate, scratch),
  });
  if (code !== 0) throw new CompilationFailedError({ crate: crate.library, output });
  return readFile(join(scratch, "target", PINNED.target, "release", `${crate.library}.wasm`));
}

/** Rust's own libraries are compiled along with the crate, from the copy that came with the compiler. */
function cargoArguments({ library }: Toolchain, { folder }: Crate): string[] {
  const config = (entry: string) => ["--config", entry];
  return [
    ...["build", "--release", "--lib", "--locked", "--offline", "--target", PINNED.target],
    ...["--manifest-path", join(folder, "Cargo.toml"), "-Z", "build-std=core,alloc"],
    ...config('source.crates-io.replace-with="shipped"'),
    ...config(`source.shipped.directory="${join(library, "vendor")}"`),
  ];
}

function cargoEnvironment({ rustc, linker, library }: Toolchain, { folder }: Crate, scratch: string) {
  const flags = [
    `--remap-path-prefix=${folder}=/plugin`,
    `--remap-path-prefix=${scratch}=/build`,
    `--remap-path-prefix=${library}=/rust`,
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Clink-arg=-zstack-size=65536",
  ];
  return {
    PATH: "/usr/bin:/bin",
    CARGO_HOME: join(scratch, "home"),
    CARGO_TARGET_DIR: join(scratch, "target"),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker,
    CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f"),
    RUSTC: rustc,
    RUSTC_BOOTSTRAP: "1",
  };
}
