import { type AuditRecord, EMPTY_DIGEST, type ExecutionRecord, type Receipt } from "@nexus/protocol";
import { word } from "./vectors.ts";

/** A sound execution record. */
export const executionRecord: ExecutionRecord = {
  recordVersion: "1",
  kind: "execution",
  plugin: { versionId: word(1), artifactDigest: word(2) },
  context: { runId: word(3), seed: word(4), nowMs: 1_800_000_000_000, block: 7, chainId: 31_337 },
  inputDigest: word(6),
  transcriptDigest: EMPTY_DIGEST,
  outcome: { status: "ok", signal: "TRIGGER", outputDigest: word(5) },
};

/** A sound audit record. */
export const auditRecord: AuditRecord = {
  recordVersion: "1",
  kind: "audit",
  plugin: { versionId: word(1), artifactDigest: word(2) },
  seed: word(4),
  vectors: [
    { inputDigest: word(6), outcome: { status: "ok", signal: "PASS", outputDigest: word(5) }, matches: true },
  ],
  seeded: [],
};

/** A sound receipt of `executionRecord`. */
export const executionReceipt: Receipt = {
  receiptVersion: "1",
  taskId: word(3),
  executor: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  record: executionRecord,
  usage: {
    wallMs: 12,
    cpuMs: 9,
    steps: 40_000,
    peakMemoryBytes: 1_114_112,
    hostCalls: 1,
    logBytes: 40,
    outputBytes: 300,
  },
  engine: { node: "26.10.0", v8: "14.1.2", arch: "x64" },
  walls: ["bwrap", "node-permission"],
  grantDigest: word(7),
  startedAt: 1_800_000_000_500,
  endedAt: 1_800_000_000_512,
};
