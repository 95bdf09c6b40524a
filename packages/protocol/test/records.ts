import {
  type AuditRecord,
  EMPTY_DIGEST,
  type Envelope,
  type ExecutionRecord,
  envelopeOf,
  type FirstReceipt,
  identityPath,
  preAuthEncoding,
  type Receipt,
  RUN_LIMITS,
  STATEMENT_TYPE,
  statementBytes,
} from "@nexus/protocol";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes } from "viem";
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
    {
      inputDigest: word(6),
      outcome: { status: "ok", signal: "PASS", outputDigest: word(5) },
      matches: true,
    },
  ],
  seeded: [],
};

const common = {
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
  walls: ["bwrap", "process"],
  startedAt: 1_800_000_000_500,
  endedAt: 1_800_000_000_512,
} as const;

/** The seed of the key that signs `executionReceipt`'s statement. */
export const RUN_KEY_SEED = hexToBytes(word(17));

/** A sound receipt of `executionRecord`. */
export const executionReceipt: Receipt = {
  ...common,
  receiptVersion: "2",
  walls: [...common.walls],
  chain: { chainId: 31_337, consensus: "0x5FbDB2315678afecb367f032d93F642f64180aa3" },
  approval: { contract: "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0", proposal: "7" },
  clauseId: word(8),
  policy: { common: word(9), own: null },
  grant: {
    capabilities: [{ name: "log", scope: [] }],
    limits: { ...RUN_LIMITS },
    isolation: "plugin",
    walls: ["process"],
  },
  engine: { node: "26.10.0", v8: "14.1.2", jco: "0.15.0", passes: "2", arch: "x64" },
  identity: {
    id: `spiffe://nexus.local${identityPath({ ...common, artifactDigest: word(2) })}`,
    key: bytesToHex(ed25519.getPublicKey(RUN_KEY_SEED)),
  },
  region: "BR",
  previous: null,
};

/** A sound receipt of version 1. */
export const firstReceipt: FirstReceipt = {
  ...common,
  receiptVersion: "1",
  walls: [...common.walls],
  engine: { node: "26.10.0", v8: "14.1.2", arch: "x64" },
  grantDigest: word(7),
};

/** The envelope around a receipt's statement, signed with `RUN_KEY_SEED`. */
export function envelopeOfReceipt(receipt: Receipt): Envelope {
  const statement = statementBytes(receipt);
  const signature = ed25519.sign(preAuthEncoding(STATEMENT_TYPE, statement), RUN_KEY_SEED);
  return envelopeOf(statement, receipt.identity.id, signature);
}
