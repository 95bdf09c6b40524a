import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { fastDigest } from "../digest.ts";
import { CacheExposed } from "./errors.ts";
import { encodeFrame, FrameDecoder, MalformedFrame } from "./frames.ts";
import type { PreparedPlugin } from "./sandbox.ts";

const MAX_ENTRY_BYTES = 512 * 1024 * 1024;
/** Of the folder's files, those that are the cache's: prepared components, and drafts of some. */
const OURS = /\.(prepared|draft)$/;
const OWNER_ALONE = 0o700;
const EVERYBODY_WRITES = 0o002;
const ROOT = 0;

const headerSchema = z.strictObject({
  digest: z.string(),
  key: z.string(),
  memoryBytes: z.number().int().positive(),
  modules: z.array(z.string()),
  digests: z.array(z.string()),
});

/**
 * Prepared components on disk, one file per key, written whole or not at all. Digests are checked again at each load,
 * so a torn or rotten file is prepared anew. They don't guard against whoever may write to the folder; see `claim`.
 * What was used longest ago gives way once the files together have more than `mostBytes`.
 */
export class PreparedCache {
  readonly #folder: string;
  readonly #mostBytes: number;

  constructor({ folder, mostBytes }: { folder: string; mostBytes: number }) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** @throws CacheExposed where somebody else may write to the folder */
  async claim(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: OWNER_ALONE });
    const { mode, uid } = await stat(this.#folder);
    const reason =
      (mode & EVERYBODY_WRITES) !== 0
        ? "everybody may"
        : ![ROOT, process.geteuid?.()].includes(uid)
          ? `it belongs to user ${uid}`
          : undefined;
    if (reason !== undefined) throw new CacheExposed({ folder: this.#folder, reason });
  }

  async load(key: string): Promise<PreparedPlugin | undefined> {
    const path = this.#pathOf(key);
    const bytes = await orAbsent(readFile(path));
    const plugin = bytes === undefined ? undefined : decode(bytes);
    if (plugin?.key !== key) return undefined;
    const now = new Date();
    await orAbsent(utimes(path, now, now));
    return plugin;
  }

  async store(plugin: PreparedPlugin): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: OWNER_ALONE });
    const blobs = [plugin.source, ...plugin.modules.map(({ bytes }) => bytes)];
    const { digest, key, memoryBytes } = plugin;
    const modules = plugin.modules.map(({ name }) => name);
    const entry = encodeFrame({ digest, key, memoryBytes, modules, digests: blobs.map(fastDigest) }, blobs);
    const draft = join(this.#folder, `${randomUUID()}.draft`);
    try {
      await writeFile(draft, entry, { mode: 0o600, flush: true });
      await rename(draft, this.#pathOf(key));
    } finally {
      await rm(draft, { force: true });
    }
    await this.#prune();
  }

  /** Other processes may use the folder as well, and prune it at the same time. A killed one's drafts go as everything does. */
  async #prune(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => OURS.test(name));
    const paths = names.map((name) => join(this.#folder, name));
    const files = await Promise.all(paths.map(async (path) => ({ path, ...(await orAbsent(stat(path))) })));
    let bytes = 0;
    for (const { path, size = 0 } of files.toSorted((one, other) => usedAt(other) - usedAt(one))) {
      bytes += size;
      if (bytes > this.#mostBytes) await rm(path, { force: true });
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${key.slice(2)}.prepared`);
  }
}

const usedAt = ({ mtimeMs = 0 }) => mtimeMs;

/** What is done with a file, or undefined when there is none. */
async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** What a file holds, or undefined when it isn't exactly what was written. */
function decode(bytes: Uint8Array): PreparedPlugin | undefined {
  const [frame] = readFrames(bytes);
  const header = headerSchema.safeParse(frame?.header);
  if (frame === undefined || !header.success) return undefined;
  const { digests, modules, ...rest } = header.data;
  const [source, ...binaries] = frame.blobs;
  const intact =
    source !== undefined &&
    binaries.length === modules.length &&
    digests.length === frame.blobs.length &&
    frame.blobs.every((blob, index) => fastDigest(blob) === digests[index]);
  if (!intact) return undefined;
  return {
    ...rest,
    source,
    modules: binaries.map((binary, index) => ({ name: modules[index] ?? "", bytes: binary })),
  };
}

function readFrames(bytes: Uint8Array) {
  try {
    return new FrameDecoder({ maxBytes: MAX_ENTRY_BYTES }).push(bytes);
  } catch (error) {
    if (error instanceof MalformedFrame) return [];
    throw error;
  }
}
