import {
  type CertificationStatus,
  canonicalBytes,
  type SignalWord,
  sha256Digest,
  type TaskState,
} from "@nexus/protocol";
import { type Address, formatEther, type Hex } from "viem";
import { auditNotice, type Notice } from "./notice.ts";
import type { Content, Log, Posting } from "./ports.ts";

/** An audit of this executor's runs that is over. */
export type EndedAudit = {
  readonly taskId: Hex;
  readonly versionId: Hex;
  readonly requester: Address;
  /** What this executor computed; null if it came too late. */
  readonly resultDigest: Hex | null;
  readonly receiptDigest: Hex | null;
};

/**
 * What an audit of a certified version says:
 * - "sound": its executors agreed, and the published vectors give what they should.
 * - "failed": they agreed that the vectors don't.
 * - "other-result": they settled another result than this executor gets, and gets again.
 * - "unsure": this executor doesn't get the expected result when it performs it again: its own, or the settled one if it came too late.
 * - "none": no result was settled, or the version isn't certified (any more), as in the audit before a review.
 */
export const VERDICTS = ["sound", "failed", "other-result", "unsure", "none"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type JudgeStore = {
  /** Audits that are over and weren't judged, oldest first; what was put off comes after that time, and last. */
  unjudged(limit: number): Promise<readonly EndedAudit[]>;
  judged(taskId: Hex, verdict: Verdict): Promise<void>;
  putOff(taskId: Hex, forMs: number): Promise<void>;
  notify(notice: Notice): Promise<void>;
};

/** How a task stands; digest and signal count once it is settled. */
export type Ending = {
  readonly state: TaskState;
  readonly resultDigest: Hex;
  readonly signal: SignalWord | null;
};

export type JudgeChain = {
  readonly executor: Address;
  readonly board: Address;
  certificationStatus(versionId: Hex): Promise<CertificationStatus>;
  ending(taskId: Hex): Promise<Ending>;
  /** NXS that a dispute takes now. */
  bond(): Promise<bigint>;
  /** Whether anybody disputed the certificate that the version has now. */
  wasDisputed(versionId: Hex): Promise<boolean>;
  /** Disputes the version's certificate for the bond. */
  dispute(versionId: Hex, evidence: Hex, bond: bigint): Promise<Posting>;
};

export type JudgePorts = {
  readonly chain: JudgeChain;
  readonly store: JudgeStore;
  readonly content: Pick<Content, "add">;
  /** Performs an audit again, from chain and IPFS alone; null if that can't be. */
  again(taskId: Hex): Promise<Hex | null>;
  /** Most NXS that a dispute may cost, in its smallest unit; undefined: none is opened. */
  readonly mostBond: bigint | undefined;
  counted(verdict: Verdict): void;
  readonly log: Log;
};

const TURN_AUDITS = 8;

/** Before another look at an audit that could not be judged, or that goes on for others, so that all get their turn. */
const FAULT_MS = 600_000;
const OPEN_MS = 60_000;

/** Looks at the audits that are over. A certificate that one of them speaks against is told of, and disputed if that was asked for. */
export async function judgeOnce(ports: JudgePorts): Promise<void> {
  for (const audit of await ports.store.unjudged(TURN_AUDITS)) {
    try {
      await judge(ports, audit);
    } catch (err) {
      const { taskId } = audit;
      ports.log.warn({ taskId, err }, "An audit that is over could not be judged; it is tried again later.");
      await ports.store.putOff(taskId, FAULT_MS);
    }
  }
}

async function judge(ports: JudgePorts, audit: EndedAudit): Promise<void> {
  const ending = await ports.chain.ending(audit.taskId);
  if (ending.state !== "Settled" && ending.state !== "Failed")
    return ports.store.putOff(audit.taskId, OPEN_MS);
  const verdict = await verdictOf(ports, audit, ending);
  if (verdict === "failed" || verdict === "other-result") await object(ports, { audit, verdict, ending });
  else if (verdict === "unsure") await ports.store.notify(auditNotice(audit, verdict, UNSURE));
  await ports.store.judged(audit.taskId, verdict);
  ports.counted(verdict);
}

const UNSURE = "So nothing was disputed.";

async function verdictOf({ chain, again }: JudgePorts, audit: EndedAudit, ending: Ending): Promise<Verdict> {
  const { taskId, versionId, requester, resultDigest } = audit;
  const ofReview = requester.toLowerCase() === chain.board.toLowerCase();
  if (ending.state === "Failed" || ofReview || !(await isInForce(chain, versionId))) return "none";
  const expected = resultDigest ?? ending.resultDigest;
  const agreed = ending.resultDigest === expected;
  if (agreed && ending.signal === "PASS") return "sound";
  if ((await again(taskId)) !== expected) return "unsure";
  return agreed ? "failed" : "other-result";
}

async function isInForce(chain: JudgeChain, versionId: Hex): Promise<boolean> {
  const status = await chain.certificationStatus(versionId);
  return status === "Valid" || status === "Suspended";
}

type Objection = {
  readonly audit: EndedAudit;
  readonly verdict: "failed" | "other-result";
  readonly ending: Ending;
};

/** Safe to repeat: what was opened before a crash is found on the chain. */
async function object(ports: JudgePorts, objection: Objection): Promise<void> {
  const { audit, verdict } = objection;
  const outcome = await tryDispute(ports, objection);
  ports.log.warn({ taskId: audit.taskId, versionId: audit.versionId, verdict }, outcome);
  await ports.store.notify(auditNotice(audit, verdict, outcome));
}

async function tryDispute(ports: JudgePorts, objection: Objection): Promise<string> {
  const { chain, mostBond } = ports;
  const { versionId } = objection.audit;
  if (mostBond === undefined)
    return "Its certificate isn't disputed, because NEXUS_DISPUTE_BOND names no amount for that.";
  if (await chain.wasDisputed(versionId)) return "Its certificate was disputed already.";
  const bond = await chain.bond();
  if (bond > mostBond)
    return `Its certificate isn't disputed, because the bond of ${formatEther(bond)} NXS is above the ${formatEther(mostBond)} of NEXUS_DISPUTE_BOND.`;
  const evidence = evidenceOf(chain.executor, objection);
  await ports.content.add(evidence);
  const posting = await chain.dispute(versionId, sha256Digest(evidence), bond);
  if (posting.status === "mined") return `Its certificate is disputed now, in ${posting.hash}.`;
  const why = posting.status === "refused" ? posting.error : "somebody was faster";
  return `Its certificate could not be disputed: ${why}.`;
}

/** What the arbitrator reads: everything else follows from the task's id. */
function evidenceOf(executor: Address, { audit, verdict, ending }: Objection): Uint8Array {
  const { taskId, versionId, resultDigest, receiptDigest } = audit;
  return canonicalBytes({
    evidenceVersion: "1",
    kind: "audit",
    verdict,
    versionId,
    taskId,
    settled: { resultDigest: ending.resultDigest, signal: ending.signal },
    executor,
    computed: resultDigest,
    receipt: receiptDigest,
  });
}
