import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ContentStorageError } from "./errors.ts";

/**
 * Writes a file that is whole or not there, whatever ends the process or the machine: a temporary name of its own, flushed to
 * disk, renamed, and the folder flushed. Several processes may write the same path.
 * @throws ContentStorageError
 */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await guarded(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    try {
      await flushed(temporary, "wx", (handle) => handle.writeFile(bytes));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await flushed(dirname(path), "r", async () => {});
  });
}

/** Bytes of a file of at most `maxBytes`; undefined if there is none, `"too-large"` if it is larger. @throws ContentStorageError */
export async function readWithin(
  path: string,
  maxBytes: number,
): Promise<Uint8Array | "too-large" | undefined> {
  return guarded(path, () =>
    unlessMissing(async () => ((await stat(path)).size > maxBytes ? "too-large" : await readFile(path))),
  );
}

/** @throws ContentStorageError */
export async function exists(path: string): Promise<boolean> {
  return (await guarded(path, () => unlessMissing(() => stat(path)))) !== undefined;
}

/** @throws ContentStorageError */
export async function removeDurably(path: string): Promise<void> {
  await guarded(path, async () => {
    await rm(path, { force: true });
    await unlessMissing(() => flushed(dirname(path), "r", async () => {}));
  });
}

/** Names in a folder, none if it isn't there. @throws ContentStorageError */
export async function namesIn(folder: string): Promise<string[]> {
  return (await guarded(folder, () => unlessMissing(() => readdir(folder)))) ?? [];
}

type Handle = Awaited<ReturnType<typeof open>>;

async function flushed(path: string, flags: string, use: (handle: Handle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags);
  try {
    await use(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlessMissing<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function guarded<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new ContentStorageError({ path, cause });
  }
}
