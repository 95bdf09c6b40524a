import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

// `npm ci` refuses a lock file that lacks an optional package of another platform, and `npm install` leaves out those that
// the registry at hand doesn't carry. This check names them; with --fix it writes them in, without integrity, for the
// platforms that their names tell, so that they are never fetched here.

type Entry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};

const FILE = "package-lock.json";
const OS = ["android", "darwin", "freebsd", "openharmony", "win32"];
const CPU = {
  arm64: "arm64",
  arm: "arm",
  amd64: "x64",
  x64: "x64",
  ia32: "ia32",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
};

const { values } = parseArgs({ options: { fix: { type: "boolean" } } });
const lock = JSON.parse(readFileSync(FILE, "utf8")) as { packages: Record<string, Entry> };
const missing = missingPackages(lock.packages);
if (values.fix) {
  Object.assign(lock.packages, missing);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
} else if (Object.keys(missing).length > 0) {
  console.error(
    `${FILE} lacks ${Object.keys(missing).join(", ")}. Run node scripts/checks/lockfile.ts --fix and commit it.`,
  );
  process.exitCode = 1;
}

function missingPackages(packages: Record<string, Entry>): Record<string, Entry> {
  const found: Record<string, Entry> = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!isResolved(packages, path, name)) {
        found[`node_modules/${name}`] = { version, ...(dev && { dev }), optional: true, ...platformOf(name) };
      }
    }
  }
  return found;
}

/** Whether a folder above `path` holds the package, as Node looks it up. */
function isResolved(packages: Record<string, Entry>, path: string, name: string): boolean {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (`${base && `${base}/`}node_modules/${name}` in packages) return true;
    if (base === "") return false;
    if (!base.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

function platformOf(name: string): Pick<Entry, "os" | "cpu" | "libc"> {
  const text = name.slice(name.lastIndexOf("/") + 1);
  const os = OS.find((candidate) => text.includes(candidate)) ?? "linux";
  const cpu = Object.entries(CPU).find(([word]) => text.includes(word))?.[1];
  const libc = text.includes("musl") ? "musl" : "glibc";
  return { os: [os], ...(cpu && { cpu: [cpu] }), ...(os === "linux" && { libc: [libc] }) };
}
