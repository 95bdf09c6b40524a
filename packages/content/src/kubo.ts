import { create, type KuboRPCClient } from "kubo-rpc-client";
import type { CID } from "multiformats/cid";
import { type BlockSource, MAX_BLOCK, readBlock } from "./blocks.ts";
import { parseContentCid } from "./cid.ts";
import {
  ContentCidMismatchError,
  ContentNotFoundError,
  ContentRefusedError,
  ContentTooLargeError,
  ContentUnavailableError,
} from "./errors.ts";
import { cidOfFile, hasFile, readFile } from "./files.ts";
import { readBodyWithin } from "./http-body.ts";
import { networkReason } from "./network-reason.ts";
import { type ContentStore, DEFAULT_MAX_BYTES } from "./port.ts";

const DEFAULT_TIMEOUT = 30_000;

export interface KuboStoreOptions {
  /** Address of a Kubo RPC API, such as http://127.0.0.1:5001. */
  readonly url: string;
  /** What the server asks of writers, sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** Milliseconds that one request may take. */
  readonly timeout?: number;
  /** Largest file, in bytes. */
  readonly maxBytes?: number;
}

/**
 * Keeps content in a Kubo, or in another server of its RPC API, that needn't be trusted: blocks that are read are verified
 * against their CIDs, and CIDs that it gives against the bytes.
 */
export class KuboContentStore implements ContentStore {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #client: KuboRPCClient;
  readonly #timeout: number;
  readonly #maxBytes: number;

  constructor({ url, token, timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES }: KuboStoreOptions) {
    this.#url = url.replace(/\/+$/, "");
    this.#headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.#client = create({ url: `${this.#url}/api/v0`, headers: this.#headers });
    this.#timeout = timeout;
    this.#maxBytes = maxBytes;
  }

  readonly #source: BlockSource = {
    read: (cid) => this.#readBlock(cid),
    has: async (cid) => {
      const missing = (error: unknown) => (isMissing(error) ? undefined : Promise.reject(error));
      const stat = () => this.#client.block.stat(cid, this.#local()).catch(missing);
      return (await this.#guarded(cid.toString(), stat)) !== undefined;
    },
  };

  async add(bytes: Uint8Array): Promise<string> {
    const limit = this.#maxBytes;
    if (bytes.length > limit) throw new ContentTooLargeError({ content: `of ${bytes.length} bytes`, limit });
    const expected = await cidOfFile(bytes);
    const options = { cidVersion: 1, rawLeaves: true, chunker: "size-262144", pin: false } as const;
    const added = await this.#guarded(expected, () =>
      this.#client.add(bytes, { ...options, signal: this.#deadline() }),
    );
    const found = added.cid.toString();
    if (found !== expected) throw new ContentCidMismatchError({ server: this.#url, expected, found });
    return expected;
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
    await this.#guarded(cid, () => this.#client.pin.add(parseContentCid(cid), this.#local()));
  }

  async unpin(cid: string): Promise<void> {
    const parsed = parseContentCid(cid);
    await this.#guarded(cid, () =>
      this.#client.pin.rm(parsed, { signal: this.#deadline() }).catch((error: unknown) => {
        if (!/not pinned/.test(messageOf(error))) throw error;
      }),
    );
  }

  async pins(): Promise<string[]> {
    return this.#guarded("pins", async () => {
      const cids: string[] = [];
      const options = { type: "recursive", signal: this.#deadline() } as const;
      for await (const { cid } of this.#client.pin.ls(options)) cids.push(cid.toV1().toString());
      return cids.sort();
    });
  }

  /** The client would load an answer of any size, so this one request is made without it. */
  async #readBlock(cid: CID): Promise<Uint8Array> {
    const response = await this.#guarded(cid.toString(), () =>
      fetch(`${this.#url}/api/v0/block/get?arg=${cid}`, {
        method: "POST",
        headers: this.#headers,
        redirect: "error",
        signal: this.#deadline(),
      }),
    );
    const body = await this.#guarded(cid.toString(), () => readBodyWithin(response.body, MAX_BLOCK));
    if (body === "too-large") throw new ContentTooLargeError({ content: cid.toString(), limit: MAX_BLOCK });
    if (response.ok) return body;
    const error = new RpcFailure(response.status, new TextDecoder().decode(body));
    if (isMissing(error)) throw new ContentNotFoundError({ cid: cid.toString() });
    throw this.#fault(cid.toString(), error);
  }

  #deadline(): AbortSignal {
    return AbortSignal.timeout(this.#timeout);
  }

  /** Options of a request that a node answers from what it has, without asking its peers. */
  #local() {
    return { offline: true, signal: this.#deadline() };
  }

  async #guarded<T>(subject: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      throw this.#fault(subject, cause);
    }
  }

  #fault(subject: string, cause: unknown): Error {
    const status = statusIn(cause);
    if (status === 401 || status === 403)
      return new ContentRefusedError({ server: this.#url, reason: messageOf(cause), cause });
    const reason = networkReason(cause, this.#timeout);
    return new ContentUnavailableError({ cid: subject, gateway: this.#url, reason, cause });
  }
}

/** An answer that isn't the client's, in its shape. */
class RpcFailure extends Error {
  readonly response: { readonly status: number };

  constructor(status: number, body: string) {
    super(`it answered ${status}: ${/"Message":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body.slice(0, 200)}`);
    this.response = { status };
  }
}

function statusIn(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("response" in error)) return undefined;
  const { response } = error;
  return typeof response === "object" && response !== null && "status" in response
    ? Number(response.status)
    : undefined;
}

/** Kubo answers 500 with words, and other servers of its API 404. */
function isMissing(error: unknown): boolean {
  const status = statusIn(error);
  return status === 404 || (status === 500 && /not found|could not find/.test(messageOf(error)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
