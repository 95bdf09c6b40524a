import { parseContentPath } from "./content-path.ts";
import { readFile, resolvePath } from "./files.ts";
import { SAFETY } from "./gateway-headers.ts";
import { type ContentReader, DEFAULT_MAX_BYTES } from "./port.ts";
import type { RpcArguments } from "./rpc-arguments.ts";
import { RpcCommandError } from "./rpc-errors.ts";

/** A command that anyone may give. */
type Read = (store: ContentReader, args: RpcArguments) => Promise<Response>;

/** Commands that read, by their path below /api/v0/. */
export const READS = {
  version: async () => Response.json({ Version: "0.1.0", Commit: "", Repo: "", System: "nexus", Golang: "" }),
  id: async () => {
    throw new RpcCommandError({ command: "id", reason: "this server is no peer of the IPFS network" });
  },
  cat,
  "block/get": async (store, args) => bytesResponse(await blockAt(store, args.only)),
  "block/stat": async (store, args) => {
    const { length } = await blockAt(store, args.only);
    return Response.json({ Key: args.only.replace(/^\/ipfs\//, ""), Size: length });
  },
} as const satisfies Record<string, Read>;

/** The bytes of a file, or `length` of them from `offset`. */
async function cat(store: ContentReader, args: RpcArguments): Promise<Response> {
  const { cid, names } = parseContentPath(args.only);
  const offset = args.size("offset") ?? 0;
  const length = args.size("length") ?? Number.MAX_SAFE_INTEGER;
  const bytes = await readFile(sourceOf(store), cid, DEFAULT_MAX_BYTES, names);
  return bytesResponse(bytes.subarray(offset, offset + length));
}

async function blockAt(store: ContentReader, path: string): Promise<Uint8Array> {
  const { cid, names } = parseContentPath(path);
  return store.block((await resolvePath(sourceOf(store), cid, names)).toString());
}

function sourceOf(store: ContentReader) {
  return {
    read: (cid: { toString(): string }) => store.block(cid.toString()),
    has: (cid: { toString(): string }) => store.has(cid.toString()),
  };
}

function bytesResponse(bytes: Uint8Array): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: {
      ...SAFETY,
      "content-type": "application/octet-stream",
      "content-length": String(bytes.length),
      "x-stream-output": "1",
    },
  });
}
