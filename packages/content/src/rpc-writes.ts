import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { DAG_PB, parseContentCid, RAW } from "./cid.ts";
import { ContentNotFoundError } from "./errors.ts";
import { blocksOfFile, LAYOUTS } from "./files.ts";
import type { BlockStore } from "./port.ts";
import type { RpcArguments } from "./rpc-arguments.ts";
import { NotPinnedError, RpcArgumentError } from "./rpc-errors.ts";
import type { UploadedFile } from "./rpc-upload.ts";

const MOST_PINS = 100;

/** What a write needs of its request. */
export interface Write {
  readonly store: BlockStore;
  readonly args: RpcArguments;
  /** Reads the one file in the body. */
  readonly receive: () => Promise<UploadedFile>;
}

/** Commands that write, or tell what only a writer needs to know, by their path below /api/v0/. */
export const WRITES = {
  add,
  "block/put": putBlock,
  "pin/add": addPins,
  "pin/rm": removePins,
  "pin/ls": listPins,
} as const satisfies Record<string, (write: Write) => Promise<Response>>;

/** Options of `add` that would give another CID, or more than one. */
const ADD_ALLOWED = {
  chunker: ["size-262144"],
  hash: ["sha2-256"],
  trickle: ["false"],
  inline: ["false"],
  nocopy: ["false"],
  "only-hash": ["false"],
  "wrap-with-directory": ["false"],
  "preserve-mode": ["false"],
  "preserve-mtime": ["false"],
  mode: [],
  mtime: [],
  "to-files": [],
} as const;

/**
 * Keeps a file as Kubo does: CIDv0 by default, or CIDv1 with raw leaves. All checks come before the first block is written, and
 * the file's first block is written last. The name is echoed; a directory is never made of it.
 */
async function add({ store, args, receive }: Write): Promise<Response> {
  args.allowOnly(ADD_ALLOWED);
  const layout = layoutOf(args);
  const pin = args.flag("pin", true);
  const { name, bytes } = await receive();
  const { cid, size, blocks } = await blocksOfFile(bytes, layout);
  for (const block of blocks) await store.putBlock(block.cid, block.bytes);
  if (pin) await store.pin(cid);
  return Response.json({ Name: name === "" ? cid : name, Hash: cid, Size: String(size) });
}

function layoutOf(args: RpcArguments): (typeof LAYOUTS)[keyof typeof LAYOUTS] {
  const version = args.text("cid-version") ?? (args.flag("raw-leaves", false) ? "1" : "0");
  const needed =
    "files are kept with cid-version=0 and raw-leaves=false, or with cid-version=1 and raw-leaves=true";
  if (version !== "0" && version !== "1")
    throw new RpcArgumentError({ argument: "cid-version", value: version, needed });
  const isVersion1 = version === "1";
  if (args.flag("raw-leaves", isVersion1) !== isVersion1)
    throw new RpcArgumentError({ argument: "raw-leaves", value: String(!isVersion1), needed });
  return isVersion1 ? LAYOUTS.version1 : LAYOUTS.version0;
}

const CODECS: Readonly<Record<string, { readonly code: number; readonly version: 0 | 1 }>> = {
  raw: { code: RAW, version: 1 },
  "dag-pb": { code: DAG_PB, version: 1 },
  protobuf: { code: DAG_PB, version: 1 },
  v0: { code: DAG_PB, version: 0 },
};

/** Keeps one block as it is. */
async function putBlock({ store, args, receive }: Write): Promise<Response> {
  args.allowOnly({ mhtype: ["sha2-256"], mhlen: ["-1", "32"], pin: ["false"], version: ["0", "1"] });
  const value = args.text("format") ?? args.text("cid-codec") ?? "raw";
  const codec = CODECS[value];
  if (codec === undefined)
    throw new RpcArgumentError({ argument: "cid-codec", value, needed: "it must be raw or dag-pb" });
  const { bytes } = await receive();
  const hash = await sha256.digest(bytes);
  const cid = CID.create(codec.version, codec.code, hash).toString();
  await store.putBlock(cid, bytes);
  return Response.json({ Key: cid, Size: bytes.length });
}

async function addPins({ store, args }: Write): Promise<Response> {
  args.allowOnly({ recursive: ["true"] });
  const cids = pinArguments(args);
  for (const cid of cids) if (!(await store.has(cid))) throw new ContentNotFoundError({ cid });
  for (const cid of cids) await store.pin(cid);
  return Response.json({ Pins: cids });
}

async function removePins({ store, args }: Write): Promise<Response> {
  args.allowOnly({ recursive: ["true"] });
  const cids = pinArguments(args);
  await pinned(store, cids);
  for (const cid of cids) await store.unpin(cid);
  return Response.json({ Pins: cids });
}

/** The recursive pins, all or those asked for; there are no others. */
async function listPins({ store, args }: Write): Promise<Response> {
  args.allowOnly({ type: ["all", "recursive", "direct", "indirect"] });
  const wanted = args.all.length > 0 ? await pinned(store, pinArguments(args)) : await store.pins();
  const cids = ["all", "recursive"].includes(args.text("type") ?? "all") ? wanted : [];
  if (args.flag("stream", false)) {
    const lines = cids.map((Cid) => `${JSON.stringify({ Cid, Type: "recursive" })}\n`);
    return new Response(lines.join(""), { headers: { "content-type": "application/json" } });
  }
  return Response.json({ Keys: Object.fromEntries(cids.map((cid) => [cid, { Type: "recursive" }])) });
}

/** CIDs as they were given. @throws RpcArgumentError, InvalidCidError */
function pinArguments(args: RpcArguments): string[] {
  const given = args.all.map((arg) => arg.replace(/^\/ipfs\//, ""));
  if (given.length === 0 || given.length > MOST_PINS) {
    const needed = `it must be 1 to ${MOST_PINS} CIDs`;
    throw new RpcArgumentError({ argument: "arg", value: `${given.length} values`, needed });
  }
  for (const cid of given) parseContentCid(cid);
  return given;
}

/** The same CIDs, if all are pinned. @throws NotPinnedError */
async function pinned(store: BlockStore, cids: readonly string[]): Promise<readonly string[]> {
  const pins = new Set(await store.pins());
  for (const cid of cids) if (!pins.has(parseContentCid(cid).toString())) throw new NotPinnedError({ cid });
  return cids;
}
