import type { CID } from "multiformats/cid";
import { type BlockSource, MAX_BLOCK, readBlock } from "./blocks.ts";
import { parseContentCid } from "./cid.ts";
import { ContentNotFoundError, ContentTooLargeError, ContentUnavailableError } from "./errors.ts";
import { hasFile, readFile } from "./files.ts";
import { readBodyWithin } from "./http-body.ts";
import { networkReason } from "./network-reason.ts";
import { type ContentReader, DEFAULT_MAX_BYTES } from "./port.ts";

const DEFAULT_TIMEOUT = 10_000;

export interface GatewayReaderOptions {
  /** Address of a trustless gateway, such as http://127.0.0.1:8080. */
  readonly url: string;
  /** Milliseconds that one block may take. */
  readonly timeout?: number;
  /** Largest file, in bytes. */
  readonly maxBytes?: number;
}

/** Reads from a gateway that needn't be trusted: it asks for single blocks and verifies each against its CID. */
export class GatewayContentReader implements ContentReader {
  readonly #url: string;
  readonly #timeout: number;
  readonly #maxBytes: number;

  constructor({ url, timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES }: GatewayReaderOptions) {
    this.#url = url.replace(/\/+$/, "");
    this.#timeout = timeout;
    this.#maxBytes = maxBytes;
  }

  readonly #source: BlockSource = {
    read: async (cid) => {
      const response = await this.#request(cid, "GET");
      if (response === undefined) throw new ContentNotFoundError({ cid: cid.toString() });
      return this.#body(cid, response);
    },
    has: async (cid) => (await this.#request(cid, "HEAD")) !== undefined,
  };

  async get(cid: string): Promise<Uint8Array> {
    return readFile(this.#source, parseContentCid(cid), this.#maxBytes);
  }

  async block(cid: string): Promise<Uint8Array> {
    return readBlock(this.#source, parseContentCid(cid));
  }

  async has(cid: string): Promise<boolean> {
    return hasFile(this.#source, parseContentCid(cid));
  }

  /** The answer; undefined if the gateway hasn't got the block. */
  async #request(cid: CID, method: "GET" | "HEAD"): Promise<Response | undefined> {
    const response = await this.#guarded(cid, () =>
      fetch(`${this.#url}/ipfs/${cid}?format=raw`, {
        method,
        headers: { accept: "application/vnd.ipld.raw" },
        redirect: "error",
        signal: AbortSignal.timeout(this.#timeout),
      }),
    );
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return undefined;
    throw this.#unavailable(cid, `it answered ${response.status}`);
  }

  async #body(cid: CID, response: Response): Promise<Uint8Array> {
    const bytes = await this.#guarded(cid, () => readBodyWithin(response.body, MAX_BLOCK));
    if (bytes === "too-large") throw new ContentTooLargeError({ content: cid.toString(), limit: MAX_BLOCK });
    return bytes;
  }

  async #guarded<T>(cid: CID, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      throw this.#unavailable(cid, networkReason(cause, this.#timeout), cause);
    }
  }

  #unavailable(cid: CID, reason: string, cause?: unknown): ContentUnavailableError {
    return new ContentUnavailableError({ cid: cid.toString(), gateway: this.#url, reason, cause });
  }
}
