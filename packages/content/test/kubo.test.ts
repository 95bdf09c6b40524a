import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ContentCidMismatchError,
  ContentNotFoundError,
  ContentRefusedError,
  ContentTooLargeError,
  ContentUnavailableError,
  EmbeddedContentStore,
  KuboContentStore,
  MemoryContentStore,
  startGateway,
  uploadContent,
} from "@nexus/content";
import { expect } from "chai";
import { CID } from "multiformats/cid";
import { toHex } from "viem";
import { shouldBehaveLikeContentStore } from "./behaviors/store.ts";
import { TOKEN } from "./rpc-server.ts";
import { ABSENT_CID, HELLO, rejectionOf, SAMPLE_CIDS, sampleBytes } from "./sample.ts";

const closers: (() => unknown)[] = [];

/** A server's storage that was broken into: it hands out blocks unverified. */
class CredulousStore extends MemoryContentStore {
  readonly #blocks: Map<string, Uint8Array>;

  constructor(blocks: Map<string, Uint8Array>) {
    super({ blocks });
    this.#blocks = blocks;
  }

  override async block(cid: string): Promise<Uint8Array> {
    const bytes = this.#blocks.get(keyOf(cid));
    if (bytes === undefined) throw new ContentNotFoundError({ cid });
    return bytes;
  }
}

const keyOf = (cid: string) => toHex(CID.parse(cid).multihash.digest);

