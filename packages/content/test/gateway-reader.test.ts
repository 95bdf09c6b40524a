import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ContentNotFoundError,
  ContentTooLargeError,
  ContentUnavailableError,
  type Gateway,
  GatewayContentReader,
  MemoryContentStore,
  startGateway,
} from "@nexus/content";
import { expect } from "chai";
import { CID } from "multiformats/cid";
import { toHex } from "viem";
import { shouldBehaveLikeContentReader } from "./behaviors/reader.ts";
import { HELLO, rejectionOf } from "./sample.ts";

const closers: (() => Promise<unknown>)[] = [];

/** A gateway that answers as it is told, true or not. */
async function startServer(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("GatewayContentReader", () => {
  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()));
  });

  describe("behind a gateway that tells whatever its blocks hold", () => {
    shouldBehaveLikeContentReader(async ({ maxBytes }) => {
      const blocks = new Map<string, Uint8Array>();
      const store = new MemoryContentStore({ blocks });
      const url = await startServer((request, response) => {
        const cid = new URL(request.url ?? "", "http://x").pathname.slice("/ipfs/".length);
        const bytes = blocks.get(toHex(CID.parse(cid).multihash.digest));
        response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
      });
      return {
        reader: new GatewayContentReader({ url, maxBytes }),
        add: (bytes) => store.add(bytes),
        replaceBlock: async (cid, bytes) => void blocks.set(toHex(CID.parse(cid).multihash.digest), bytes),
      };
    });
  });

  it("reads from this package's gateway", async () => {
    const store = new MemoryContentStore();
    const gateway: Gateway = await startGateway({ store, port: 0 });
    closers.push(() => gateway.close());
    const reader = new GatewayContentReader({ url: `${gateway.url}/` });
    const bytes = new Uint8Array(300_000).fill(7);
    expect(Buffer.compare(await reader.get(await store.add(bytes)), bytes)).to.equal(0);
    await rejectionOf(reader.get(HELLO.cid), ContentNotFoundError);
  });

  const answers: readonly (readonly [string, RequestListener, string])[] = [
    ["answers 500", (_, response) => response.writeHead(500).end(), "it answered 500"],
    [
      "redirects elsewhere",
      (_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
      "redirect",
    ],
    [
      "breaks off",
      (_, response) =>
        response.writeHead(200, { "content-length": "11" }).write("he", () => response.destroy()),
      "",
    ],
    ["never answers", () => {}, "no answer within 100 ms"],
    ["never ends", (_, response) => response.writeHead(200).write("hello"), "no answer within 100 ms"],
  ];
  for (const [name, answer, reason] of answers) {
    it(`says that a gateway which ${name} is unavailable`, async () => {
      const url = await startServer(answer);
      const reader = new GatewayContentReader({ url: `${url}/token`, timeout: 100 });
      const error = await rejectionOf(reader.get(HELLO.cid), ContentUnavailableError);
      expect(error).to.deep.include({ cid: HELLO.cid, gateway: url });
      expect(error.message).to.contain(reason).and.not.contain("token");
    });
  }

  it("says that nobody listens", async () => {
    const url = await startServer(() => {});
    await Promise.all(closers.splice(0).map((close) => close()));
    const error = await rejectionOf(
      new GatewayContentReader({ url }).get(HELLO.cid),
      ContentUnavailableError,
    );
    expect(error.message).to.contain("ECONNREFUSED");
  });

  it("stops reading an endless block", async () => {
    const url = await startServer((_, response) => {
      const more = (error?: Error | null) => {
        if (!error && !response.destroyed) response.write(Buffer.alloc(262_144), more);
      };
      response.writeHead(200);
      more();
    });
    const error = await rejectionOf(new GatewayContentReader({ url }).get(HELLO.cid), ContentTooLargeError);
    expect(error).to.deep.include({ content: HELLO.cid, limit: 2_097_152 });
  });
});
