import {
  ContentMalformedError,
  ContentNotFoundError,
  type ContentReader,
  ContentTamperedError,
  ContentTooLargeError,
} from "@nexus/content";
import { cidOfDigest, InvalidCidError, NxsError, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { directoryNode, fileNode, listCid } from "../nodes.ts";
import { ABSENT_CID, HELLO, rejectionOf, sampleBytes } from "../sample.ts";

/** A reader under test, with a hand on what it reads. */
export interface ReaderSetup {
  readonly reader: ContentReader;
  /** Puts a file where it reads, whatever its size. */
  add(bytes: Uint8Array): Promise<string>;
  /** Puts other bytes in a block's place, as an attacker with access to the storage would. */
  replaceBlock(cid: string, bytes: Uint8Array): Promise<void>;
}

/** Makes the reader; `maxBytes` is the largest file it returns. */
export type ReaderFactory = (options: { maxBytes: number }) => Promise<ReaderSetup>;

const LIMIT = 1_000_000;

const BAD_CIDS: readonly (readonly [string, string, string])[] = [
  ["nothing", "", "it isn't a CID"],
  ["a word", "plugin.wasm", "it isn't a CID"],
  ["a path below a CID", `${HELLO.cid}/../x`, "it isn't a CID"],
  ["a path to the disk", "../../../../etc/passwd", "it isn't a CID"],
  ["a CID with a NUL", `${HELLO.cid}\0`, "it isn't a CID"],
  ["a CID with a query", `${HELLO.cid}?format=raw`, "it isn't a CID"],
  ["a long text", "b".repeat(100_000), "it is longer than 128 characters"],
  ["an identity CID", "bafkqaa3bmjrq", "its hash isn't a full sha2-256"],
  [
    "a CID of dag-cbor",
    "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua",
    "its codec is 0x71, and raw or dag-pb is needed",
  ],
  [
    "a CID of sha3-256",
    "bafkrmidejpgh4vsdomcatgnkzcphmixtzjy7xiozol6zjiy4hp57etrzha",
    "its hash isn't a full sha2-256",
  ],
];

/** What every reader does, and never does. */
export function shouldBehaveLikeContentReader(create: ReaderFactory): void {
  let reader: ContentReader;
  let setup: ReaderSetup;
  const add = (bytes: Uint8Array) => setup.add(bytes);

  beforeEach(async () => {
    setup = await create({ maxBytes: LIMIT });
    reader = setup.reader;
  });

  describe("get", () => {
    for (const size of [0, 1, 262_144, 262_145, LIMIT]) {
      it(`returns ${size} bytes as they were added`, async () => {
        const bytes = sampleBytes(size);
        expect(Buffer.compare(await reader.get(await add(bytes)), bytes)).to.equal(0);
      });
    }

    it("reads a CID in any of its forms", async () => {
      await add(HELLO.bytes);
      const base58 = "zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn";
      expect(Buffer.from(await reader.get(base58))).to.deep.equal(Buffer.from(HELLO.bytes));
    });

    it("says that content is missing", async () => {
      expect((await rejectionOf(reader.get(ABSENT_CID), ContentNotFoundError)).cid).to.equal(ABSENT_CID);
    });

    for (const [name, cid, reason] of BAD_CIDS) {
      it(`refuses ${name}`, async () => {
        expect((await rejectionOf(reader.get(cid), InvalidCidError)).reason).to.equal(reason);
      });
    }

    it("refuses a file over its limit", async () => {
      const cid = await add(sampleBytes(LIMIT + 1));
      const error = await rejectionOf(reader.get(cid), ContentTooLargeError);
      expect(error).to.deep.include({ content: cid, limit: LIMIT });
    });
  });

  describe("block", () => {
    it("returns a small file itself", async () => {
      expect(Buffer.from(await reader.block(await add(HELLO.bytes)))).to.deep.equal(Buffer.from(HELLO.bytes));
    });

    it("returns a larger file's list, which isn't the file", async () => {
      const block = await reader.block(await add(sampleBytes(262_145)));
      expect(block.length).to.be.within(1, 200);
    });

    it("says that a block is missing", async () => {
      await rejectionOf(reader.block(ABSENT_CID), ContentNotFoundError);
    });
  });

  describe("has", () => {
    it("knows what is there", async () => {
      expect(await reader.has(await add(HELLO.bytes))).to.equal(true);
      expect(await reader.has(await add(sampleBytes(262_145)))).to.equal(true);
    });

    it("knows what isn't", async () => {
      expect(await reader.has(ABSENT_CID)).to.equal(false);
    });

    it("refuses what isn't a CID", async () => {
      await rejectionOf(reader.has("x"), InvalidCidError);
    });
  });

  describe("tampered content", () => {
    const swaps: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
      ["swapped", (bytes) => bytes.map((byte) => byte ^ 1)],
      ["truncated", (bytes) => bytes.slice(0, -1)],
      ["emptied", () => new Uint8Array()],
      ["lengthened", (bytes) => Uint8Array.from([...bytes, 0])],
    ];
    for (const [name, swap] of swaps) {
      it(`isn't returned when its block was ${name}`, async () => {
        const cid = await add(HELLO.bytes);
        const wrong = swap(HELLO.bytes);
        await setup.replaceBlock(cid, wrong);
        for (const read of [() => reader.get(cid), () => reader.block(cid)]) {
          const error = await rejectionOf(read(), ContentTamperedError);
          expect(error).to.deep.include({
            cid,
            expected: sha256Digest(HELLO.bytes),
            found: sha256Digest(wrong),
          });
          expect(error.message).to.contain(cid).and.to.contain(sha256Digest(wrong));
        }
      });
    }

    it("isn't returned when one block of several was swapped", async () => {
      const bytes = sampleBytes(600_000);
      const cid = await add(bytes);
      const second = cidOfDigest(sha256Digest(bytes.slice(262_144, 524_288)));
      await setup.replaceBlock(second, HELLO.bytes);
      expect((await rejectionOf(reader.get(cid), ContentTamperedError)).cid).to.equal(second);
    });

    it("isn't returned when the list of blocks was swapped", async () => {
      const cid = await add(sampleBytes(300_000));
      const other = await add(sampleBytes(262_145));
      await setup.replaceBlock(cid, await reader.block(other));
      expect((await rejectionOf(reader.get(cid), ContentTamperedError)).cid).to.equal(cid);
      expect((await rejectionOf(reader.has(cid), ContentTamperedError)).cid).to.equal(cid);
    });

    it("isn't read to its end when it is huge", async () => {
      const cid = await add(HELLO.bytes);
      await setup.replaceBlock(cid, new Uint8Array(3_000_000));
      const error = await rejectionOf(reader.get(cid), NxsError);
      expect(["CONTENT_TOO_LARGE", "CONTENT_TAMPERED"]).to.contain(error.code);
      expect(error.message).to.contain(cid);
    });
  });

  describe("hostile files", () => {
    it("that misstate their own size are read by their blocks", async () => {
      const leaf = sampleBytes(1_000);
      const { bytes, cid } = fileNode([{ leaf, claimed: 1_000 }], 10);
      await add(leaf);
      await setup.replaceBlock(cid, bytes);
      expect(Buffer.compare(await reader.get(cid), leaf)).to.equal(0);
    });

    it("that claim more bytes in a block than it has are refused", async () => {
      const leaf = sampleBytes(1_000);
      const { bytes, cid } = fileNode([{ leaf, claimed: 2_000 }], 2_000);
      await add(leaf);
      await setup.replaceBlock(cid, bytes);
      expect((await rejectionOf(reader.get(cid), ContentMalformedError)).cid).to.equal(cid);
    });

    it("that claim fewer bytes in a block than it has give no more than they claim", async () => {
      const leaf = sampleBytes(1_000);
      const { bytes, cid } = fileNode([{ leaf, claimed: 10 }], 10);
      await add(leaf);
      await setup.replaceBlock(cid, bytes);
      expect(await reader.get(cid)).to.have.length(10);
    });

    it("that make few blocks into a long walk are refused", async () => {
      const leaf = sampleBytes(1);
      const inner = fileNode(
        Array.from({ length: 101 }, () => ({ leaf, claimed: 1 })),
        101,
      );
      const leaves = Array.from({ length: 101 }, () => ({ leaf: inner.bytes, claimed: 101, isList: true }));
      const { bytes, cid } = fileNode(leaves, 10_201);
      await add(leaf);
      await setup.replaceBlock(inner.cid, inner.bytes);
      await setup.replaceBlock(cid, bytes);
      const error = await rejectionOf(reader.get(cid), ContentMalformedError);
      expect(error).to.deep.include({ cid, reason: "it has more than 10000 blocks" });
    });

    it("that name one block over and over are refused at the limit", async () => {
      const leaf = sampleBytes(10_000);
      const { bytes, cid } = fileNode(
        Array.from({ length: 101 }, () => ({ leaf, claimed: 10_000 })),
        1_010_000,
      );
      await add(leaf);
      await setup.replaceBlock(cid, bytes);
      expect((await rejectionOf(reader.get(cid), ContentTooLargeError)).limit).to.equal(LIMIT);
    });

    it("that aren't dag-pb are refused", async () => {
      const bytes = new TextEncoder().encode("no protobuf");
      const cid = listCid(bytes);
      await setup.replaceBlock(cid, bytes);
      expect((await rejectionOf(reader.get(cid), ContentMalformedError)).cid).to.equal(cid);
      expect((await rejectionOf(reader.has(cid), ContentMalformedError)).cid).to.equal(cid);
    });

    it("that are directories are refused", async () => {
      const { bytes, cid } = directoryNode([]);
      await setup.replaceBlock(cid, bytes);
      expect((await rejectionOf(reader.get(cid), ContentMalformedError)).reason).to.equal(
        "it is a directory",
      );
    });

    it("that name an identity block are refused", async () => {
      const { bytes, cid } = directoryNode([{ name: "x", cid: "bafkqaa3bmjrq" }]);
      await setup.replaceBlock(cid, bytes);
      await rejectionOf(reader.has(cid), InvalidCidError);
    });
  });
}
