import { InvalidCidError, NxsError } from "@nexus/protocol";
import type { CID } from "multiformats/cid";
import type { BlockSource } from "./blocks.ts";
import { parseContentCid } from "./cid.ts";
import {
  ContentMalformedError,
  ContentNotFoundError,
  ContentTooLargeError,
  ContentUnavailableError,
} from "./errors.ts";
import { readFile, resolvePath } from "./files.ts";
import { type ContentReader, DEFAULT_MAX_BYTES } from "./port.ts";

const RAW_TYPE = "application/vnd.ipld.raw";

/** For every answer: nothing in content may run, and nobody guesses its type. */
const SAFETY = {
  "access-control-allow-origin": "*",
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
} as const;

const TEXT = { ...SAFETY, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } as const;

interface ContentRequest {
  readonly cid: CID;
  readonly path: readonly string[];
  readonly raw: boolean;
}

/** The answer to a request for /ipfs/{cid}[/path]. Never throws for what a client or the store's content can cause. */
export async function respond(store: ContentReader, request: Request): Promise<Response> {
  try {
    const wanted = parseRequest(request);
    if (wanted === undefined)
      return text(406, "This gateway gives files and single blocks (format=raw), no other format.");
    if (asksCacheOnly(request) && !(await isThere(store, wanted)))
      return text(412, "This content isn't stored here.");
    return await contentResponse(store, request, wanted);
  } catch (error) {
    return faultResponse(error);
  }
}

function parseRequest(request: Request): ContentRequest | undefined {
  const { pathname, searchParams } = new URL(request.url);
  const [cid = "", ...path] = pathname
    .replace(/^\/ipfs\//, "")
    .split("/")
    .map(decodeName);
  const format = searchParams.get("format");
  if (format !== null && format !== "raw") return undefined;
  const accepts = request.headers.get("accept") ?? "";
  if (format === null && /application\/vnd\.ipld\.(?!raw)/.test(accepts)) return undefined;
  const raw = format === "raw" || accepts.includes(RAW_TYPE);
  return { cid: parseContentCid(cid), path: path.filter((name) => name !== ""), raw };
}

/** One name of the path. A slash or a dot name would name something else, so it is no name. */
function decodeName(name: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(name);
  } catch (cause) {
    throw new InvalidCidError({ cid: name, reason: "its path isn't percent-encoded UTF-8", cause });
  }
  if (/[/\\\0]/.test(decoded) || decoded === "." || decoded === "..") {
    throw new InvalidCidError({ cid: name, reason: "its path has a slash or a dot name in it" });
  }
  return decoded;
}

async function contentResponse(
  store: ContentReader,
  request: Request,
  wanted: ContentRequest,
): Promise<Response> {
  const source = sourceOf(store);
  const cid = await resolvePath(source, wanted.cid, wanted.path);
  const etag = `"${cid}${wanted.raw ? ".raw" : ""}"`;
  const headers = {
    ...SAFETY,
    etag,
    "cache-control": "public, max-age=29030400, immutable",
    "x-ipfs-path": `/ipfs/${[wanted.cid, ...wanted.path.map(encodeURIComponent)].join("/")}`,
    vary: "accept",
  };
  const bytes = wanted.raw
    ? await store.block(cid.toString())
    : await readFile(source, cid, DEFAULT_MAX_BYTES);
  if (matches(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  const type = wanted.raw ? RAW_TYPE : "application/octet-stream";
  return new Response(Uint8Array.from(bytes), {
    headers: { ...headers, "content-type": type, "content-length": String(bytes.length) },
  });
}

/** The reader as blocks; its own verification is kept, and done once more where it is cheap. */
function sourceOf(store: ContentReader): BlockSource {
  return { read: (cid) => store.block(cid.toString()), has: (cid) => store.has(cid.toString()) };
}

async function isThere(store: ContentReader, { cid, path, raw }: ContentRequest): Promise<boolean> {
  try {
    const found = (await resolvePath(sourceOf(store), cid, path)).toString();
    if (!raw) return await store.has(found);
    await store.block(found);
    return true;
  } catch (error) {
    if (error instanceof ContentNotFoundError) return false;
    throw error;
  }
}

function asksCacheOnly(request: Request): boolean {
  return /(^|[\s,])only-if-cached($|[\s,])/i.test(request.headers.get("cache-control") ?? "");
}

function matches(header: string | null, etag: string): boolean {
  const tags = header?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(etag) || tags.includes("*");
}

function faultResponse(error: unknown): Response {
  if (!(error instanceof NxsError)) throw error;
  if (error instanceof InvalidCidError) return text(400, error.message);
  if (error instanceof ContentNotFoundError) return text(404, error.message);
  if (error instanceof ContentTooLargeError) return text(413, error.message);
  if (error instanceof ContentMalformedError) return text(422, error.message);
  return text(error instanceof ContentUnavailableError ? 502 : 500, error.message);
}

function text(status: number, message: string): Response {
  return new Response(`${message}\n`, { status, headers: TEXT });
}
