import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalBytes, cidOfDigest, clauseUuidOf, NxsError, sha256Digest } from "@nexus/protocol";
import { AUDIT_CASES } from "../vectors/cases.ts";

const ARTIFACT = "rainfall_trigger.wasm";
const CLAUSE = "clause.json";
const TEMPLATE = "manifest.template.json";

/** The formatter did not run, so a file may have another layout than the rest. */
class FormatFailedError extends NxsError {
  readonly code = "FORMAT_FAILED";
  readonly path: string;

  constructor({ path, status }: { path: string; status: number | null }) {
    super(`${path} was written but not formatted: biome ended with ${status}. Run: npm run format`);
    this.path = path;
  }
}

type Fields = Readonly<Record<string, unknown>>;
type Expectation = { readonly signal: string; readonly output: string };

/** Writes the fresh template, formatted. */
export async function refreshTemplate(folder: string): Promise<void> {
  const path = join(folder, TEMPLATE);
  await writeFile(path, JSON.stringify(await freshTemplate(folder), undefined, 2));
  const { status } = spawnSync("biome", ["format", "--write", path], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new FormatFailedError({ path, status });
}

/** The template as it must be: artifact, clause and vectors follow from other files, the rest is written by hand. */
export async function freshTemplate(folder: string): Promise<Fields> {
  const template = await readJson<Fields & { audit: Fields }>(folder, TEMPLATE);
  return {
    ...template,
    artifacts: [await artifactOf(folder)],
    clauses: [await clauseOf(folder)],
    audit: { ...template.audit, vectors: await vectorsOf(folder) },
  };
}

async function artifactOf(folder: string): Promise<Fields> {
  const bytes = await readFile(join(folder, ARTIFACT));
  const digest = sha256Digest(bytes);
  return {
    name: ARTIFACT,
    mediaType: "application/wasm",
    size: bytes.length,
    digest,
    cid: cidOfDigest(digest),
  };
}

async function clauseOf(folder: string): Promise<Fields> {
  const clause = await readJson<{ standard: string; reference: string }>(folder, CLAUSE);
  const { standard, reference } = clause;
  const digest = sha256Digest(canonicalBytes(clause));
  return { uuid: clauseUuidOf(clause), standard, reference, digest, mode: "executable" };
}

async function vectorsOf(folder: string): Promise<Fields[]> {
  const expected = await readJson<Record<string, Expectation>>(folder, "vectors/generated/expected.json");
  return Promise.all(
    AUDIT_CASES.map(async ({ name }) => {
      const input = await readFile(join(folder, `vectors/generated/${name}.input.json`));
      const { signal, output } = expected[name] as Expectation;
      return {
        name,
        input: { digest: sha256Digest(input), size: input.length },
        expected: { signal, outputDigest: sha256Digest(new TextEncoder().encode(output)) },
      };
    }),
  );
}

async function readJson<T>(folder: string, file: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, file), "utf8")) as T;
}
