import { ContentTamperedError, type MemoryContentStore } from "@nexus/content";
import {
  canonicalBytes,
  cidOfDigest,
  DEFAULT_POLICY,
  type Deployment,
  EMPTY_DIGEST,
  type Policy,
  type ResultRecord,
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
import type { ChainReads } from "../src/core/ports.ts";
import type { ContractUnansweredError } from "../src/errors.ts";
import { ReplayedReads } from "../src/replayed-reads.ts";
import { type StatedTranscript, statedTranscript } from "../src/stated-transcript.ts";
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

  type Parts = Awaited<ReturnType<typeof setUp>>;

  const transcriptOf = ({ task, result, store }: Parts, resultDigest = result.resultDigest) => {
    const access = chainWith(resultDigest, result.receiptDigest);
    const question = { taskId: task.taskId, since: 1n, resultDigest };
    return statedTranscript(access, readingContent(store as MemoryContentStore), question);
  };

  /** Performs the task again, with a node that answers like `live`. */
  const again = async (parts: Parts, transcript: StatedTranscript, live: ChainReads) => {
    const { task, store, sandbox, ports, content, blocks } = parts;
    const reader = readingContent(store as MemoryContentStore);
    const order = { versionId: task.versionId, content, clauseId: task.clauseId };
    const loaded = await loadPlugin(reader, byPolicy({ ...ports.policy }), order);
    if (loaded.status !== "loaded") throw new Error(loaded.detail);
    const blockByHash = blocks.blockByHash.bind(blocks);
    const reads = new ReplayedReads(transcript, live);
    const replaying = {
      chainId: 31_337,
      ...{ blockByHash, content: reader, sandbox, reads: reads.read, nowMs: () => 0 },
    };
    const execution = await executeTask(replaying, task, loaded);
    if (execution.status !== "result") throw new Error(execution.detail);
    return { record: execution.record, answeredBy: reads.answeredBy };
  };

  const knows: ChainReads = async () => ({ reverted: false, data: ANSWER });
  const forgot: ChainReads = () => Promise.reject(new Error("missing trie node"));
  const textOf = (record: ResultRecord) => new TextDecoder().decode(canonicalBytes(record));

  it("gives the same record again from its receipt's transcript, when the node no longer knows", async () => {
    const parts = await setUp();
    const transcript = await transcriptOf(parts);
    expect(transcript.entries.map((entry) => entry.interface)).to.deep.equal(["chain-read", "clause-data"]);
    const { record, answeredBy } = await again(parts, transcript, forgot);
    expect(textOf(record)).to.equal(parts.result.record);
    expect(answeredBy).to.equal("transcript");
    expect(reproducibleDigest(record)).to.equal(reproducibleDigest(JSON.parse(parts.result.record)));
    expect(record).to.have.property("transcriptDigest").that.is.not.equal(EMPTY_DIGEST);
  });

  it("gives the same record again by asking the node alone", async () => {
    const parts = await setUp();
    const { record, answeredBy } = await again(parts, { entries: [], gap: "it is gone" }, knows);
    expect([textOf(record), answeredBy]).to.deep.equal([parts.result.record, "chain"]);
  });

  it("gives another record when the node's answer isn't the one that was settled", async () => {
    const parts = await setUp();
    const otherwise: ChainReads = async () => ({ reverted: false, data: "0x2b" });
    const { record, answeredBy } = await again(parts, await transcriptOf(parts), otherwise);
    expect(answeredBy).to.equal("chain");
    expect(reproducibleDigest(record)).not.to.equal(reproducibleDigest(JSON.parse(parts.result.record)));
  });

  it("can't be replayed when neither the node nor a transcript has an answer", async () => {
    const parts = await setUp();
    const { entries } = await transcriptOf(parts);
    const gaps = [
      [{ entries: [], gap: "no receipt that names it is left" }, "no receipt that names it is left"],
      [{ entries: entries.slice(1), gap: null }, "it doesn't have the call"],
    ] as const;
    for (const [transcript, why] of gaps) {
      const fault = await again(parts, transcript, forgot).catch((error: ContractUnansweredError) => error);
      expect(fault).to.include({
        code: "CONTRACT_UNANSWERED",
        contract: CONTRACT,
        block: parts.task.blockHash,
        message: `What contract ${CONTRACT} answered as of block ${parts.task.blockHash} is told neither by the node (missing trie node) nor by the settled transcript (${why}). Replay with a node that keeps that block's state.`,
      });
    }
  });

  it("asks a node that forgot no second time for what the transcript has", async () => {
    const { entries } = await transcriptOf(await setUp());
    let asked = 0;
    const { read } = new ReplayedReads({ entries, gap: null }, () => {
      asked += 1;
      return Promise.reject(new Error("missing trie node"));
    });
    const question = { to: CONTRACT, data: DATA };
    const answers = [await read("0xb0", question), await read("0xb0", question)];
    expect(answers).to.deep.equal(Array(2).fill({ reverted: false, data: ANSWER }));
    expect(asked).to.equal(1);
  });

  it("has no transcript by a receipt of another result", async () => {
    expect(await transcriptOf(await setUp(), hashOf("other"))).to.deep.equal({
      entries: [],
      gap: "no receipt that names it is left",
    });
  });

  it("has no transcript when that isn't at its digest, and says so", async () => {
    const parts = await setUp();
    const { transcriptDigest } = JSON.parse(parts.result.record);
    const truly = parts.store.get.bind(parts.store);
    const cid = cidOfDigest(transcriptDigest);
    parts.store.get = async (asked) => (asked === cid ? new Uint8Array([1]) : truly(asked));
    expect(await transcriptOf(parts)).to.deep.equal({
      entries: [],
      gap: new ContentTamperedError({
        cid,
        expected: transcriptDigest,
        found: sha256Digest(new Uint8Array([1])),
      }).message,
    });
  });
});
