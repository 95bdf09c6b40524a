import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sha256Digest } from "@nexus/protocol";
import type { Hex } from "viem";
import { FileError, UsageError } from "./errors.ts";

/** A manifest before it is filled in: JSON that `publishPlugin` completes and then validates. */
export type ManifestDraft = Readonly<Record<string, unknown>>;

/** A plugin as it lies on disk. */
export interface PluginPackage {
  readonly draft: ManifestDraft;
  /** Bytes of each file that the draft's artifacts name. */
  readonly artifacts: ReadonlyMap<string, Uint8Array>;
  /** Every file below `vectors/`, by sha2-256 digest and by its name without folder and extension. */
  readonly vectors: {
    readonly byDigest: ReadonlyMap<Hex, Uint8Array>;
    readonly byName: ReadonlyMap<string, Uint8Array>;
  };
}

/** How the name of a manifest that `publishPlugin` completes ends. */
export const TEMPLATE_SUFFIX = ".template.json";

const MANIFEST_NAMES = ["manifest.json", "manifest.template.json"];

/** Reads a file for a purpose that its error names. Throws `FileError`. */
export async function readBytes(path: string, purpose: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new FileError({ path, purpose, cause });
  }
}

/** Parses a JSON file. Throws `FileError`. */
export async function readJson(path: string, purpose: string): Promise<unknown> {
  const bytes = await readBytes(path, purpose);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FileError({ path, purpose, cause });
  }
}

/** The manifest file of a plugin's directory, or the file itself. Throws `FileError`, `UsageError`. */
export async function manifestPathOf(path: string): Promise<string> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new FileError({ path, purpose: "a plugin's directory or manifest", cause });
  });
  if (!found.isDirectory()) return path;
  const names = await readdir(path);
  const name = MANIFEST_NAMES.find((candidate) => names.includes(candidate));
  if (name === undefined)
    throw new UsageError({
      rule: `${path} has no ${MANIFEST_NAMES.join(" or ")}: pass the manifest's own path.`,
    });
  return join(path, name);
}

async function readVectors(directory: string): Promise<PluginPackage["vectors"]> {
  const folder = join(directory, "vectors");
  const byDigest = new Map<Hex, Uint8Array>();
  const byName = new Map<string, Uint8Array>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return [];
      throw new FileError({ path: folder, purpose: "the folder of audit vectors", cause });
    },
  );
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const bytes = await readBytes(join(entry.parentPath, entry.name), "an audit vector");
    byDigest.set(sha256Digest(bytes), bytes);
    byName.set(basename(entry.name).replace(/(\.input)?\.[^.]+$/, ""), bytes);
  }
  return { byDigest, byName };
}

function artifactNames(draft: ManifestDraft): string[] {
  const artifacts = Array.isArray(draft.artifacts) ? draft.artifacts : [];
  return artifacts.flatMap((artifact: { name?: unknown } | null) =>
    typeof artifact?.name === "string" ? [artifact.name] : [],
  );
}

/** Reads a plugin's directory or manifest with its artifacts (beside the manifest) and `vectors/`. Throws `FileError`. */
export async function readPluginPackage(path: string): Promise<PluginPackage> {
  const manifestPath = await manifestPathOf(path);
  const draft = await readJson(manifestPath, "a manifest");
  if (typeof draft !== "object" || draft === null || Array.isArray(draft)) {
    throw new UsageError({ rule: `${manifestPath} isn't a JSON object: a manifest is one.` });
  }
  const directory = dirname(manifestPath);
  const artifacts = new Map<string, Uint8Array>();
  for (const name of artifactNames(draft as ManifestDraft)) {
    artifacts.set(name, await readBytes(join(directory, name), `the artifact "${name}"`));
  }
  return { draft: draft as ManifestDraft, artifacts, vectors: await readVectors(directory) };
}
