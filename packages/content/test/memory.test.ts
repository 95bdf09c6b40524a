import { MemoryContentStore } from "@nexus/content";
import { CID } from "multiformats/cid";
import { toHex } from "viem";
import { shouldBehaveLikeContentStore } from "./behaviors/store.ts";

describe("MemoryContentStore", () => {
  shouldBehaveLikeContentStore(async ({ maxBytes }) => {
    const blocks = new Map<string, Uint8Array>();
    const writer = new MemoryContentStore({ blocks });
    return {
      reader: new MemoryContentStore({ maxBytes, blocks }),
      add: (bytes) => writer.add(bytes),
      replaceBlock: async (cid, bytes) => void blocks.set(toHex(CID.parse(cid).multihash.digest), bytes),
    };
  });
});
