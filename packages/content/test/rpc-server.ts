import { type Gateway, MemoryContentStore, startGateway, type UploadOptions } from "@nexus/content";

export const TOKEN = "a-token-for-tests-only";
export const ORIGIN = "https://app.example";

/** A server of the RPC API over memory, and what it keeps. */
export interface RpcServer {
  readonly gateway: Gateway;
  readonly store: MemoryContentStore;
  readonly blocks: Map<string, Uint8Array>;
  post(
    path: string,
    init?: { headers?: Record<string, string>; body?: RequestInit["body"] },
  ): Promise<Response>;
}

export async function startRpcServer(
  options: Partial<Omit<UploadOptions, "store">> = {},
): Promise<RpcServer> {
  const blocks = new Map<string, Uint8Array>();
  const store = new MemoryContentStore({ blocks });
  const uploads = { store, token: TOKEN, origins: [ORIGIN], ...options };
  const gateway = await startGateway({ store, port: 0, uploads });
  const post: RpcServer["post"] = (path, { headers = {}, body = null } = {}) =>
    fetch(`${gateway.url}/api/v0/${path}`, { method: "POST", headers, body });
  return { gateway, store, blocks, post };
}

export const AUTHORITY = { authorization: `Bearer ${TOKEN}` } as const;

/** A form of one file. */
export function formOf(bytes: Uint8Array, name = "file"): FormData {
  const form = new FormData();
  form.set("file", new Blob([Uint8Array.from(bytes)]), name);
  return form;
}
