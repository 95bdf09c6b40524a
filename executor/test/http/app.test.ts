import { expect } from "chai";
import type { Run } from "../../src/core/run.ts";
import { httpApp, type Pages } from "../../src/http/app.ts";
import { hashOf, MemoryBlocks, taskIn } from "../doubles/chain.ts";

const TASK = hashOf("task");

const RUN: Run = {
  event: taskIn(new MemoryBlocks().head),
  phase: "committed",
  attempt: 3,
  orphaned: false,
  result: {
    record: "{}",
    resultDigest: hashOf("result"),
    signal: "PASS",
    receipt: "{}",
    receiptDigest: hashOf("receipt"),
    salt: hashOf("salt"),
    commitment: hashOf("commitment"),
  },
  commitTx: null,
  revealTx: null,
  reason: null,
  detail: null,
  faults: 0,
  lastFault: null,
};

const PAGES: Pages = {
  executor: "0x0000000000000000000000000000000000000001",
  chainId: 31_337,
  keeper: true,
  walls: ["process"],
  checks: async () => ({ chain: null, database: null, ipfs: null }),
  keys: async () => ({ keys: [{ kid: "one" }] }),
  head: async () => 12n,
  store: async () => ({ runs: { settled: 2 }, cursor: null }),
  loops: () => ({ watch: null }),
  runs: async () => [RUN],
  metrics: async () => ({ contentType: "text/plain; version=0.0.4", text: "nexus_executor_ready 1" }),
};

const ask = async (path: string, pages: Partial<Pages> = {}) => {
  const answer = await httpApp({ ...PAGES, ...pages }).request(path);
  return { status: answer.status, body: (await answer.json()) as { runs: { result: unknown }[] } };
};

describe("the executor's pages", () => {
  it("say that the process lives", async () => {
    expect(await ask("/healthz")).to.deep.equal({ status: 200, body: { ok: true } });
  });

  it("say that it isn't ready, and what is missing", async () => {
    const checks = async () => ({ chain: "No answer.", database: null });
    expect(await ask("/readyz", { checks })).to.deep.equal({
      status: 503,
      body: { ready: false, checks: { chain: { ok: false, fault: "No answer." }, database: { ok: true } } },
    });
  });

  it("show how the executor stands, also while the chain is away", async () => {
    expect((await ask("/status")).body).to.deep.include({ head: "12", runs: { settled: 2 }, keeper: true });
    const head = async () => Promise.reject(new Error("No answer."));
    expect((await ask("/status", { head })).body).to.deep.include({ head: { fault: "No answer." } });
  });

  it("tell no node's address, which may hold a key", async () => {
    const fault = Object.assign(new Error("HTTP request failed.\n\nURL: https://node.example/v3/secret"), {
      shortMessage: "HTTP request failed.",
    });
    const away = async () => Promise.reject(fault);
    expect((await ask("/status", { head: away })).body).to.deep.include({
      head: { fault: "HTTP request failed." },
    });
    expect((await ask("/status", { store: away })).body).to.deep.equal({ error: "HTTP request failed." });
  });

  it("publish the keys that verify the identities of runs", async () => {
    const { status, body } = await ask("/.well-known/jwks.json");
    expect({ status, body }).to.deep.equal({ status: 200, body: { keys: [{ kid: "one" }] } });
  });

  it("answer 503 when the database is away", async () => {
    const store = async () => Promise.reject(new Error("No database."));
    expect(await ask("/status", { store })).to.deep.equal({ status: 503, body: { error: "No database." } });
  });

  it("keep salt, digest and receipt to themselves until the reveal", async () => {
    const { body } = await ask(`/runs/${TASK}`);
    expect(body.runs[0]?.result).to.deep.equal({ commitment: hashOf("commitment") });
    expect(JSON.stringify(body)).to.not.include(hashOf("salt"));
  });

  it("show the whole run once it is revealed", async () => {
    const { body } = await ask(`/runs/${TASK}`, { runs: async () => [{ ...RUN, phase: "revealed" }] });
    expect(body.runs[0]?.result).to.deep.equal(RUN.result);
  });

  it("know which tasks they don't know, and what is no task", async () => {
    expect((await ask(`/runs/${TASK}`, { runs: async () => [] })).status).to.equal(404);
    expect(await ask("/runs/0x12")).to.deep.equal({
      status: 400,
      body: { error: 'Task id "0x12" isn\'t 0x and 64 hex digits.' },
    });
    expect((await ask("/elsewhere")).status).to.equal(404);
  });
});
