import { join } from "node:path";
import { NextToLast } from "blockstore-fs/sharding";
import type { CID } from "multiformats/cid";
import { assertBlock, type BlockSource, MAX_BLOCK, readBlock } from "./blocks.ts";
import { parseContentCid } from "./cid.ts";
import { exists, namesIn, readWithin, removeDurably, writeDurably } from "./disk.ts";
import { ContentNotFoundError, ContentTooLargeError } from "./errors.ts";
import { hasFile, readFile, writeFile } from "./files.ts";
import { type BlockStore, DEFAULT_MAX_BYTES } from "./port.ts";

/**
 * Keeps content in a folder: `blocks/` in the layout of blockstore-fs, and `pins/` with one empty file per pinned CID. Several
 * processes may share the folder. A write is on disk when it returns; a block that was damaged is repaired by adding it again.
 */
export class EmbeddedContentStore implements BlockStore {
  readonly #blocks: string;
  readonly #pins: string;
  readonly #maxBytes: number;
  readonly #layout = new NextToLast();

  /** @param maxBytes largest file, in bytes */
  constructor({ directory, maxBytes = DEFAULT_MAX_BYTES }: { directory: string; maxBytes?: number }) {
    this.#blocks = join(directory, "blocks");
    this.#pins = join(directory, "pins");
    this.#maxBytes = maxBytes;
  }

  readonly #source: BlockSource = {
    read: async (cid) => {
      const bytes = await readWithin(this.#blockPath(cid), MAX_BLOCK);
      if (bytes === undefined) throw new ContentNotFoundError({ cid: cid.toString() });
      if (bytes === "too-large")
        throw new ContentTooLargeError({ content: cid.toString(), limit: MAX_BLOCK });
      return bytes;
    },
    has: (cid) => exists(this.#blockPath(cid)),
  };

  async add(bytes: Uint8Array): Promise<string> {
    return writeFile((cid, block) => writeDurably(this.#blockPath(cid), block), bytes, this.#maxBytes);
  }

  async putBlock(cid: string, bytes: Uint8Array): Promise<void> {
    const parsed = parseContentCid(cid);
    assertBlock(parsed, bytes);
    await writeDurably(this.#blockPath(parsed), bytes);
  }

  async get(cid: string): Promise<Uint8Array> {
    return readFile(this.#source, parseContentCid(cid), this.#maxBytes);
  }

  async block(cid: string): Promise<Uint8Array> {
    return readBlock(this.#source, parseContentCid(cid));
  }

  async has(cid: string): Promise<boolean> {
    return hasFile(this.#source, parseContentCid(cid));
  }

  async pin(cid: string): Promise<void> {
    if (!(await this.has(cid))) throw new ContentNotFoundError({ cid });
    await writeDurably(this.#pinPath(cid), new Uint8Array());
  }

  async unpin(cid: string): Promise<void> {
    await removeDurably(this.#pinPath(cid));
  }

  async pins(): Promise<string[]> {
    return (await namesIn(this.#pins)).filter((name) => !name.endsWith(".tmp")).sort();
  }

  #blockPath(cid: CID): string {
    const { dir, file } = this.#layout.encode(cid);
    return join(this.#blocks, dir, file);
  }

  #pinPath(cid: string): string {
    return join(this.#pins, parseContentCid(cid).toString());
  }
}
