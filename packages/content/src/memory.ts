import type { CID } from "multiformats/cid";
import { toHex } from "viem";
import { assertBlock, type BlockSource, readBlock } from "./blocks.ts";
import { parseContentCid } from "./cid.ts";
import { ContentNotFoundError } from "./errors.ts";
import { hasFile, readFile, writeFile } from "./files.ts";
import { type BlockStore, DEFAULT_MAX_BYTES } from "./port.ts";

export interface MemoryContentOptions {
  readonly maxBytes?: number;
  readonly blocks?: Map<string, Uint8Array>;
}

/** Keeps content in memory: the double for tests, with the embedded store's behaviour. */
export class MemoryContentStore implements BlockStore {
  readonly #blocks: Map<string, Uint8Array>;
  readonly #pins = new Set<string>();
  readonly #maxBytes: number;

  /**
   * @param maxBytes largest file, in bytes
   * @param blocks where the blocks are kept, by sha2-256 digest; several stores may share them
   */
  constructor({ maxBytes = DEFAULT_MAX_BYTES, blocks = new Map() }: MemoryContentOptions = {}) {
    this.#maxBytes = maxBytes;
    this.#blocks = blocks;
  }

  readonly #source: BlockSource = {
    read: async (cid) => {
      const bytes = this.#blocks.get(keyOf(cid));
      if (bytes === undefined) throw new ContentNotFoundError({ cid: cid.toString() });
      return bytes.slice();
    },
    has: async (cid) => this.#blocks.has(keyOf(cid)),
  };

  async add(bytes: Uint8Array): Promise<string> {
    return writeFile(
      async (cid, block) => void this.#blocks.set(keyOf(cid), block.slice()),
      bytes,
      this.#maxBytes,
    );
  }

  async putBlock(cid: string, bytes: Uint8Array): Promise<void> {
    const parsed = parseContentCid(cid);
    assertBlock(parsed, bytes);
    this.#blocks.set(keyOf(parsed), bytes.slice());
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
    this.#pins.add(parseContentCid(cid).toString());
  }

  async unpin(cid: string): Promise<void> {
    this.#pins.delete(parseContentCid(cid).toString());
  }

  async pins(): Promise<string[]> {
    return [...this.#pins].sort();
  }
}

/** Blocks are kept by hash, as on disk: a raw and a dag-pb CID of the same bytes are one block. */
function keyOf(cid: CID): string {
  return toHex(cid.multihash.digest);
}
