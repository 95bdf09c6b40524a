import { NxsError } from "@nexus/protocol";
import type { CID } from "multiformats/cid";
import { type BlockSource, readBlock } from "./blocks.ts";
import { carOf } from "./car.ts";
import { type ContentPath, parseEncodedPath } from "./content-path.ts";
import { ContentNotFoundError } from "./errors.ts";
import { readFile, resolvePath } from "./files.ts";
import { SAFETY } from "./gateway-headers.ts";
import { type ContentReader, DEFAULT_MAX_BYTES } from "./port.ts";
import { parseRange } from "./range.ts";
import { statusOf } from "./status.ts";

const RAW_TYPE = "application/vnd.ipld.raw";
const CAR_TYPE = "application/vnd.ipld.car";

const TEXT = { ...SAFETY, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } as const;

/** What the bytes of an answer are: a file's, one block's, or the blocks of a file or of a path as a CAR. */
type Format = "file" | "raw" | "car" | "car-block";

interface ContentRequest extends ContentPath {
  readonly format: Format;
}

/** The answer to a request for /ipfs/{cid}[/path]. Never throws for what a client or the store's content can cause. */
export async function respond(store: ContentReader, request: Request): Promise<Response> {
  try {
    const format = formatOf(request);
    if (format === undefined)
      return text(
        406,
        "This gateway gives files, single blocks (format=raw) and CARs (format=car, dag-scope=all or block).",
      );
    const wanted = { ...parseEncodedPath(new URL(request.url).pathname), format };
    if (asksCacheOnly(request) && !(await isThere(store, wanted)))
      return text(412, "This content isn't stored here.");
    return await contentResponse(store, request, wanted);
  } catch (error) {
    if (!(error instanceof NxsError)) throw error;
    return text(statusOf(error), error.message);
  }
}

/** The format that the query asks for, else the one that the Accept header does; undefined if it isn't given here. */
function formatOf(request: Request): Format | undefined {
  const { searchParams } = new URL(request.url);
  const accepts = request.headers.get("accept") ?? "";
  const named = searchParams.get("format") ?? /application\/vnd\.ipld\.([\w-]+)/.exec(accepts)?.[1];
  if (named === undefined) return "file";
  if (named === "raw") return "raw";
  if (named !== "car") return undefined;
  const scope = searchParams.get("dag-scope") ?? "all";
  if (searchParams.has("entity-bytes")) return undefined;
  return scope === "all" ? "car" : scope === "block" ? "car-block" : undefined;
}

async function contentResponse(
  store: ContentReader,
  request: Request,
  wanted: ContentRequest,
): Promise<Response> {
  const source = sourceOf(store);
  const cid = await resolvePath(source, wanted.cid, wanted.names);
  const etag = etagOf(cid.toString(), wanted);
  const headers = {
    ...SAFETY,
    etag,
    "cache-control": "public, max-age=29030400, immutable",
    "x-ipfs-path": `/ipfs/${[wanted.cid, ...wanted.names.map(encodeURIComponent)].join("/")}`,
    vary: "accept",
  };
  const bytes = await bytesOf(store, wanted, cid);
  if (matches(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  return bytesResponse(request, bytes, { ...headers, "content-type": typeOf(wanted.format) });
}

async function bytesOf(store: ContentReader, wanted: ContentRequest, target: CID): Promise<Uint8Array> {
  const source = sourceOf(store);
  if (wanted.format === "raw") return readBlock(source, target);
  if (wanted.format === "file") return readFile(source, target, DEFAULT_MAX_BYTES);
  const { names } = wanted;
  return carOf(source, wanted.cid, { names, deep: wanted.format === "car", maxBytes: DEFAULT_MAX_BYTES });
}

/** All of the bytes, or the range that was asked for of the same ones. */
function bytesResponse(
  request: Request,
  bytes: Uint8Array,
  headers: Record<string, string> & { etag: string },
): Response {
  const condition = request.headers.get("if-range");
  const isSame = condition === null || condition === headers.etag;
  const range = isSame ? parseRange(request.headers.get("range"), bytes.length) : undefined;
  const size = bytes.length;
  if (range === "unsatisfiable")
    return text(416, `There are ${size} bytes, none of them in this range.`, {
      "content-range": `bytes */${size}`,
    });
  const part = range === undefined ? bytes : bytes.subarray(range.start, range.end);
  const position = range && { "content-range": `bytes ${range.start}-${range.end - 1}/${size}` };
  return new Response(Uint8Array.from(part), {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...position, "accept-ranges": "bytes", "content-length": String(part.length) },
  });
}

function typeOf(format: Format): string {
  if (format === "file") return "application/octet-stream";
  return format === "raw" ? RAW_TYPE : `${CAR_TYPE}; version=1; order=dfs; dups=n`;
}

/** A CAR's bytes depend on the whole path, and a file's or a block's on its CID alone. */
function etagOf(target: string, { cid, names, format }: ContentRequest): string {
  if (format === "file") return `"${target}"`;
  if (format === "raw") return `"${target}.raw"`;
  return `"${[cid, ...names.map(encodeURIComponent)].join("/")}.${format}"`;
}

/** The reader as blocks; its own verification is kept, and done once more where it is cheap. */
function sourceOf(store: ContentReader): BlockSource {
  return { read: (cid) => store.block(cid.toString()), has: (cid) => store.has(cid.toString()) };
}

async function isThere(store: ContentReader, { cid, names, format }: ContentRequest): Promise<boolean> {
  try {
    const found = (await resolvePath(sourceOf(store), cid, names)).toString();
    if (format === "file" || format === "car") return await store.has(found);
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

function text(status: number, message: string, more: Record<string, string> = {}): Response {
  return new Response(`${message}\n`, { status, headers: { ...TEXT, ...more } });
}
