import { ContentTamperedError, MemoryContentStore } from "@nexus/content";
import { cidOfDigest, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { digestContent } from "../../src/content/content.ts";
import { keptContent } from "../../src/content/kept.ts";
import { GatewayDeceivedError } from "../../src/errors.ts";

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

  it("blames a gateway's wrong bytes on the gateway", async () => {
    const cid = cidOfDigest(digest);
    const cause = new ContentTamperedError({ cid, expected: digest, found: "0x01" });
    const content = digestContent({ get: () => Promise.reject(cause) }, new MemoryContentStore());
    await content.get(digest).then(
      () => expect.fail("other bytes came through"),
      (fault: unknown) => {
        expect(fault).to.be.instanceOf(GatewayDeceivedError);
        expect(fault).to.deep.include({ code: "GATEWAY_DECEIVED", cid, cause });
      },
    );
  });

  it("is read once while it is kept, and anew when it failed or is too large to keep", async () => {
    const store = new MemoryContentStore();
    const large = new Uint8Array(100);
    for (const file of [bytes, large]) await store.add(file);
    const asked: string[] = [];
    const reader = {
      get: async (cid: string) => {
        asked.push(cid);
        if (asked.length === 1) throw new Error("the gateway is away");
        return store.get(cid);
      },
    };
    const content = keptContent(digestContent(reader, store), 50);
    const away = await content.get(digest).catch((fault: Error) => fault);
    expect(away).to.be.instanceOf(Error).with.property("message", "the gateway is away");
    for (let turn = 0; turn < 3; turn += 1) expect(await content.get(digest)).to.deep.equal(bytes);
    expect(asked).to.have.length(2);
    for (let turn = 0; turn < 2; turn += 1)
      expect(await content.get(sha256Digest(large))).to.deep.equal(large);
    expect(asked).to.have.length(4);
  });

  it("is read by each CID that names it, so that a false one spoils no other's reading", async () => {
    const store = new MemoryContentStore();
    await store.add(bytes);
    const lost = Promise.withResolvers<Uint8Array>();
    const reader = { get: (cid: string) => (cid === "bafyfalse" ? lost.promise : store.get(cid)) };
    const content = keptContent(digestContent(reader, store), 50);
    const spoilt = content.get(digest, "bafyfalse").catch((fault: Error) => fault);
    expect(await content.get(digest, cidOfDigest(digest))).to.deep.equal(bytes);
    lost.resolve(new Uint8Array(3));
    expect(await spoilt).to.be.instanceOf(ContentTamperedError);
  });
});
