import { ContentTooLargeError } from "./errors.ts";
import { readBodyWithin } from "./http-body.ts";
import {
  RpcArgumentError,
  UploadMalformedError,
  UploadsBusyError,
  UploadTimeoutError,
} from "./rpc-errors.ts";

/** What multipart/form-data may add to a file, in bytes. */
const FRAME_BYTES = 65_536;

/** What one upload, and all of them together, may take. */
export interface UploadLimits {
  /** Largest file, in bytes. */
  readonly maxBytes: number;
  /** Milliseconds until all of a request's body must be there. */
  readonly timeout: number;
  /** Uploads at once. */
  readonly concurrency: number;
}

export interface UploadedFile {
  /** What the sender calls it: a relative path that nothing is written to, or empty. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Takes uploads within limits. A file is whole, or isn't given to the receiver. */
export class UploadGate {
  readonly #limits: UploadLimits;
  #active = 0;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  /** The one file in a request. @throws UploadsBusyError, UploadTimeoutError, ContentTooLargeError, UploadMalformedError */
  async receive(request: Request): Promise<UploadedFile> {
    const limit = this.#limits.concurrency;
    if (this.#active >= limit) throw new UploadsBusyError({ limit });
    this.#active++;
    try {
      return await this.#file(request);
    } finally {
      this.#active--;
    }
  }

  async #file(request: Request): Promise<UploadedFile> {
    const type = request.headers.get("content-type") ?? "";
    if (!/^multipart\/form-data *;/i.test(type))
      throw new UploadMalformedError({ reason: `its type is "${type}"` });
    const form = await parseForm(await this.#body(request), type);
    const [file, ...others] = [...form.values()];
    if (file === undefined || others.length > 0)
      throw new UploadMalformedError({
        reason: `it has ${others.length + (file ? 1 : 0)} parts instead of one`,
      });
    if (typeof file === "string")
      throw new UploadMalformedError({ reason: "its part has no filename, so it is a text field" });
    if (/^application\/(x-directory|symlink)/.test(file.type))
      throw new UploadMalformedError({ reason: `its part is ${file.type}, and only files are kept` });
    const { maxBytes } = this.#limits;
    if (file.size > maxBytes)
      throw new ContentTooLargeError({ content: `of ${file.size} bytes`, limit: maxBytes });
    return { name: parseName(file.name), bytes: new Uint8Array(await file.arrayBuffer()) };
  }

  async #body(request: Request): Promise<Uint8Array> {
    const { maxBytes, timeout } = this.#limits;
    const largest = maxBytes + FRAME_BYTES;
    const tooLarge = new ContentTooLargeError({ content: "in this upload", limit: maxBytes });
    if (Number(request.headers.get("content-length") ?? 0) > largest) throw tooLarge;
    const body = readBodyWithin(request.body, largest).catch((cause: unknown) => {
      throw new UploadMalformedError({ reason: "its body broke off", cause });
    });
    const bytes = await within(timeout, body);
    if (bytes === "too-large") throw tooLarge;
    return bytes;
  }
}

async function parseForm(body: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(Uint8Array.from(body), { headers: { "content-type": type } }).formData();
  } catch (cause) {
    throw new UploadMalformedError({ reason: "its multipart body is cut off or isn't one", cause });
  }
}

/** Kubo's clients percent-encode it. It stays a label, yet one that leads elsewhere is refused. */
function parseName(encoded: string): string {
  const refused = (needed: string) => new RpcArgumentError({ argument: "filename", value: encoded, needed });
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    throw refused("it must be percent-encoded UTF-8");
  }
  const isPlain = name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (name !== "" && (!isPlain || /[\p{Cc}\\]/u.test(name) || name.length > 1_024))
    throw refused("it must be a relative path of plain names");
  return name;
}

async function within<T>(timeout: number, work: Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(timeout);
  const expired = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(new UploadTimeoutError({ timeout })), { once: true });
  });
  return Promise.race([work, expired]);
}
