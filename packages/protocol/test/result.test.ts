import { createHash } from "node:crypto";
import {
  type AuditRecord,
  EMPTY_DIGEST,
  type ExecutionRecord,
  InvalidRecordError,
  type Outcome,
  parseResultRecord,
  reproducibleDigest,
  resultDigest,
  signalOf,
} from "@nexus/protocol";
import { expect } from "chai";
import { auditRecord, executionRecord } from "./records.ts";
import { thrownBy, word } from "./vectors.ts";

const ok: Outcome = { status: "ok", signal: "TRIGGER", outputDigest: word(5) };
const refusal: Outcome = { status: "plugin-error", case: "invalid-input" };
const trap: Outcome = { status: "trap", class: "unreachable" };

const sha256 = (text: string) => `0x${createHash("sha256").update(text).digest("hex")}`;

function auditOf(matches: readonly boolean[], seeded: readonly Outcome[]): AuditRecord {
  return {
    ...auditRecord,
    vectors: matches.map((match) => ({
      inputDigest: word(1),
      outcome: ok,
      matches: match,
    })),
    seeded: seeded.map((outcome) => ({ inputDigest: word(2), outcome })),
  };
}

describe("result records", () => {
  it("are digested as RFC 8785 text", () => {
    const w = (byte: number) => `"${word(byte)}"`;
    const text =
      `{"context":{"block":7,"chainId":31337,"nowMs":1800000000000,"runId":${w(3)},"seed":${w(4)}},` +
      `"inputDigest":${w(6)},"kind":"execution","outcome":{"outputDigest":${w(5)},"signal":"TRIGGER","status":"ok"},` +
      `"plugin":{"artifactDigest":${w(2)},"versionId":${w(1)}},"recordVersion":"1","transcriptDigest":"${EMPTY_DIGEST}"}`;
    expect(resultDigest(executionRecord)).to.equal(sha256(text));
  });

  it("have another digest for every other outcome", () => {
    const outcomes: Outcome[] = [
      ok,
      { ...ok, signal: "PASS" },
      { ...ok, outputDigest: word(8) },
      refusal,
      trap,
    ];
    const digests = outcomes.map((outcome) => resultDigest({ ...executionRecord, outcome }));
    expect(new Set(digests).size).to.equal(outcomes.length);
  });

  for (const [outcome, signal] of [
    [ok, "TRIGGER"],
    [{ ...ok, signal: "FAIL" }, "FAIL"],
    [refusal, "ESCALATE"],
    [trap, "ESCALATE"],
  ] as [Outcome, string][]) {
    it(`of an execution that ended ${JSON.stringify(outcome).slice(0, 40)}… settle as ${signal}`, () => {
      expect(signalOf({ ...executionRecord, outcome })).to.equal(signal);
    });
  }

  for (const [matches, seeded, signal] of [
    [[true, true], [ok, refusal], "PASS"],
    [[true], [], "PASS"],
    [[true, false], [ok], "FAIL"],
    [[true], [ok, trap], "FAIL"],
  ] as [boolean[], Outcome[], string][]) {
    it(`of an audit with matches ${matches} and ends ${seeded.map(({ status }) => status)} settle as ${signal}`, () => {
      expect(signalOf(auditOf(matches, seeded))).to.equal(signal);
    });
  }

  it("have a reproducible part without the registry's id and the manifest's expectation", () => {
    const elsewhere: ExecutionRecord = {
      ...executionRecord,
      plugin: { ...executionRecord.plugin, versionId: word(9) },
    };
    expect(reproducibleDigest(elsewhere)).to.equal(reproducibleDigest(executionRecord));
    expect(resultDigest(elsewhere)).not.to.equal(resultDigest(executionRecord));
    expect(reproducibleDigest(auditOf([true], []))).to.equal(reproducibleDigest(auditOf([false], [])));
    expect(reproducibleDigest({ ...executionRecord, inputDigest: word(9) })).not.to.equal(
      reproducibleDigest(executionRecord),
    );
  });

  const faulty: [string, unknown, string[]][] = [
    ["another kind", { ...executionRecord, kind: "replay" }, ["$.kind"]],
    [
      "a void outcome",
      { ...executionRecord, outcome: { status: "void", reason: "wall-time" } },
      ["$.outcome.status"],
    ],
    [
      "a trap by wall time",
      { ...executionRecord, outcome: { status: "trap", class: "wall-time" } },
      ["$.outcome.class"],
    ],
    [
      "the transcript of no calls in an audit",
      { ...auditRecord, seeded: [{ inputDigest: word(2), transcriptDigest: EMPTY_DIGEST, outcome: ok }] },
      ["$.seeded[0].transcriptDigest"],
    ],
    ["a message", { ...executionRecord, outcome: { ...refusal, message: "no" } }, ["$.outcome.message"]],
    [
      "no seed and no digest",
      {
        ...auditRecord,
        seed: "0x",
        vectors: [{ inputDigest: "0x", outcome: ok, matches: true }],
      },
      ["$.seed", "$.vectors[0].inputDigest"],
    ],
    ["no vector", auditOf([], []), ["$.vectors"]],
  ];
  for (const [name, record, paths] of faulty) {
    it(`may not have ${name}`, () => {
      const { faults } = thrownBy(() => parseResultRecord(record), InvalidRecordError);
      expect(faults.map(({ path }) => path)).to.deep.equal(paths);
    });
  }
});
