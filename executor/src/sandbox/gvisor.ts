import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Command, findProgram, SYSTEM_LIBRARIES, tieToSupervisor, type Wall } from "./walls.ts";

const NOBODY = 65_534;
const FLAGS_MS = 10_000;
/** gVisor would mount a /tmp that can be written to. */
const NO_SCRATCH = { destination: "/tmp", source: "none", type: "tmpfs", options: ["ro"] };

/**
 * gVisor: a kernel of its own, in user space, between the child and the machine's. Each child is a container without
 * network, capabilities, environment or any file but the program and the system's libraries, all read-only.
 */
export function gvisorWall(): Wall {
  const runsc = findProgram("runsc") ?? join("/usr/bin", "runsc");
  const platform = platformOf(runsc);
  const prefix = `nexus-gvisor-${process.pid}-`;
  removeOrphans();
  return {
    name: "gvisor",
    wrap: (command) => {
      const folder = mkdtempSync(join(tmpdir(), prefix));
      mkdirSync(join(folder, "root"));
      writeFileSync(join(folder, "config.json"), JSON.stringify(bundleOf(command)));
      // The container's name is its folder's, because gVisor's control sockets share one namespace on the machine.
      const options = [`--root=${join(folder, "state")}`, `--platform=${platform}`, "--network=none"];
      return tieToSupervisor({
        file: runsc,
        arguments: [...options, "--ignore-cgroups", "run", `--bundle=${folder}`, basename(folder)],
        readable: [],
        dispose: () => {
          command.dispose?.();
          rmSync(folder, { recursive: true, force: true });
        },
      });
    },
  };
}

/** Newer builds have a faster way to catch a guest's calls than ptrace, which needs no KVM either. */
function platformOf(runsc: string): string {
  const { stdout, stderr } = spawnSync(runsc, ["flags"], { env: {}, encoding: "utf8", timeout: FLAGS_MS });
  return `${stdout}${stderr}`.includes("systrap") ? "systrap" : "ptrace";
}

/** A container as the OCI's runtime specification describes it. */
function bundleOf(command: Command): object {
  const readOnly = (path: string) => ({
    destination: path,
    source: path,
    type: "bind",
    options: ["rbind", "ro"],
  });
  const none: readonly string[] = [];
  return {
    ociVersion: "1.0.2",
    process: {
      terminal: false,
      user: { uid: NOBODY, gid: NOBODY },
      args: [command.file, ...command.arguments],
      env: none,
      cwd: "/",
      capabilities: { bounding: none, effective: none, inheritable: none, permitted: none, ambient: none },
      noNewPrivileges: true,
    },
    root: { path: "root", readonly: true },
    hostname: "sandbox",
    mounts: [
      ...[...SYSTEM_LIBRARIES, ...command.readable].filter((path) => existsSync(path)).map(readOnly),
      NO_SCRATCH,
    ],
    linux: { namespaces: ["pid", "network", "ipc", "uts", "mount"].map((type) => ({ type })) },
  };
}

/** Folders of this user's supervisors that were killed before they could tidy up. Others' aren't ours to remove. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^nexus-gvisor-(\d+)-/.exec(name) ?? [];
    const path = join(tmpdir(), name);
    if (pid !== undefined && !isRunning(Number(pid)) && isOwn(path))
      rmSync(path, { recursive: true, force: true });
  }
}

function isOwn(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.uid === process.geteuid?.();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
