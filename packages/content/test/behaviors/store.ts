import { ContentNotFoundError, type ContentStore, ContentTooLargeError } from "@nexus/content";
import { cidOfDigest, InvalidCidError, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import { ABSENT_CID, HELLO, rejectionOf, SAMPLE_CIDS, sampleBytes } from "../sample.ts";
import { type ReaderSetup, shouldBehaveLikeContentReader } from "./reader.ts";

/** A store under test. */
export interface StoreSetup extends ReaderSetup {
  readonly reader: ContentStore;
}

const LIMIT = 50_000_000;

/** What every store does, its reading included. */
export function shouldBehaveLikeContentStore(
  create: (options: { maxBytes: number }) => Promise<StoreSetup>,
): void {
  shouldBehaveLikeContentReader(create);

  let store: ContentStore;
  let setup: StoreSetup;

  beforeEach(async () => {
    setup = await create({ maxBytes: LIMIT });
    store = setup.reader;
  });

  describe("add", () => {
    it("gives Kubo's CID", async () => {
      expect(await store.add(HELLO.bytes)).to.equal(HELLO.cid);
    });

    for (const { size, cid } of SAMPLE_CIDS) {
      it(`gives ${size} bytes the CID of a balanced tree with raw leaves`, async () => {
        expect(await store.add(sampleBytes(size))).to.equal(cid);
      });
    }

    it("gives a file of one block the CID of its digest", async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
          expect(await store.add(bytes)).to.equal(cidOfDigest(sha256Digest(bytes)));
        }),
        { numRuns: 20 },
      );
    });

    it("changes nothing the second time", async () => {
      expect(await store.add(HELLO.bytes)).to.equal(await store.add(HELLO.bytes));
    });

    it("keeps what was added, whatever becomes of the caller's bytes", async () => {
      const bytes = Uint8Array.from(HELLO.bytes);
      const cid = await store.add(bytes);
      bytes.fill(0);
      expect(Buffer.from(await store.get(cid))).to.deep.equal(Buffer.from(HELLO.bytes));
      (await store.get(cid)).fill(0);
      (await store.block(cid)).fill(0);
      expect(Buffer.from(await store.get(cid))).to.deep.equal(Buffer.from(HELLO.bytes));
    });

    it("repairs a damaged block", async () => {
      const cid = await store.add(HELLO.bytes);
      await setup.replaceBlock(cid, new Uint8Array());
      await store.add(HELLO.bytes);
      expect(Buffer.from(await store.get(cid))).to.deep.equal(Buffer.from(HELLO.bytes));
    });

    it("takes the same file from many at once", async () => {
      const bytes = sampleBytes(300_000);
      const cids = await Promise.all(Array.from({ length: 8 }, () => store.add(bytes)));
      expect(new Set(cids).size).to.equal(1);
      expect(Buffer.compare(await store.get(cids[0] ?? ""), bytes)).to.equal(0);
    });

    it("refuses a file over its limit and keeps none of it", async () => {
      const { reader: small } = await create({ maxBytes: 10 });
      const error = await rejectionOf(small.add(HELLO.bytes), ContentTooLargeError);
      expect(error).to.deep.include({ content: "of 11 bytes", limit: 10 });
      expect(await small.has(HELLO.cid)).to.equal(false);
    });
  });

  describe("pins", () => {
    it("are listed in order, each once", async () => {
      const cids = [
        await store.add(HELLO.bytes),
        await store.add(sampleBytes(262_145)),
        await store.add(sampleBytes(1)),
      ];
      for (const cid of [...cids, ...cids]) await store.pin(cid);
      expect(await store.pins()).to.deep.equal([...cids].sort());
    });

    it("are gone after unpin, and the content isn't", async () => {
      const cid = await store.add(HELLO.bytes);
      await store.pin(cid);
      await store.unpin(cid);
      await store.unpin(cid);
      expect(await store.pins()).to.deep.equal([]);
      expect(await store.has(cid)).to.equal(true);
    });

    it("are for content that is there", async () => {
      expect((await rejectionOf(store.pin(ABSENT_CID), ContentNotFoundError)).cid).to.equal(ABSENT_CID);
      expect(await store.pins()).to.deep.equal([]);
    });

    it("are listed in the usual form of the CID", async () => {
      await store.add(HELLO.bytes);
      await store.pin("zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn");
      expect(await store.pins()).to.deep.equal([HELLO.cid]);
    });

    it("are for CIDs", async () => {
      await rejectionOf(store.pin("../pins"), InvalidCidError);
      await rejectionOf(store.unpin("../blocks"), InvalidCidError);
    });
  });
}
