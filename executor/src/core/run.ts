import type { SignalWord, TaskKind } from "@nexus/protocol";
import type { Hex } from "viem";

/**
 * Where a run stands. `pending` until it was executed; the middle phases follow the executor's own commitment; the last
 * five are final. Each phase is written before the step that it announces, so that a process may end at any line.
 */
export const PHASES = [
  "pending",
  "executed",
  "committing",
  "committed",
  "revealing",
  "revealed",
  "settled",
  "failed",
  "refused",
  "void",
  "missed",
] as const;
export type Phase = (typeof PHASES)[number];

export const FINAL_PHASES: readonly Phase[] = ["settled", "failed", "refused", "void", "missed"];

/** Why a run was refused before it ran, ended without a result, came too late, or stands alone with its result. Stable names, shown over HTTP. */
export const REASONS = [
  "executor-inactive",
  "not-certified",
  "not-bound",
  "version-yanked",
  "version-unknown",
  "audit-not-by-board",
  "content-tampered",
  "manifest-invalid",
  "manifest-mismatch",
  "policy-denied",
  "world-unknown",
  "component-refused",
  "import-denied",
  "input-too-large",
  "wall-time",
  "cpu-time",
  "stack",
  "crashed",
  "protocol",
  "task-over",
  "commit-window-over",
  "reveal-window-over",
  "affiliation-taken",
  "foreign-commitment",
  "superseded",
  "quarantined",
  "replica-mismatch",
] as const;
export type Reason = (typeof REASONS)[number];

/** A task as its `TaskCreated` log tells it. */
export type TaskEvent = {
  /** `chainId:blockHash:transactionHash:logIndex` */
  readonly key: string;
  readonly taskId: Hex;
  readonly kind: TaskKind;
  readonly versionId: Hex;
  readonly clauseId: Hex;
  readonly inputDigest: Hex;
  readonly requester: Hex;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
};

/** What the executor will reveal. Stored before its commitment is sent, and never replaced. */
export type StoredResult = {
  /** RFC 8785 text of the result record. */
  readonly record: string;
  readonly resultDigest: Hex;
  readonly signal: SignalWord;
  /** The receipt file as it lies on IPFS. */
  readonly receipt: string;
  readonly receiptDigest: Hex;
  readonly salt: Hex;
  readonly commitment: Hex;
};

export type RunFault = { readonly code: string; readonly message: string; readonly at: string };

export type Run = {
  readonly event: TaskEvent;
  readonly phase: Phase;
  /** Fencing number: only its holder may write or post. */
  readonly attempt: number;
  /** The chain no longer holds the log that opened this run. */
  readonly orphaned: boolean;
  readonly result: StoredResult | null;
  readonly commitTx: Hex | null;
  readonly revealTx: Hex | null;
  readonly reason: Reason | null;
  /** A sentence for people beside `reason`. */
  readonly detail: string | null;
  /** Faults in a row, for the back-off. */
  readonly faults: number;
  readonly lastFault: RunFault | null;
};

/** The fields that a step may change. */
export type RunChange = Partial<
  Pick<Run, "phase" | "commitTx" | "revealTx" | "reason" | "detail" | "faults" | "lastFault">
>;

export function isFinal(phase: Phase): boolean {
  return FINAL_PHASES.includes(phase);
}

/** True when `phase` comes after `other` in a run that goes well. */
export function isAfter(phase: Phase, other: Phase): boolean {
  return PHASES.indexOf(phase) > PHASES.indexOf(other);
}
