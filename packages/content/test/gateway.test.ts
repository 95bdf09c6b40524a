import { request } from "node:http";
import {
  type Gateway,
  GatewayHostError,
  GatewayStartError,
  MemoryContentStore,
  startGateway,
} from "@nexus/content";
import { expect } from "chai";
import { CID } from "multiformats/cid";
import { toHex } from "viem";
import { directoryNode } from "./nodes.ts";
import { ABSENT_CID, HELLO, rejectionOf, sampleBytes } from "./sample.ts";

const BIG = sampleBytes(300_000);

describe("the gateway", () => {
  const blocks = new Map<string, Uint8Array>();
  const store = new MemoryContentStore({ blocks });
  const directory = directoryNode([{ name: "a file.txt", cid: HELLO.cid }]);
  let gateway: Gateway;
  let big: string;

  before(async () => {
    gateway = await startGateway({ store, port: 0 });
    big = await store.add(BIG);
    await store.add(HELLO.bytes);
    blocks.set(toHex(CID.parse(directory.cid).multihash.digest), directory.bytes);
  });

  after(() => gateway.close());

  const ask = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init);

  describe("GET", () => {
    it("gives a file whole", async () => {
      const response = await ask(`/ipfs/${big}`);
      expect(response.status).to.equal(200);
      expect(Buffer.compare(new Uint8Array(await response.arrayBuffer()), BIG)).to.equal(0);
      expect(response.headers.get("content-type")).to.equal("application/octet-stream");
    });

    it("gives a single block for format=raw, or by the Accept header", async () => {
      const block = Buffer.from(await store.block(big));
      for (const response of [
        await ask(`/ipfs/${big}?format=raw`),
        await ask(`/ipfs/${big}`, { headers: { accept: "application/vnd.ipld.raw" } }),
      ]) {
        expect(Buffer.from(await response.arrayBuffer())).to.deep.equal(block);
        expect(response.headers.get("content-type")).to.equal("application/vnd.ipld.raw");
        expect(response.headers.get("etag")).to.equal(`"${big}.raw"`);
      }
    });

    it("follows a name in a directory", async () => {
      const response = await ask(`/ipfs/${directory.cid}/a%20file.txt`);
      expect(await response.text()).to.equal("hello world");
      expect(response.headers.get("etag")).to.equal(`"${HELLO.cid}"`);
      expect(response.headers.get("x-ipfs-path")).to.equal(`/ipfs/${directory.cid}/a%20file.txt`);
    });

    it("lets nothing in content run, and lets caches keep it for good", async () => {
      const { headers } = await ask(`/ipfs/${HELLO.cid}`);
      expect(headers.get("x-content-type-options")).to.equal("nosniff");
      expect(headers.get("content-security-policy")).to.equal("sandbox; default-src 'none'");
      expect(headers.get("cache-control")).to.equal("public, max-age=29030400, immutable");
      expect(headers.get("access-control-allow-origin")).to.equal("*");
    });
  });

  describe("HEAD", () => {
    it("gives the size without the bytes", async () => {
      const response = await ask(`/ipfs/${big}`, { method: "HEAD" });
      expect(response.status).to.equal(200);
      expect(response.headers.get("content-length")).to.equal("300000");
      expect(await response.text()).to.equal("");
    });
  });

  describe("caching", () => {
    for (const tag of [`"${HELLO.cid}"`, `W/"${HELLO.cid}"`, `"other", "${HELLO.cid}"`, "*"]) {
      it(`answers 304 to ${tag.slice(0, 20)}…`, async () => {
        const response = await ask(`/ipfs/${HELLO.cid}`, { headers: { "if-none-match": tag } });
        expect(response.status).to.equal(304);
        expect(response.headers.get("etag")).to.equal(`"${HELLO.cid}"`);
      });
    }

    it("answers 200 to the tag of another form", async () => {
      const headers = { "if-none-match": `"${HELLO.cid}.raw"` };
      expect((await ask(`/ipfs/${HELLO.cid}`, { headers })).status).to.equal(200);
    });

    for (const [path, status] of [
      [`/ipfs/${ABSENT_CID}`, 412],
      [`/ipfs/${ABSENT_CID}?format=raw`, 412],
      ["/ipfs/QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn", 412],
      [`/ipfs/${HELLO.cid}`, 200],
    ] as const) {
      it(`answers ${status} to only-if-cached for ${path.slice(0, 24)}…`, async () => {
        const headers = { "cache-control": "only-if-cached" };
        expect((await ask(path, { method: "HEAD", headers })).status).to.equal(status);
      });
    }
  });

  describe("refusals", () => {
    const refusals: readonly (readonly [string, number, string])[] = [
      ["/", 404, "Content is at /ipfs/{cid}"],
      ["/ipfs/", 400, "it isn't a CID"],
      ["/ipfs/plugin.wasm", 400, "CID \"plugin.wasm\" can't be used: it isn't a CID"],
      [`/ipfs/${ABSENT_CID}`, 404, `Content ${ABSENT_CID} isn't there`],
      [`/ipfs/${HELLO.cid}/name`, 404, `Content ${HELLO.cid}/name isn't there`],
      [`/ipfs/${HELLO.cid}/%2e%2e%2fsecret`, 400, "its path has a slash or a dot name"],
      [`/ipfs/${HELLO.cid}/a%00b`, 400, "its path has a slash or a dot name"],
      [`/ipfs/${HELLO.cid}/%ff`, 400, "its path isn't percent-encoded UTF-8"],
      ["/ipfs/%ff", 400, "isn't percent-encoded UTF-8"],
      ["/ipfs/bafkqaa3bmjrq", 400, "its hash isn't a full sha2-256"],
      [`/ipfs/${HELLO.cid}?format=tar`, 406, "This gateway gives files, single blocks"],
      [`/ipfs/${HELLO.cid}?format=car&dag-scope=entity`, 406, "dag-scope=all or block"],
      [`/ipfs/${HELLO.cid}?format=car&entity-bytes=0:1`, 406, "This gateway gives files, single blocks"],
    ];
    for (const [path, status, message] of refusals) {
      it(`answers ${status} to ${path.slice(0, 90)}`, async () => {
        const response = await ask(path);
        expect(response.status).to.equal(status);
        expect(await response.text()).to.contain(message);
      });
    }

    it("answers 404 to a name below a file of several blocks", async () => {
      const response = await ask(`/ipfs/${big}/name`);
      expect(response.status).to.equal(404);
      expect(await response.text()).to.contain(`Content ${big}/name isn't there`);
    });

    it("answers 404 to a name that a directory hasn't got, and 422 to the directory", async () => {
      expect((await ask(`/ipfs/${directory.cid}/other`)).status).to.equal(404);
      const response = await ask(`/ipfs/${directory.cid}`);
      expect(response.status).to.equal(422);
      expect(await response.text()).to.contain("it is a directory");
    });

    it("answers 400 to a path that leaves /ipfs, sent as it is", async () => {
      const status = await new Promise((resolve, reject) => {
        const { port } = gateway;
        request({ host: "127.0.0.1", port, path: `/ipfs/${HELLO.cid}/../../etc/passwd` }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on("error", reject)
          .end();
      });
      expect([400, 404]).to.contain(status);
    });

    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      it(`answers 405 to ${method}, and keeps nothing`, async () => {
        const held = blocks.size;
        const response = await ask(`/ipfs/${HELLO.cid}`, { method, body: "hello" });
        expect(response.status).to.equal(405);
        expect(response.headers.get("allow")).to.equal("GET, HEAD, OPTIONS");
        expect(blocks.size).to.equal(held);
      });
    }

    it("answers 500 to tampered content, and gives none of it", async () => {
      const bytes = new TextEncoder().encode("to be swapped");
      const cid = await store.add(bytes);
      blocks.set(toHex(CID.parse(cid).multihash.digest), new TextEncoder().encode("swapped"));
      for (const path of [`/ipfs/${cid}`, `/ipfs/${cid}?format=raw`]) {
        const response = await ask(path);
        expect(response.status).to.equal(500);
        expect(await response.text()).to.match(new RegExp(`^Content ${cid} was tampered with`));
        expect(response.headers.get("cache-control")).to.equal("no-store");
      }
    });
  });

  describe("start", () => {
    for (const host of ["0.0.0.0", "::", "192.168.1.10", "example.org", ""]) {
      it(`refuses to listen on "${host}"`, async () => {
        expect((await rejectionOf(startGateway({ store, host, port: 0 }), GatewayHostError)).host).to.equal(
          host,
        );
      });
    }

    it("names the port that is taken", async () => {
      const error = await rejectionOf(startGateway({ store, port: gateway.port }), GatewayStartError);
      expect(error.port).to.equal(gateway.port);
      expect(error.message).to.contain("EADDRINUSE");
    });

    it("is over after close", async () => {
      const short = await startGateway({ store, port: 0 });
      await fetch(short.url);
      await short.close();
      expect((await rejectionOf(fetch(short.url), TypeError)).message).to.equal("fetch failed");
    });
  });
});