/** A server that answers as it is told. */
async function startServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("KuboContentStore", () => {
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  describe("with a server that tells whatever its blocks hold", () => {
    shouldBehaveLikeContentStore(async ({ maxBytes }) => {
      const blocks = new Map<string, Uint8Array>();
      const store = new CredulousStore(blocks);
      const gateway = await startGateway({ store, port: 0, uploads: { store, token: TOKEN } });
      closers.push(() => gateway.close());
      return {
        reader: new KuboContentStore({ url: gateway.url, token: TOKEN, maxBytes }),
        add: (bytes) => store.add(bytes),
        replaceBlock: async (cid, bytes) => void blocks.set(keyOf(cid), bytes),
      };
    });
  });

  it("shares content and pins with the embedded store, both ways", async () => {
    const directory = mkdtempSync(join(tmpdir(), "nexus-kubo-"));
    closers.push(() => rmSync(directory, { recursive: true }));
    const disk = new EmbeddedContentStore({ directory });
    const gateway = await startGateway({ store: disk, port: 0, uploads: { store: disk, token: TOKEN } });
    closers.push(() => gateway.close());
    const kubo = new KuboContentStore({ url: `${gateway.url}/`, token: TOKEN });
    const [sent, kept] = [sampleBytes(600_000), sampleBytes(300_000)];
    expect(Buffer.compare(await disk.get(await kubo.add(sent)), sent)).to.equal(0);
    const cid = await disk.add(kept);
    expect(Buffer.compare(await kubo.get(cid), kept)).to.equal(0);
    await kubo.pin(cid);
    expect(await disk.pins()).to.deep.equal([cid]);
    await disk.unpin(cid);
    expect(await kubo.pins()).to.deep.equal([]);
  });

  describe("says what is wrong with a server", () => {
    it("that doesn't know the token", async () => {
      const store = new MemoryContentStore();
      const gateway = await startGateway({ store, port: 0, uploads: { store, token: TOKEN } });
      closers.push(() => gateway.close());
      const kubo = new KuboContentStore({ url: gateway.url, token: "another-token-for-tests" });
      await store.add(HELLO.bytes);
      const writes = [
        () => kubo.add(sampleBytes(5)),
        () => kubo.pin(HELLO.cid),
        () => kubo.unpin(HELLO.cid),
        () => kubo.pins(),
      ];
      for (const write of writes) {
        const error = await rejectionOf(write(), ContentRefusedError);
        expect(error.message).to.contain(gateway.url).and.to.contain("needs this server's upload token");
      }
      expect(await kubo.has(HELLO.cid)).to.equal(true);
    });

    const answers: readonly (readonly [string, RequestListener, string])[] = [
      ["answers 500", (_, response) => response.writeHead(500).end("broken"), "broken"],
      ["redirects", (_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(), ""],
      ["never answers", () => {}, "no answer within 200 ms"],
      ["never ends", (_, response) => response.writeHead(200).write("{"), "no answer within 200 ms"],
    ];
    for (const [name, answer, reason] of answers) {
      it(`that ${name}`, async () => {
        const url = await startServer(answer);
        const kubo = new KuboContentStore({ url, timeout: 200 });
        for (const action of [() => kubo.get(HELLO.cid), () => kubo.add(HELLO.bytes), () => kubo.pins()]) {
          const error = await rejectionOf(action(), ContentUnavailableError);
          expect(error.gateway).to.equal(url);
          expect(error.message).to.contain(reason);
        }
      });
    }

    it("that gives another CID", async () => {
      const url = await startServer((request, response) => {
        request
          .resume()
          .on("end", () => response.end(JSON.stringify({ Name: "", Hash: ABSENT_CID, Size: "1" })));
      });
      const error = await rejectionOf(
        new KuboContentStore({ url }).add(HELLO.bytes),
        ContentCidMismatchError,
      );
      expect(error).to.deep.include({ server: url, expected: HELLO.cid, found: ABSENT_CID });
    });

    it("that sends a block without end", async () => {
      const url = await startServer((_, response) => {
        const more = (error?: Error | null) => {
          if (!error && !response.destroyed) response.write(Buffer.alloc(262_144), more);
        };
        response.writeHead(200);
        more();
      });
      const error = await rejectionOf(new KuboContentStore({ url }).get(HELLO.cid), ContentTooLargeError);
      expect(error.limit).to.equal(2_097_152);
    });
  });

  describe("uploadContent", () => {
    async function startUploads() {
      const store = new MemoryContentStore();
      const gateway = await startGateway({ store, port: 0, uploads: { store, token: TOKEN } });
      closers.push(() => gateway.close());
      return { store, url: gateway.url };
    }

    it("keeps and pins a file of several blocks", async () => {
      const { store, url } = await startUploads();
      const bytes = sampleBytes(300_000);
      const cid = await uploadContent({ url, token: TOKEN }, bytes);
      expect(Buffer.compare(await store.get(cid), bytes)).to.equal(0);
      expect(await store.pins()).to.deep.equal([cid]);
    });

    it("says that the token is wrong", async () => {
      const { url } = await startUploads();
      const error = await rejectionOf(uploadContent({ url, token: "x" }, HELLO.bytes), ContentRefusedError);
      expect(error.reason).to.contain("Writing is refused");
    });

    const answers: readonly (readonly [string, string, { readonly prototype: Error }, string])[] = [
      ["another CID", `{"Hash":"${ABSENT_CID}"}`, ContentCidMismatchError, ABSENT_CID],
      ["no JSON", "hello", ContentUnavailableError, "it answered 200"],
      ["JSON of another kind", "[1]", ContentUnavailableError, "it answered 200"],
      ["an endless answer", "x".repeat(100_000), ContentUnavailableError, "it answered 200"],
    ];
    for (const [name, body, type, message] of answers) {
      it(`doesn't believe a server that gives ${name}`, async () => {
        const url = await startServer((request, response) => {
          request.resume().on("end", () => response.end(body));
        });
        const error = await rejectionOf(uploadContent({ url, token: TOKEN }, HELLO.bytes), type);
        expect(error.message).to.contain(message);
      });
    }

    it("says that nobody answers", async () => {
      const url = await startServer(() => {});
      const upload = uploadContent({ url, token: TOKEN, timeout: 100 }, HELLO.bytes);
      expect((await rejectionOf(upload, ContentUnavailableError)).message).to.contain(
        "no answer within 100 ms",
      );
    });
  });

  describe("with a real Kubo", () => {
    const binary = findKubo();
    if (binary === undefined) {
      it("(not run: no ipfs binary in NEXUS_KUBO or on PATH)");
      return;
    }

    it("gives the same CIDs, and the bytes and pins back", async () => {
      const kubo = new KuboContentStore({ url: await startKubo(binary) });
      for (const { size, cid } of SAMPLE_CIDS.filter((sample) => sample.size <= 1_000_000)) {
        expect(await kubo.has(cid)).to.equal(false);
        expect(await kubo.add(sampleBytes(size))).to.equal(cid);
        expect(Buffer.compare(await kubo.get(cid), sampleBytes(size))).to.equal(0);
        expect(await kubo.has(cid)).to.equal(true);
        await kubo.pin(cid);
      }
      expect(await kubo.pins()).to.include.members(SAMPLE_CIDS.slice(0, 7).map(({ cid }) => cid));
      await kubo.unpin(HELLO.cid);
      await rejectionOf(kubo.get(ABSENT_CID), ContentNotFoundError);
      await rejectionOf(kubo.pin(ABSENT_CID), ContentNotFoundError);
    });
  });
});

function findKubo(): string | undefined {
  const binary = process.env.NEXUS_KUBO ?? "ipfs";
  try {
    execFileSync(binary, ["version"], { stdio: "ignore" });
    return binary;
  } catch {
    return undefined;
  }
}

/** An offline Kubo on a free port of loopback; gives its RPC address. */
async function startKubo(binary: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "nexus-ipfs-"));
  const env = { ...process.env, IPFS_PATH: home };
  execFileSync(binary, ["init", "--empty-repo", "--profile", "test"], { env, stdio: "ignore" });
  const child = spawn(binary, ["daemon", "--offline"], { env, stdio: ["ignore", "pipe", "inherit"] });
  closers.push(async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
    rmSync(home, { recursive: true });
  });
  let output = "";
  for await (const data of child.stdout.iterator({ destroyOnReturn: false })) {
    output += data;
    const port = /RPC API server listening on \/ip4\/127\.0\.0\.1\/tcp\/(\d+)/.exec(output)?.[1];
    if (port !== undefined && output.includes("Daemon is ready")) {
      child.stdout.resume();
      return `http://127.0.0.1:${port}`;
    }
  }
  throw new Error(`Kubo didn't start: ${output}`);
}
