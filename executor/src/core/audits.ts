import type { CertificationStatus, TaskState } from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { Log, Posting } from "./ports.ts";

/** What this executor's operator spends on auditing certified versions again. */
export type AuditRules = {
  /** Seconds between two audits of a version, at least. */
  readonly everySeconds: number;
  /** Audits that this executor asks for in 24 hours, at most. */
  readonly daily: number;
  /** Reward of each, in NXS's smallest unit. */
  readonly reward: bigint;
};

export type AuditStore = {
  /** Certified versions that are due, longest waiting first. */
  due(limit: number): Promise<readonly Hex[]>;
  later(versionId: Hex, afterMs: number): Promise<void>;
  /** Nothing is to be audited any more. */
  done(versionId: Hex): Promise<void>;
  /** The version's newest audit that this executor didn't refuse to run. */
  newest(versionId: Hex): Promise<Hex | null>;
  /** Takes one of the day's audits for a version and its period; true too if it was taken already. Safe across processes. */
  reserve(versionId: Hex, period: bigint, daily: number): Promise<boolean>;
};

/** An audit as the contract answers now. */
export type LiveAudit = {
  readonly state: TaskState;
  /** Unix seconds of its settlement or failure; 0 until then. */
  readonly settledAt: number;
  /** The Review Board, or an executor in good standing. */
  readonly byRight: boolean;
};

export type AuditChain = {
  readonly executor: Address;
  /** Unix seconds of chain time. */
  now(): Promise<number>;
  certificationStatus(versionId: Hex): Promise<CertificationStatus>;
  audit(taskId: Hex): Promise<LiveAudit>;
  /** Opens an AUDIT task. The contract takes one of the version, requester and round, unless that failed. */
  openAudit(versionId: Hex, round: bigint, reward: bigint): Promise<Posting>;
};

export type AuditPorts = {
  readonly chain: AuditChain;
  readonly store: AuditStore;
  readonly rules: AuditRules;
  /** From 0 to 1. */
  random(): number;
  /** Counts what became of an audit that was due. */
  counted(status: "opened" | "refused" | "over-budget"): void;
  readonly log: Log;
};

/** Looked at in one turn at most. */
const TURN_VERSIONS = 16;

/** Before a look at what isn't over yet, or went wrong. */
const SOON_SECONDS = 60;

/** The contract's answer when this executor has asked for the version's audit of the period already. */
const ASKED_ALREADY = "ResultConsensusTaskExists";

/**
 * Asks for audits of certified versions whose last one is a period ago. Of several executors that do, the first to come is the only
 * one to ask: each waits some random time longer than the period, and looks for others' audits first.
 */
export async function auditOnce(ports: AuditPorts): Promise<void> {
  const versions = await ports.store.due(TURN_VERSIONS);
  if (versions.length === 0) return;
  const now = await ports.chain.now();
  for (const versionId of versions) {
    try {
      await audit(ports, versionId, now);
    } catch (err) {
      ports.log.warn({ versionId, err }, "An audit that is due could not be asked for; it is tried again.");
      await ports.store.later(versionId, soonMs(ports));
    }
  }
}

async function audit(ports: AuditPorts, versionId: Hex, now: number): Promise<void> {
  const { chain, store, rules } = ports;
  const status = await chain.certificationStatus(versionId);
  if (status === "Suspended") return store.later(versionId, soonMs(ports));
  if (status !== "Valid") return store.done(versionId);
  const left = await secondsLeft(ports, versionId, now);
  if (left > 0) return store.later(versionId, left * 1_000);
  const period = BigInt(Math.floor(now / rules.everySeconds));
  if (!(await store.reserve(versionId, period, rules.daily))) {
    ports.counted("over-budget");
    ports.log.warn({ versionId, daily: rules.daily }, "An audit is due, but the day's audits are used up.");
    return store.later(versionId, soonMs(ports));
  }
  await open(ports, versionId, period, now);
}

/** How long the version's last audit lets it rest, in seconds; a while if that isn't over. */
async function secondsLeft(ports: AuditPorts, versionId: Hex, now: number): Promise<number> {
  const newest = await ports.store.newest(versionId);
  if (newest === null) return 0;
  const { state, settledAt, byRight } = await ports.chain.audit(newest);
  if (!byRight || state === "None") return 0;
  // One that failed counts too, or a version that its executors can't agree on would be audited without end.
  if (state !== "Settled" && state !== "Failed") return soonMs(ports) / 1_000;
  return settledAt + ports.rules.everySeconds <= now ? 0 : settledAt + nextSeconds(ports) - now;
}

async function open(ports: AuditPorts, versionId: Hex, period: bigint, now: number): Promise<void> {
  const { everySeconds, reward } = ports.rules;
  const posting = await ports.chain.openAudit(versionId, period, reward);
  if (posting.status === "refused" && posting.error === ASKED_ALREADY) {
    return ports.store.later(versionId, (Number(period + 1n) * everySeconds - now) * 1_000);
  }
  // The watcher tells of the audit by then, and its end says when the next one is due.
  await ports.store.later(versionId, soonMs(ports));
  ports.counted(posting.status === "mined" ? "opened" : "refused");
  if (posting.status === "mined")
    ports.log.info({ versionId, period }, "Asked for an audit of a certified version.");
  else
    ports.log.warn({ versionId, posting }, "The contract refuses an audit that is due; it is tried again.");
}

function nextSeconds({ rules, random }: AuditPorts): number {
  return Math.ceil(rules.everySeconds * (1 + random() / 4));
}

function soonMs({ rules }: Pick<AuditPorts, "rules">): number {
  return Math.min(SOON_SECONDS, rules.everySeconds) * 1_000;
}
