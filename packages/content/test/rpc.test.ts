import { expect } from "chai";
import { create } from "kubo-rpc-client";
import { AUTHORITY, formOf, type RpcServer, startRpcServer } from "./rpc-server.ts";
import { ABSENT_CID, HELLO, SAMPLE_CIDS, sampleBytes } from "./sample.ts";

/** What Kubo answers to `ipfs add` of `hello world` and of an empty file without options. */
const HELLO_V0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
const EMPTY_V0 = "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH";

/** Of 600000 sample bytes, computed without this package: three UnixFS leaves of up to 256 KiB under one list. */
const BIG_V0 = "QmXdKupg3RdoYZcMSgFgESGS8bNNinMnmMnuzruk2P4HLd";

describe("the RPC API", () => {
  let server: RpcServer;

  beforeEach(async () => {
    server = await startRpcServer();
  });

  afterEach(() => server.gateway.close());

  const write = (path: string, body?: FormData) =>
    server.post(path, body === undefined ? { headers: AUTHORITY } : { headers: AUTHORITY, body });
  const messageOf = async (response: Response) => ((await response.json()) as { Message: string }).Message;

  describe("add", () => {
    for (const { size, cid } of SAMPLE_CIDS.filter((sample) => sample.size <= 1_000_000)) {
      it(`gives ${size} bytes the embedded store's CID for cid-version=1`, async () => {
        const response = await write("add?cid-version=1", formOf(sampleBytes(size)));
        expect(await response.json()).to.include({ Name: "file", Hash: cid });
        expect(Buffer.compare(await server.store.get(cid), sampleBytes(size))).to.equal(0);
      });
    }

    it("gives Kubo's version 0 CIDs and size without options", async () => {
      const hello = await write("add", formOf(HELLO.bytes));
      expect(await hello.json()).to.deep.equal({ Name: "file", Hash: HELLO_V0, Size: "19" });
      expect(await (await write("add", formOf(new Uint8Array()))).json()).to.include({ Hash: EMPTY_V0 });
      expect(Buffer.from(await server.store.get(HELLO_V0)).toString()).to.equal("hello world");
    });

    it("reads a file of several blocks back under its version 0 CID", async () => {
      const bytes = sampleBytes(600_000);
      const added = await write("add", formOf(bytes));
      expect(await added.json()).to.include({ Hash: BIG_V0, Size: "600194" });
      const answer = await server.post(`cat?arg=${BIG_V0}`);
      expect(Buffer.compare(new Uint8Array(await answer.arrayBuffer()), bytes)).to.equal(0);
    });

    it("pins unless told otherwise", async () => {
      await write("add?cid-version=1&pin=false", formOf(sampleBytes(1)));
      await write("add?cid-version=1", formOf(HELLO.bytes));
      expect(await server.store.pins()).to.deep.equal([HELLO.cid]);
    });

    const refusals: readonly (readonly [string, string])[] = [
      ["cid-version=2", 'Argument cid-version can\'t be "2"'],
      ["cid-version=1&raw-leaves=false", 'Argument raw-leaves can\'t be "false"'],
      ["cid-version=0&raw-leaves=true", 'Argument raw-leaves can\'t be "true"'],
      ["chunker=size-1048576", "it must be size-262144 here"],
      ["hash=sha3-256", "it must be sha2-256 here"],
      ["wrap-with-directory=true", "it must be false here"],
      ["only-hash=true", "it must be false here"],
      ["pin=yes", "it must be true or false"],
    ];
    for (const [options, message] of refusals) {
      it(`refuses ${options} and keeps nothing`, async () => {
        const response = await write(`add?${options}`, formOf(HELLO.bytes));
        expect(response.status).to.equal(400);
        expect(await messageOf(response)).to.contain(message);
        expect(server.blocks.size).to.equal(0);
      });
    }
  });

  describe("cat", () => {
    beforeEach(() => server.store.add(HELLO.bytes));

    for (const [options, text] of [
      ["", "hello world"],
      ["&offset=6", "world"],
      ["&length=1", "h"],
      ["&offset=4&length=3", "o w"],
      ["&offset=100", ""],
      ["&length=0", ""],
    ] as const) {
      it(`gives "${text}" for "${options}"`, async () => {
        expect(await (await server.post(`cat?arg=/ipfs/${HELLO.cid}${options}`)).text()).to.equal(text);
      });
    }

    for (const [query, status] of [
      [`arg=${ABSENT_CID}`, 404],
      ["arg=x", 400],
      ["", 400],
      [`arg=${HELLO.cid}&arg=${HELLO.cid}`, 400],
      [`arg=${HELLO.cid}&offset=-1`, 400],
      [`arg=${HELLO.cid}/../x`, 400],
    ] as const) {
      it(`answers ${status} to "${query.slice(0, 30)}…"`, async () => {
        const response = await server.post(`cat?${query}`);
        expect(response.status).to.equal(status);
        expect(await response.json()).to.include({ Code: 0, Type: "error" });
      });
    }
  });

  describe("blocks", () => {
    it("are put, told and got", async () => {
      const put = await write("block/put", formOf(HELLO.bytes));
      expect(await put.json()).to.deep.equal({ Key: HELLO.cid, Size: 11 });
      const stat = await server.post(`block/stat?arg=${HELLO.cid}`);
      expect(await stat.json()).to.deep.equal({ Key: HELLO.cid, Size: 11 });
      expect(await (await server.post(`block/get?arg=${HELLO.cid}`)).text()).to.equal("hello world");
      expect(await server.store.pins()).to.deep.equal([]);
    });

    it("are refused over 2 MiB, in another hash or codec, or pinned unseen", async () => {
      expect((await write("block/put", formOf(sampleBytes(2_097_153)))).status).to.equal(413);
      for (const option of ["mhtype=sha3-256", "cid-codec=dag-cbor", "pin=true"])
        expect((await write(`block/put?${option}`, formOf(HELLO.bytes))).status).to.equal(400);
      expect(server.blocks.size).to.equal(0);
    });
  });

  describe("pins", () => {
    it("are added all or none", async () => {
      await server.store.add(HELLO.bytes);
      const response = await write(`pin/add?arg=${HELLO.cid}&arg=${ABSENT_CID}`);
      expect(response.status).to.equal(404);
      expect(await server.store.pins()).to.deep.equal([]);
    });

    it("are listed, whole or asked for, and removed", async () => {
      await server.store.add(HELLO.bytes);
      expect(await (await write(`pin/add?arg=${HELLO.cid}`)).json()).to.deep.equal({ Pins: [HELLO.cid] });
      const all = { Keys: { [HELLO.cid]: { Type: "recursive" } } };
      expect(await (await write("pin/ls")).json()).to.deep.equal(all);
      expect(await (await write(`pin/ls?arg=${HELLO.cid}`)).json()).to.deep.equal(all);
      expect(await (await write("pin/ls?type=direct")).json()).to.deep.equal({ Keys: {} });
      expect(await (await write(`pin/rm?arg=${HELLO.cid}`)).json()).to.deep.equal({ Pins: [HELLO.cid] });
      const again = await write(`pin/rm?arg=${HELLO.cid}`);
      expect(again.status).to.equal(404);
      expect(await messageOf(again)).to.contain(`${HELLO.cid} is not pinned`);
    });
  });

  describe("other commands", () => {
    it("are named as absent", async () => {
      const response = await server.post("repo/gc");
      expect(response.status).to.equal(404);
      expect(await messageOf(response)).to.equal(
        "Command repo/gc isn't answered here: it isn't in the subset of Kubo's API that this server has.",
      );
    });

    it("have no peer to tell of", async () => {
      const response = await server.post("id");
      expect(response.status).to.equal(501);
      expect(await messageOf(response)).to.contain("no peer of the IPFS network");
    });

    it("aren't sent by GET", async () => {
      const response = await fetch(`${server.gateway.url}/api/v0/cat?arg=${HELLO.cid}`);
      expect(response.status).to.equal(405);
      expect(response.headers.get("allow")).to.equal("POST");
    });
  });

  it("takes a subgraph from the Graph's own client calls: add with a path, then pin", async () => {
    const client = create({ url: `${server.gateway.url}/api/v0`, headers: AUTHORITY });
    const files = client.addAll([
      { path: "Registry/abis/Registry.json", content: Buffer.from("hello world") },
    ]);
    const { value } = await files[Symbol.asyncIterator]().next();
    expect(value.cid.toString()).to.equal(HELLO_V0);
    expect(value.path).to.equal("Registry/abis/Registry.json");
    expect((await client.pin.add(value.cid)).toString()).to.equal(HELLO_V0);
  });
});
