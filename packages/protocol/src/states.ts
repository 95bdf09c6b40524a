import type {
  BountyState,
  CertificationStatus,
  Conclusion,
  DisputeState,
  Eligibility,
  LicenceTier,
  ProposalState,
  TaskState,
} from "./generated/enums.gen.ts";
import { Signal } from "./generated/enums.gen.ts";

/** A clause's output as records and receipts spell it. */
export const SIGNALS = ["PASS", "FAIL", "TRIGGER", "ESCALATE"] as const;

export type SignalWord = (typeof SIGNALS)[number];

const SIGNAL_NAMES = {
  PASS: "Pass",
  FAIL: "Fail",
  TRIGGER: "Trigger",
  ESCALATE: "Escalate",
} as const satisfies Record<SignalWord, Signal>;

/** Number of a signal in the contracts' `Signal`. */
export function signalNumber(signal: SignalWord): number {
  return Signal.indexOf(SIGNAL_NAMES[signal]);
}

/** Word of the contracts' `Signal`; undefined for its 0 (none) and for numbers it doesn't have. */
export function signalWord(number: number): SignalWord | undefined {
  return SIGNALS.find((signal) => signalNumber(signal) === number);
}

/** What each state of a review means, for people. */
export const PROPOSAL_STATE_WORDS = {
  Pending: "waiting for the vote to open",
  Active: "open for votes",
  Canceled: "withdrawn",
  Defeated: "not passed",
  Succeeded: "passed",
  Queued: "passed, in its challenge window",
  Expired: "passed, but nobody executed it in time",
  Executed: "passed and executed",
} as const satisfies Record<ProposalState, string>;

/** What each state of a certification means, for people. */
export const CERTIFICATION_STATUS_WORDS = {
  None: "never certified",
  Valid: "certified",
  Suspended: "suspended for a time",
  Expired: "expired",
  Revoked: "revoked for ever",
} as const satisfies Record<CertificationStatus, string>;

/** What each tier of a licence means, for people. */
export const LICENCE_TIER_WORDS = {
  PublicGood: "public-good: open to everyone",
  Academic: "academic: open to holders of an academic credential",
  Commercial: "commercial: open to who bought it",
} as const satisfies Record<LicenceTier, string>;

/** What each state of a task means, for people. */
export const TASK_STATE_WORDS = {
  None: "unknown",
  Committing: "executors are committing to results",
  Revealing: "executors are revealing their results",
  Settleable: "ready to be settled",
  Settled: "settled",
  Failed: "ended without agreement",
} as const satisfies Record<TaskState, string>;

/** What each state of a dispute means, for people. */
export const DISPUTE_STATE_WORDS = {
  None: "unknown",
  Countering: "open to a counter-bond and to evidence",
  Evidence: "open to evidence",
  Arbitration: "waiting for the arbitrator's ruling",
  Overdue: "not ruled in time; anyone can let it lapse",
  Upheld: "upheld: the challenger was right",
  Rejected: "rejected: the challenger was wrong",
  Unruled: "closed without a ruling; bonds went back",
} as const satisfies Record<DisputeState, string>;

/** What each state of a bounty means, for people. */
export const BOUNTY_STATE_WORDS = {
  None: "unknown",
  Open: "open to claims",
  Claimed: "claimed",
  Submitted: "a version is submitted",
  Paid: "paid",
  Expired: "expired; funders can take their money back",
  Disputed: "held by a dispute until it is ruled",
} as const satisfies Record<BountyState, string>;

/** Why an account may or may not vote, for people. */
export const ELIGIBILITY_WORDS = {
  Eligible: "may vote",
  NotActive: "the vote isn't open",
  NoSeat: "holds no seat that counts for this review",
  ChamberNotEngaged: "its chamber doesn't take part in this review",
  ConflictOfInterest: "has a conflict of interest with this review",
  AlreadyVoted: "has voted or stepped back already",
  ObjectionsOnly: "the objection period takes only votes against",
} as const satisfies Record<Eligibility, string>;

/** What a review came to, for people. */
export const CONCLUSION_WORDS = {
  Voting: "open for votes",
  Undecided: "not decided for good yet",
  Certified: "certified",
  Uncertified: "not certified",
  Annulled: "annulled by an appeal",
} as const satisfies Record<Conclusion, string>;
