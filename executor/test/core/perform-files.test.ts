import { parseTranscript, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { type Hex, zeroHash } from "viem";
import { performTask } from "../../src/core/perform.ts";
import type { TaskEvent } from "../../src/core/run.ts";
import { taskIn } from "../doubles/chain.ts";
import { BOARD, INPUT, OK, performingParts } from "../doubles/plugin.ts";

const EXECUTION: Partial<TaskEvent> = { inputDigest: sha256Digest(INPUT) };
const AUDIT: Partial<TaskEvent> = { kind: "Audit", requester: BOARD, inputDigest: zeroHash };

describe("the files of a task", () => {
  /** Performs a task whose runs emit an artifact each. Tells what was kept at the start of each run, and at the end. */
  const perform = async (fields: Partial<TaskEvent>) => {
    const parts = await performingParts({
      pluginClass: "visualization-module",
      entry: { artifact: "plugin.wasm", witPackage: "nexus:plugin@0.2.0", witWorld: "visualization-module" },
      capabilities: [
        { name: "log", scope: [] },
        { name: "artifacts", scope: ["table"] },
      ],
    });
    const kept: Uint8Array[] = [];
    const counts: number[] = [];
    const bodies: Uint8Array[] = [];
    parts.sandbox.run = async (_, { host }) => {
      counts.push(kept.length);
      const body = Uint8Array.of(counts.length);
      const file = { kind: "table", name: "losses.csv", mediaType: "text/csv" };
      const answer = await host?.answer({ interface: "artifacts", ...file, body });
      expect(answer).to.include({ status: "ok", digest: sha256Digest(body) });
      bodies.push(body);
      return OK;
    };
    const content = { ...parts.ports.content, add: async (file: Uint8Array) => void kept.push(file) };
    const task = taskIn(parts.blocks.mine(), "task", fields);
    const performed = await performTask({ ...parts.ports, content }, task);
    if (performed.status !== "result") throw new Error(performed.detail);
    return { record: JSON.parse(performed.result.record), kept, counts, bodies };
  };

  const namedBy = (transcript: Uint8Array | undefined) =>
    parseTranscript(transcript ?? new Uint8Array()).map((entry) =>
      "artifact" in entry ? entry.artifact.digest : null,
    );

  it("are an execution's transcript and artifacts", async () => {
    const { record, kept, bodies } = await perform(EXECUTION);
    const [transcript, ...artifacts] = kept;
    expect(sha256Digest(transcript ?? INPUT)).to.equal(record.transcriptDigest);
    expect(artifacts).to.deep.equal(bodies);
    expect(namedBy(transcript)).to.deep.equal(bodies.map(sha256Digest));
  });

  it("are an audit's transcripts, each kept before the next run, and no artifacts", async () => {
    const { record, kept, counts, bodies } = await perform(AUDIT);
    expect(counts).to.deep.equal([0, 1, 2]);
    const runs: { transcriptDigest: Hex }[] = [...record.vectors, ...record.seeded];
    expect(kept.map(sha256Digest)).to.deep.equal(runs.map(({ transcriptDigest }) => transcriptDigest));
    expect(kept.flatMap(namedBy)).to.deep.equal(bodies.map(sha256Digest));
  });
});
