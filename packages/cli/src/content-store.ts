import { ContentNotFoundError, type ContentReader, type ContentStore } from "@nexus/content";
import { ContentReadOnlyError } from "./errors.ts";

/**
 * A store that looks into its own directory first and then asks a gateway for what it hasn't got. Bytes that were tampered
 * with are never replaced by the gateway's: that they were is what people must hear.
 */
export class LayeredContentStore implements ContentStore {
  readonly #own: ContentStore | undefined;
  readonly #remote: ContentReader | undefined;

  constructor({ own, remote }: { own?: ContentStore | undefined; remote?: ContentReader | undefined }) {
    this.#own = own;
    this.#remote = remote;
  }

  async add(bytes: Uint8Array): Promise<string> {
    return this.#writable().add(bytes);
  }

  async pin(cid: string): Promise<void> {
    return this.#writable().pin(cid);
  }

  async unpin(cid: string): Promise<void> {
    return this.#writable().unpin(cid);
  }

  async pins(): Promise<string[]> {
    return this.#own?.pins() ?? [];
  }

  async get(cid: string): Promise<Uint8Array> {
    return this.#first(cid, (reader) => reader.get(cid));
  }

  async block(cid: string): Promise<Uint8Array> {
    return this.#first(cid, (reader) => reader.block(cid));
  }

  async has(cid: string): Promise<boolean> {
    if (this.#own !== undefined && (await this.#own.has(cid))) return true;
    return (await this.#remote?.has(cid)) ?? false;
  }

  #writable(): ContentStore {
    if (this.#own === undefined) throw new ContentReadOnlyError();
    return this.#own;
  }

  async #first(cid: string, read: (reader: ContentReader) => Promise<Uint8Array>): Promise<Uint8Array> {
    const [first, second] = [this.#own, this.#remote].filter((reader) => reader !== undefined);
    if (first === undefined) throw new ContentNotFoundError({ cid });
    try {
      return await read(first);
    } catch (error) {
      if (second !== undefined && error instanceof ContentNotFoundError) return read(second);
      throw error;
    }
  }
}
