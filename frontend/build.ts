import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = import.meta.dirname;
const REPOSITORY = resolve(ROOT, "..");
const DIGEST_FILE = join(ROOT, "dist", ".sources");

/** What the built page is made of. */
const SOURCES = [
  join(ROOT, "src"),
  join(ROOT, "public"),
  join(REPOSITORY, "packages", "protocol", "src"),
  join(REPOSITORY, "packages", "content", "src"),
  join(REPOSITORY, "packages", "discovery", "src"),
];
const SINGLE_FILES = [
  ...["index.html", "vite.config.ts", "package.json"].map((name) => join(ROOT, name)),
  join(REPOSITORY, "package-lock.json"),
];

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function sourcesDigest(): Promise<string> {
  const files = [...(await Promise.all(SOURCES.map(filesBelow))).flat(), ...SINGLE_FILES].sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${relative(REPOSITORY, file)}\0`)
      .update(await readFile(file))
      .update("\0");
  return hash.digest("hex");
}

/** Builds the page into `dist`, unless it was built from the same sources before. */
export async function buildPage(): Promise<"built" | "unchanged"> {
  const digest = await sourcesDigest();
  if ((await readFile(DIGEST_FILE, "utf8").catch(() => "")) === digest) return "unchanged";
  const { build } = await import("vite");
  await build({ root: ROOT, configFile: join(ROOT, "vite.config.ts"), logLevel: "warn" });
  await writeFile(DIGEST_FILE, digest);
  return "built";
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`The page is ${await buildPage()}.\n`);
