import { type ContentReader, type ContentStore, ContentTamperedError } from "@nexus/content";
import { cidOfDigest } from "@nexus/protocol";
import type { Content } from "../core/ports.ts";
import { fastDigest } from "../digest.ts";

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

/** Content by digest: read where everybody reads, kept where this executor keeps. */
export function digestContent(
  reader: Pick<ContentReader, "get">,
  store: Pick<ContentStore, "add" | "pin">,
): Content {
  return {
    ...readingContent(reader),
    add: async (bytes) => {
      await store.pin(await store.add(bytes));
    },
  };
}
