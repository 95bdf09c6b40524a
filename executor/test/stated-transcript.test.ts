import type { MemoryContentStore } from "@nexus/content";
import {
  canonicalBytes,
  DEFAULT_POLICY,
  type Deployment,
  EMPTY_DIGEST,
  type Policy,
  reproducibleDigest,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import type { Hex } from "viem";
import { hexToBytes } from "viem";
import type { ChainAccess } from "../src/chain/client.ts";
import { readingContent } from "../src/content/content.ts";
import { executeTask } from "../src/core/execute.ts";
import { byPolicy, loadPlugin } from "../src/core/load.ts";
import { performTask } from "../src/core/perform.ts";
import { recordedReads, statedTranscript } from "../src/stated-transcript.ts";
import { hashOf, taskIn } from "./doubles/chain.ts";
import { CONSENSUS, INPUT, OK, performingParts } from "./doubles/plugin.ts";

const CONTRACT: Hex = `0x${"c0".repeat(20)}`;
const DATA: Hex = "0x01020304";
const ANSWER: Hex = `0x${"00".repeat(31)}2a`;

/** The default policy, and one contract to read. */
const READING: Policy = {
  ...DEFAULT_POLICY,
  rules: [
    ...DEFAULT_POLICY.rules,
    {
      id: "one-contract",
      reason: "A contract for this test.",
      classes: null,
      clauses: null,
      allow: [{ name: "chain-read", scope: [CONTRACT] }],
      deny: [],
      isolation: null,
      walls: [],
      limits: {},
    },
  ],
};

describe("a settled run with host calls", () => {
  /** A plugin that reads a contract and a document, and answers with what it was told. */
  const setUp = async () => {
    const parts = await performingParts({
      pluginClass: "simulation-engine",
      entry: { artifact: "plugin.wasm", witPackage: "nexus:plugin@0.2.0", witWorld: "simulation-engine" },
      capabilities: [
        { name: "log", scope: [] },
        { name: "clause-data", scope: [sha256Digest(INPUT)] },
        { name: "chain-read", scope: [CONTRACT] },
      ],
    });
    parts.sandbox.run = async (_, { host }) => {
      const calls = [{ to: hexToBytes(CONTRACT), data: hexToBytes(DATA) }];
      const read = await host?.answer({ interface: "chain-read", calls });
      await host?.answer({ interface: "clause-data", references: [sha256Digest(INPUT)] });
      if (read?.status !== "ok" || read.interface !== "chain-read") throw new Error("it wasn't answered");
      return { ...OK, output: read.answers[0]?.data ?? new Uint8Array() } as typeof OK;
    };
    const task = taskIn(parts.blocks.mine(), "task", { inputDigest: sha256Digest(INPUT) });
    const ports = {
      ...parts.ports,
      policy: { ...parts.ports.policy, common: READING },
      reads: async () => ({ reverted: false, data: ANSWER }),
    };
    const performance = await performTask(ports, task);
    if (performance.status !== "result") throw new Error(performance.detail);
    const { result } = performance;
    await parts.store.add(new TextEncoder().encode(result.receipt));
    return { ...parts, ports, task, result };
  };

  const chainWith = (resultDigest: Hex, receiptDigest: Hex) => {
    const client = {
      getBlockNumber: async () => 10n,
      getContractEvents: async () => [{ args: { resultDigest, receiptDigest } }],
    };
    return {
      client,
      deployment: { contracts: { ResultConsensus: CONSENSUS } } as unknown as Deployment,
    } as unknown as ChainAccess;
  };

  const away = () => Promise.reject(new Error("the node has no state of that block any more"));

  it("gives the same record again from its receipt's transcript, without asking the chain", async () => {
    const { task, result, store, sandbox, ports, content, blocks } = await setUp();
    const reader = readingContent(store as MemoryContentStore);
    const access = chainWith(result.resultDigest, result.receiptDigest);
    const question = { taskId: task.taskId, since: 1n, resultDigest: result.resultDigest };
    const transcript = await statedTranscript(access, reader, question);
    expect(transcript.map((entry) => entry.interface)).to.deep.equal(["chain-read", "clause-data"]);

    const decide = byPolicy({ ...ports.policy });
    const order = { versionId: task.versionId, content, clauseId: task.clauseId };
    const loaded = await loadPlugin(reader, decide, order);
    if (loaded.status !== "loaded") throw new Error(loaded.detail);
    const replaying = {
      chainId: 31_337,
      blockByHash: blocks.blockByHash.bind(blocks),
      content: reader,
      sandbox,
    };
    const again = await executeTask({ ...replaying, reads: recordedReads(transcript, away) }, task, loaded);
    if (again.status !== "result") throw new Error(again.detail);
    expect(new TextDecoder().decode(canonicalBytes(again.record))).to.equal(result.record);
    expect(reproducibleDigest(again.record)).to.equal(reproducibleDigest(JSON.parse(result.record)));
    expect(again.record).to.have.property("transcriptDigest").that.is.not.equal(EMPTY_DIGEST);

    const unheard = executeTask({ ...replaying, reads: recordedReads([], away) }, task, loaded);
    await unheard.then(
      () => expect.fail("it was answered"),
      (fault: Error) => expect(fault.message).to.equal("the node has no state of that block any more"),
    );
  });

  it("has no transcript by a receipt of another result", async () => {
    const { task, result, store } = await setUp();
    const other = hashOf("other");
    const question = { taskId: task.taskId, since: 1n, resultDigest: other };
    const access = chainWith(other, result.receiptDigest);
    expect(
      await statedTranscript(access, readingContent(store as MemoryContentStore), question),
    ).to.deep.equal([]);
  });
});
