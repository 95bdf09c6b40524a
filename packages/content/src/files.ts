import { decode, type PBNode } from "@ipld/dag-pb";
import { NxsError } from "@nexus/protocol";
import type { Blockstore } from "interface-blockstore";
import { exporter, type UnixFSEntry } from "ipfs-unixfs-exporter";
import { importFile } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import type { CID } from "multiformats/cid";
import { concat } from "viem";
import { type BlockSource, readBlock } from "./blocks.ts";
import { DAG_PB, parseContentCid } from "./cid.ts";
import { ContentMalformedError, ContentNotFoundError, ContentTooLargeError } from "./errors.ts";

const CHUNK_BYTES = 262_144;
const LINKS_PER_BLOCK = 174;

/** Blocks that one read may visit, so that a small hostile file can't keep a reader busy. */
const MAX_VISITS = 10_000;
const READ_CONCURRENCY = 8;

/** Where blocks go. A block is whole on return, or isn't there at all. */
export type BlockSink = (cid: CID, bytes: Uint8Array) => Promise<void>;

/** How a file becomes blocks, as Kubo does it by default and with `--cid-version=1`. */
export const LAYOUTS = {
  version0: { cidVersion: 0, rawLeaves: false },
  version1: { cidVersion: 1, rawLeaves: true },
} as const;

/** A file as blocks, each after the ones it links to. */
export interface FileBlocks {
  readonly cid: string;
  /** Bytes of all blocks together, repeated ones counted each time. */
  readonly size: number;
  readonly blocks: readonly { readonly cid: string; readonly bytes: Uint8Array }[];
}

/** Writes a file as Kubo does with `--cid-version=1 --raw-leaves`, 256 KiB chunks and 174 links a block; returns its CID. */
export async function writeFile(sink: BlockSink, bytes: Uint8Array, maxBytes: number): Promise<string> {
  if (bytes.length > maxBytes)
    throw new ContentTooLargeError({ content: `of ${bytes.length} bytes`, limit: maxBytes });
  return (await importInto(sink, bytes, LAYOUTS.version1)).cid.toString();
}

/** The blocks of a file, none of them written anywhere. */
export async function blocksOfFile(
  bytes: Uint8Array,
  layout: (typeof LAYOUTS)[keyof typeof LAYOUTS],
): Promise<FileBlocks> {
  const blocks: { cid: string; bytes: Uint8Array }[] = [];
  const keep: BlockSink = async (cid, block) => void blocks.push({ cid: cid.toString(), bytes: block });
  const { cid, size } = await importInto(keep, bytes, layout);
  return { cid: cid.toString(), size: Number(size), blocks };
}

/** The CID that every store gives a file. */
export async function cidOfFile(bytes: Uint8Array): Promise<string> {
  return writeFile(async () => {}, bytes, Number.POSITIVE_INFINITY);
}

function importInto(sink: BlockSink, bytes: Uint8Array, layout: (typeof LAYOUTS)[keyof typeof LAYOUTS]) {
  return importFile({ content: bytes }, storageOf(sink), {
    ...layout,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize: CHUNK_BYTES }),
    layout: balanced({ maxChildrenPerNode: LINKS_PER_BLOCK }),
  });
}

/**
 * Bytes of the file at a CID, or at a path of names below it. The exporter reads exactly
 * as many bytes as the lists of blocks claim, so the size checked here is the size read.
 * @throws as `ContentReader.get`
 */
export async function readFile(
  source: BlockSource,
  cid: CID,
  maxBytes: number,
  path: readonly string[] = [],
): Promise<Uint8Array> {
  const entry = await resolve(source, cid, path);
  if (entry.type !== "file" && entry.type !== "raw") {
    throw new ContentMalformedError({ cid: entry.cid.toString(), reason: `it is a ${entry.type}` });
  }
  if (entry.size > BigInt(maxBytes))
    throw new ContentTooLargeError({ content: entry.cid.toString(), limit: maxBytes });
  const chunks: Uint8Array[] = [];
  await translated(entry.cid, async () => {
    for await (const chunk of entry.content({ blockReadConcurrency: READ_CONCURRENCY })) chunks.push(chunk);
  });
  return concat(chunks);
}

/** The CID of the file at a path of names below a CID. @throws as `ContentReader.get` */
export async function resolvePath(source: BlockSource, cid: CID, path: readonly string[]): Promise<CID> {
  return path.length === 0 ? cid : parseContentCid((await resolve(source, cid, path)).cid.toString());
}

/** Whether every block of a file is there. @throws as `ContentReader.has` */
export async function hasFile(source: BlockSource, root: CID): Promise<boolean> {
  for await (const cid of visit(source, root)) if (!(await source.has(cid))) return false;
  return true;
}

/** Every CID below a root once, the root first and depth first. A CID's links are read only when the next one is asked for. */
export async function* visit(source: BlockSource, root: CID): AsyncIterable<CID> {
  const seen = new Set<string>();
  const pending = [root];
  for (let cid = pending.pop(); cid !== undefined; cid = pending.pop()) {
    if (seen.has(cid.toString())) continue;
    seen.add(cid.toString());
    if (seen.size > MAX_VISITS) throw tooManyBlocks(root);
    yield cid;
    if (cid.code === DAG_PB) pending.push(...(await linksOf(source, cid)).reverse());
  }
}

async function linksOf(source: BlockSource, cid: CID): Promise<CID[]> {
  const bytes = await readBlock(source, cid);
  return translated(cid, async () => {
    const node: PBNode = decode(bytes);
    return node.Links.map(({ Hash }) => parseContentCid(Hash.toString()));
  });
}

/** The entry at a path of names below a CID. A name in what isn't a directory isn't there. */
async function resolve(source: BlockSource, root: CID, path: readonly string[]): Promise<UnixFSEntry> {
  const storage = readableOf(source, root);
  let entry = await translated(root, () => exporter(root, storage));
  for (const [i, name] of path.entries()) {
    const parent = entry;
    const found = [root, ...path.slice(0, i + 1)].join("/");
    if (parent.type !== "directory") throw new ContentNotFoundError({ cid: found });
    entry = await translated(root, () => exporter(`${parent.cid}/${name}`, storage), found);
  }
  return entry;
}

/** The libraries' faults as ours: a name that isn't there, or blocks that aren't a file. */
async function translated<T>(cid: CID, read: () => Promise<T>, place = cid.toString()): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const fault = cause instanceof Error && cause.cause instanceof NxsError ? cause.cause : cause;
    if (fault instanceof NxsError) throw fault;
    if (cause instanceof Error && cause.name === "NotFoundError") {
      throw new ContentNotFoundError({ cid: place, cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ContentMalformedError({ cid: place, reason, cause });
  }
}

function tooManyBlocks(cid: CID): ContentMalformedError {
  return new ContentMalformedError({ cid: cid.toString(), reason: `it has more than ${MAX_VISITS} blocks` });
}

function readableOf(source: BlockSource, root: CID): Pick<Blockstore, "get"> {
  let visits = 0;
  return {
    async *get(cid) {
      if (++visits > MAX_VISITS) throw tooManyBlocks(root);
      yield await readBlock(source, parseContentCid(cid.toString()));
    },
  };
}

function storageOf(sink: BlockSink): Pick<Blockstore, "put"> {
  return {
    async put(cid, value) {
      if (!(value instanceof Uint8Array)) throw new TypeError("The importer must hand over whole blocks.");
      await sink(cid, value);
      return cid;
    },
  };
}
