import { ContentMalformedError, MemoryContentStore } from "@nexus/content";
import { sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { CID } from "multiformats/cid";
import { toHex } from "viem";
import { shouldBehaveLikeContentStore } from "./behaviors/store.ts";
import { fileNode } from "./nodes.ts";
import { rejectionOf } from "./sample.ts";

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

  it("gives up on a file of more blocks than a reader may visit", async () => {
    const blocks = new Map<string, Uint8Array>();
    const store = new MemoryContentStore({ blocks });
    const leaves = Array.from({ length: 10_000 }, (_, i) => new TextEncoder().encode(`leaf ${i}`));
    const { bytes, cid } = fileNode(
      leaves.map((leaf) => ({ leaf, claimed: leaf.length })),
      leaves.reduce((size, leaf) => size + leaf.length, 0),
    );
    for (const block of [...leaves, bytes]) blocks.set(sha256Digest(block), block);
    const error = await rejectionOf(store.has(cid), ContentMalformedError);
    expect(error).to.deep.include({ cid, reason: "it has more than 10000 blocks" });
  });
});
