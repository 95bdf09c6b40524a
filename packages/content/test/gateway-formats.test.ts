import { CarReader } from "@ipld/car";
import { type Gateway, MemoryContentStore, startGateway } from "@nexus/content";
import { sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { CID } from "multiformats/cid";
import { toHex } from "viem";
import { directoryNode } from "./nodes.ts";
import { ABSENT_CID, HELLO, sampleBytes } from "./sample.ts";

const BIG = sampleBytes(600_000);

describe("the gateway's formats", () => {
  const blocks = new Map<string, Uint8Array>();
  const store = new MemoryContentStore({ blocks });
  const directory = directoryNode([{ name: "a file.txt", cid: HELLO.cid }]);
  let gateway: Gateway;
  let big: string;

  before(async () => {
    gateway = await startGateway({ store, port: 0 });
    big = await store.add(BIG);
    await store.add(HELLO.bytes);
    await store.putBlock(directory.cid, directory.bytes);
  });

  after(() => gateway.close());

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(`${gateway.url}${path}`, { method, headers });

  describe("CAR", () => {
    /** Roots and verified blocks of an answer. */
    async function readCar(path: string, headers: Record<string, string> = {}) {
      const response = await ask(path, headers);
      expect(response.status).to.equal(200);
      const car = await CarReader.fromBytes(new Uint8Array(await response.arrayBuffer()));
      const cids: string[] = [];
      for await (const { cid, bytes } of car.blocks()) {
        expect(sha256Digest(bytes)).to.equal(toHex(cid.multihash.digest));
        cids.push(cid.toString());
      }
      return { roots: (await car.getRoots()).map(String), cids, headers: response.headers };
    }

    it("has a file's blocks depth first, from the list to the last leaf", async () => {
      const { roots, cids, headers } = await readCar(`/ipfs/${big}?format=car`);
      expect(roots).to.deep.equal([big]);
      const leaves = [0, 262_144, 524_288].map((start) =>
        store.add(BIG.slice(start, Math.min(start + 262_144, BIG.length))),
      );
      expect(cids).to.deep.equal([big, ...(await Promise.all(leaves))]);
      expect(headers.get("content-type")).to.equal("application/vnd.ipld.car; version=1; order=dfs; dups=n");
      expect(headers.get("etag")).to.equal(`"${big}.car"`);
    });

    it("is given by the Accept header too", async () => {
      const headers = { accept: "application/vnd.ipld.car; version=1" };
      expect((await readCar(`/ipfs/${HELLO.cid}`, headers)).cids).to.deep.equal([HELLO.cid]);
    });

    it("has the blocks that lead to a file, and the file's as its root", async () => {
      const { roots, cids, headers } = await readCar(`/ipfs/${directory.cid}/a%20file.txt?format=car`);
      expect(roots).to.deep.equal([HELLO.cid]);
      expect(cids).to.deep.equal([directory.cid, HELLO.cid]);
      expect(headers.get("etag")).to.equal(`"${directory.cid}/a%20file.txt.car"`);
    });

    it("has a directory with all that is in it", async () => {
      const { cids } = await readCar(`/ipfs/${directory.cid}?format=car`);
      expect(cids).to.deep.equal([directory.cid, HELLO.cid]);
    });

    it("has the target alone for dag-scope=block", async () => {
      const { cids } = await readCar(`/ipfs/${big}?format=car&dag-scope=block`);
      expect(cids).to.deep.equal([big]);
    });

    it("isn't given in part when a block is missing or was tampered with", async () => {
      const bytes = sampleBytes(300_000).map((byte) => byte ^ 0xff);
      const cid = await store.add(bytes);
      const leaf = toHex(CID.parse(await store.add(bytes.slice(262_144))).multihash.digest);
      blocks.set(leaf, HELLO.bytes);
      expect((await ask(`/ipfs/${cid}?format=car`)).status).to.equal(500);
      blocks.delete(leaf);
      expect((await ask(`/ipfs/${cid}?format=car`)).status).to.equal(404);
    });
  });

  it("isn't given, in any format, of a store that doesn't verify", async () => {
    const wrong = Buffer.from("other bytes");
    const credulous = { get: async () => wrong, block: async () => wrong, has: async () => true };
    const other = await startGateway({ store: credulous, port: 0 });
    for (const query of ["", "?format=raw", "?format=car", "?format=car&dag-scope=block"]) {
      const response = await fetch(`${other.url}/ipfs/${HELLO.cid}${query}`);
      expect([query, response.status]).to.deep.equal([query, 500]);
      expect(await response.text()).to.contain("was tampered with");
    }
    await other.close();
  });

  describe("ranges", () => {
    const ranges: readonly (readonly [string, number, number])[] = [
      ["bytes=0-0", 0, 1],
      ["bytes=262143-262145", 262_143, 262_146],
      ["bytes=599999-", 599_999, 600_000],
      ["bytes=599990-9999999", 599_990, 600_000],
      ["bytes=-5", 599_995, 600_000],
      ["bytes=-9999999", 0, 600_000],
    ];
    for (const [range, start, end] of ranges) {
      it(`gives ${range}`, async () => {
        const response = await ask(`/ipfs/${big}`, { range });
        expect(response.status).to.equal(206);
        expect(response.headers.get("content-range")).to.equal(`bytes ${start}-${end - 1}/600000`);
        expect(response.headers.get("content-length")).to.equal(String(end - start));
        const bytes = new Uint8Array(await response.arrayBuffer());
        expect(Buffer.compare(bytes, BIG.subarray(start, end))).to.equal(0);
      });
    }

    for (const range of ["bytes=600000-", "bytes=-0", "bytes=700000-800000"]) {
      it(`has nothing for ${range}`, async () => {
        const response = await ask(`/ipfs/${big}`, { range });
        expect(response.status).to.equal(416);
        expect(response.headers.get("content-range")).to.equal("bytes */600000");
      });
    }

    for (const range of ["bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=-", "bytes=a-b"]) {
      it(`gives the whole for ${range}`, async () => {
        const response = await ask(`/ipfs/${HELLO.cid}`, { range });
        expect(response.status).to.equal(200);
        expect(await response.text()).to.equal("hello world");
      });
    }

    it("gives a range only of the bytes that If-Range names", async () => {
      const partial = await ask(`/ipfs/${HELLO.cid}`, { range: "bytes=0-4", "if-range": `"${HELLO.cid}"` });
      expect(await partial.text()).to.equal("hello");
      const whole = await ask(`/ipfs/${HELLO.cid}`, { range: "bytes=0-4", "if-range": `"${big}"` });
      expect(await whole.text()).to.equal("hello world");
    });
  });

  describe("pages of other origins", () => {
    it("may ask before they read", async () => {
      const headers = { origin: "https://app.example", "access-control-request-method": "GET" };
      const response = await ask(`/ipfs/${HELLO.cid}`, headers, "OPTIONS");
      expect(response.status).to.equal(204);
      expect(response.headers.get("access-control-allow-origin")).to.equal("*");
      expect(response.headers.get("access-control-allow-methods")).to.equal("GET, HEAD");
      expect(response.headers.get("access-control-allow-headers")).to.match(/If-None-Match, If-Range, Range/);
      expect(response.headers.has("access-control-allow-credentials")).to.equal(false);
    });

    for (const [path, status] of [
      [`/ipfs/${HELLO.cid}`, 200],
      [`/ipfs/${ABSENT_CID}`, 404],
    ] as const) {
      it(`may read an answer of ${status}, its tag included`, async () => {
        const response = await ask(path, { origin: "https://app.example" });
        const { headers } = response;
        expect(response.status).to.equal(status);
        expect(headers.get("access-control-allow-origin")).to.equal("*");
        expect(headers.get("access-control-expose-headers")).to.contain("ETag");
      });
    }
  });
});
