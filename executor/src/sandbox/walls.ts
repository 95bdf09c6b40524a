import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { WallMissing } from "./errors.ts";

/** A program to start, and the files besides the system's libraries that it must be able to read. */
export type Command = {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly readable: readonly string[];
  /** Removes what a wall put on disk for this one child, once the child is gone. */
  readonly dispose?: () => void;
};

/**
 * - "process": Node's permission model in a process of its own. Alone it is a wall for development: the kernel still lets
 *   such a process send signals to processes of the same user.
 * - "bwrap": empty namespaces, no capabilities, a read-only file system of the program and the system's libraries.
 * - "gvisor": the same behind a kernel of its own, in place of bwrap; see `gvisor.ts`.
 */
export const WALL_NAMES = ["process", "bwrap", "gvisor"] as const;
export type WallName = (typeof WALL_NAMES)[number];

/** Something that stands between a child and the machine. */
export interface Wall {
  readonly name: WallName;
  wrap(command: Command): Command;
}

const SYSTEM_PROGRAMS = ["/usr/bin", "/bin", "/usr/local/bin"];
/** What programs need of the machine's file system. */
export const SYSTEM_LIBRARIES = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"];
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

/** What the kernel refuses a child whatever happens inside it: files of its own, many descriptors, core dumps. */
const LIMITS: readonly string[] = ["--core=0", "--fsize=0", "--nofile=128"];

/** Node running a program, given as text, without authority but for reading what `granted` names. */
export function nodeCommand(
  program: string,
  options: { flags: readonly string[]; granted: readonly string[] },
): Command {
  const grants = options.granted.map((path) => `--allow-fs-read=${path}`);
  return {
    file: process.execPath,
    arguments: [...HARDENING, ...grants, ...options.flags, "--eval", program],
    readable: [process.execPath, ...options.granted],
  };
}

/**
 * The process itself. On Linux, where util-linux is there to arrange it, it also dies with its supervisor, gains no
 * privileges, writes no file and leaves no core.
 */
export function processWall(): Wall {
  return {
    name: "process",
    wrap: (command) => through("prlimit", LIMITS, tieToSupervisor(command)),
  };
}

/** The command, killed by the kernel when the process that started it is gone. */
export function tieToSupervisor(command: Command): Command {
  return through("setpriv", ["--pdeathsig", "KILL", "--no-new-privs"], command);
}

/** The command as a Linux program starts it; as it is where that program is missing. */
function through(program: string, options: readonly string[], command: Command): Command {
  const file = process.platform === "linux" ? findProgram(program) : undefined;
  if (file === undefined) return command;
  const words = [...options, "--", command.file, ...command.arguments];
  return { ...command, file, arguments: words, readable: [...command.readable, file] };
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
        // Nothing may be written anywhere: what lies in a file system of memory counts as nobody's.
        [...binds, "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"],
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
  const command = build(walls, nodeCommand("0", { flags: [], granted: [] }));
  return new Promise<string | undefined>((resolve) => {
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
  }).finally(() => command.dispose?.());
}

/** The command behind all the walls, innermost first. */
export function build(walls: readonly Wall[], command: Command): Command {
  return walls.reduce((inner, wall) => wall.wrap(inner), command);
}

/** A program of the system, whatever the environment's PATH says. */
export function findProgram(name: string): string | undefined {
  return SYSTEM_PROGRAMS.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
