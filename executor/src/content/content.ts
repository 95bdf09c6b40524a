import { type ContentReader, type ContentStore, ContentTamperedError } from "@nexus/content";
import { cidOfDigest } from "@nexus/protocol";
import type { Content } from "../core/ports.ts";
import { fastDigest } from "../digest.ts";
import { GatewayDeceivedError } from "../errors.ts";

/** Content by digest, for those who only read. */
export function readingContent(reader: Pick<ContentReader, "get">): Pick<Content, "get"> {
  return {
    get: async (digest, cid = cidOfDigest(digest)) => {
      const bytes = await reader.get(cid);
      const found = fastDigest(bytes);
      if (found !== digest) throw new ContentTamperedError({ cid, expected: digest, found });
      return bytes;
    },
  };
}

/**
 * Content by digest: read where everybody reads, kept where this executor keeps. A gateway's wrong bytes are its own fault, and
 * those that a CID truly names are its publisher's: only these are tampered with for good.
 */
export function digestContent(
  reader: Pick<ContentReader, "get">,
  store: Pick<ContentStore, "add" | "pin">,
): Content {
  return {
    ...readingContent({ get: (cid) => reader.get(cid).catch((fault: unknown) => blameGateway(cid, fault)) }),
    add: async (bytes) => {
      await store.pin(await store.add(bytes));
    },
  };
}

function blameGateway(cid: string, cause: unknown): never {
  throw cause instanceof ContentTamperedError ? new GatewayDeceivedError({ cid, cause }) : cause;
}
