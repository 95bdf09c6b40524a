import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { WallMissing } from "./errors.ts";

/** A program to start, and the files besides the system's libraries that it must be able to read. */
export type Command = {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly readable: readonly string[];
};

/**
 * - "process": Node's permission model in a process of its own. Alone it is a wall for development: the kernel still lets
 *   such a process send signals to processes of the same user.
 * - "bwrap": empty namespaces, no capabilities, a read-only file system of the program and the system's libraries.
 */
export type WallName = "process" | "bwrap";

/** Something that stands between a child and the machine. */
export interface Wall {
  readonly name: WallName;
  wrap(command: Command): Command;
}

const SYSTEM_PROGRAMS = ["/usr/bin", "/bin", "/usr/local/bin"];
const SYSTEM_LIBRARIES = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"];
const NOBODY = "65534";
const PROBE_MS = 10_000;

/** The flags without which Node's permission model has known holes (SQLite, V8's own files, the inspector). */
const HARDENING: readonly string[] = [
  "--permission",
  "--no-experimental-sqlite",
  "--freeze-flags-after-init",
  "--disable-sigusr1",
  "--disallow-code-generation-from-strings",
  "--no-warnings",
];

/** Node running one program without authority, but for reading what `readable` names. */
export function nodeCommand(
  program: readonly string[],
  options: { flags: readonly string[]; readable: readonly string[]; granted: readonly string[] },
): Command {
  const grants = options.granted.map((path) => `--allow-fs-read=${path}`);
  return {
    file: process.execPath,
    arguments: [...HARDENING, ...grants, ...options.flags, ...program],
    readable: [process.execPath, ...options.readable, ...options.granted],
  };
}

/** The process itself; on Linux it also dies with its supervisor, where util-linux's `setpriv` is there to arrange it. */
export function processWall(): Wall {
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  return {
    name: "process",
    wrap: (command) => {
      if (setpriv === undefined) return command;
      const options = ["--pdeathsig", "KILL", "--no-new-privs", "--"];
      return {
        file: setpriv,
        arguments: [...options, command.file, ...command.arguments],
        readable: [...command.readable, setpriv],
      };
    },
  };
}

export function bwrapWall(): Wall {
  return {
    name: "bwrap",
    wrap: (command) => {
      const binds = [...SYSTEM_LIBRARIES, ...command.readable].flatMap((path) => [
        "--ro-bind-try",
        path,
        path,
      ]);
      const options = [
        ["--unshare-all", "--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"],
        ["--cap-drop", "ALL", "--uid", NOBODY, "--gid", NOBODY],
        [...binds, "--dev", "/dev", "--remount-ro", "/", "--chdir", "/", "--"],
      ].flat();
      const file = findProgram("bwrap") ?? join("/usr/bin", "bwrap");
      return { ...command, file, arguments: [...options, command.file, ...command.arguments] };
    },
  };
}

/**
 * The walls that stand here, innermost first, of those asked for.
 * @throws WallMissing for the first required one that doesn't.
 */
export async function raiseWalls(
  walls: readonly Wall[],
  required: readonly WallName[],
): Promise<readonly Wall[]> {
  const standing: Wall[] = [];
  const missing = new Map<WallName, string>(
    required.map((name) => [name, "it isn't among the walls in use"]),
  );
  for (const wall of walls) {
    const reason = await probe([...standing, wall]);
    if (reason === undefined) {
      standing.push(wall);
      missing.delete(wall.name);
    } else if (missing.has(wall.name)) {
      missing.set(wall.name, reason);
    }
  }
  for (const [wall, reason] of missing) throw new WallMissing({ wall, reason });
  return standing;
}

/** Why walls, innermost first, don't stand together on this machine; undefined when they do. */
export function probe(walls: readonly Wall[]): Promise<string | undefined> {
  const command = build(walls, nodeCommand(["--eval", "0"], { flags: [], readable: [], granted: [] }));
  return new Promise((resolve) => {
    const child = spawn(command.file, command.arguments, {
      cwd: "/",
      env: {},
      stdio: ["ignore", "ignore", "pipe"],
      timeout: PROBE_MS,
      killSignal: "SIGKILL",
    });
    let words = "";
    child.stderr.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(0, 300);
    });
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) =>
      resolve(code === 0 ? undefined : words.trim() || `it ended with code ${code}`),
    );
  });
}

/** The command behind all the walls, innermost first. */
export function build(walls: readonly Wall[], command: Command): Command {
  return walls.reduce((inner, wall) => wall.wrap(inner), command);
}

function findProgram(name: string): string | undefined {
  return SYSTEM_PROGRAMS.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
