import { ContentTamperedError, MemoryContentStore } from "@nexus/content";
import { cidOfDigest, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { digestContent } from "../../src/content/content.ts";

const bytes = new TextEncoder().encode("content");
const digest = sha256Digest(bytes);

describe("content by digest", () => {
  it("keeps what it adds, pinned, and reads it back by its digest alone", async () => {
    const store = new MemoryContentStore();
    const content = digestContent(store, store);
    await content.add(bytes);
    expect(await content.get(digest)).to.deep.equal(bytes);
    expect(await store.pins()).to.deep.equal([cidOfDigest(digest)]);
  });

  it("hands on no bytes of another digest, whatever the reader says", async () => {
    const other = new TextEncoder().encode("other content");
    const content = digestContent({ get: async () => other }, new MemoryContentStore());
    await content.get(digest, "bafy").then(
      () => expect.fail("other bytes came through"),
      (fault: unknown) => {
        expect(fault).to.be.instanceOf(ContentTamperedError);
        expect(fault).to.deep.include({ cid: "bafy", expected: digest, found: sha256Digest(other) });
      },
    );
  });
});
