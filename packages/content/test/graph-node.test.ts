import { expect } from "chai";
import { AUTHORITY, formOf, type RpcServer, startRpcServer } from "./rpc-server.ts";
import { HELLO, sampleBytes } from "./sample.ts";

/** What graph-node asks for to find out whether an address is a gateway. */
const PROBE_CID = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";

describe("graph-node's requests", () => {
  const bytes = sampleBytes(300_000);
  let server: RpcServer;
  let cid: string;

  before(async () => {
    server = await startRpcServer();
    const added = await server.post("add", { headers: AUTHORITY, body: formOf(bytes) });
    cid = ((await added.json()) as { Hash: string }).Hash;
  });

  after(() => server.gateway.close());

  const ask = (path: string, init: RequestInit = {}) => fetch(`${server.gateway.url}${path}`, init);
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it("find a gateway: HEAD only-if-cached", async () => {
    const headers = { "cache-control": "only-if-cached" };
    expect((await ask(`/ipfs/${PROBE_CID}`, { method: "HEAD", headers })).status).to.equal(412);
    expect((await ask(`/ipfs/${cid}`, { method: "HEAD", headers })).status).to.equal(200);
  });

  it("find an RPC API: POST version", async () => {
    const response = await ask("/api/v0/version", { method: "POST" });
    expect(response.status).to.equal(200);
    expect(await response.json()).to.have.property("Version");
  });

  it("read a file from the gateway: HEAD, then GET", async () => {
    expect((await ask(`/ipfs/${cid}`, { method: "HEAD" })).headers.get("content-length")).to.equal("300000");
    expect(Buffer.compare(await bytesOf(await ask(`/ipfs/${cid}`)), bytes)).to.equal(0);
  });

  it("read a block from the gateway: format=raw", async () => {
    const headers = { accept: "application/vnd.ipld.raw" };
    const block = await bytesOf(await ask(`/ipfs/${cid}?format=raw`, { headers }));
    expect(Buffer.compare(block, await server.store.block(cid))).to.equal(0);
  });

  it("read a file from the RPC API: cat with length=1, then cat", async () => {
    const first = await ask(`/api/v0/cat?arg=${cid}&length=1`, { method: "POST" });
    expect(await bytesOf(first)).to.deep.equal(Buffer.from(bytes.slice(0, 1)));
    const whole = await ask(`/api/v0/cat?arg=${cid}`, { method: "POST" });
    expect(Buffer.compare(await bytesOf(whole), bytes)).to.equal(0);
  });

  it("read a block from the RPC API: block/get", async () => {
    const block = await bytesOf(await ask(`/api/v0/block/get?arg=${cid}`, { method: "POST" }));
    expect(Buffer.compare(block, await server.store.block(cid))).to.equal(0);
  });

  it("are refused content that isn't there", async () => {
    for (const path of [`cat?arg=${HELLO.cid}&length=1`, `block/get?arg=${HELLO.cid}`])
      expect((await ask(`/api/v0/${path}`, { method: "POST" })).status).to.equal(404);
  });
});
