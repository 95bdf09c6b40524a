import type {
  BountyState,
  CertificationStatus,
  Chamber,
  Eligibility,
  LicenceTier,
  ProposalState,
  Signal,
  TaskState,
} from "@nexus/protocol";
import type { Tone } from "./badge.tsx";

/** How a state is shown: a short word for the badge and its tone. */
export interface StatusLook {
  readonly word: string;
  readonly tone: Tone;
}

type Looks<State extends string> = Readonly<Record<State, StatusLook>>;

export const CERTIFICATION_LOOKS = {
  None: { word: "Not certified", tone: "neutral" },
  Valid: { word: "Certified", tone: "good" },
  Suspended: { word: "Suspended", tone: "warn" },
  Expired: { word: "Expired", tone: "warn" },
  Revoked: { word: "Revoked", tone: "bad" },
} as const satisfies Looks<CertificationStatus>;

export const PROPOSAL_LOOKS = {
  Pending: { word: "Opens soon", tone: "info" },
  Active: { word: "Open for votes", tone: "info" },
  Canceled: { word: "Withdrawn", tone: "neutral" },
  Defeated: { word: "Not passed", tone: "bad" },
  Succeeded: { word: "Passed", tone: "good" },
  Queued: { word: "Passed, in challenge", tone: "warn" },
  Expired: { word: "Lapsed", tone: "neutral" },
  Executed: { word: "Certified", tone: "good" },
} as const satisfies Looks<ProposalState>;

export const BOUNTY_LOOKS = {
  None: { word: "Unknown", tone: "neutral" },
  Open: { word: "Open to claims", tone: "info" },
  Claimed: { word: "Claimed", tone: "warn" },
  Submitted: { word: "In review", tone: "warn" },
  Paid: { word: "Paid", tone: "good" },
  Expired: { word: "Expired", tone: "neutral" },
  Disputed: { word: "Disputed", tone: "bad" },
} as const satisfies Looks<BountyState>;

export const TASK_LOOKS = {
  None: { word: "Unknown", tone: "neutral" },
  Committing: { word: "Committing", tone: "info" },
  Revealing: { word: "Revealing", tone: "info" },
  Settleable: { word: "Ready to settle", tone: "warn" },
  Settled: { word: "Settled", tone: "good" },
  Failed: { word: "No agreement", tone: "bad" },
} as const satisfies Looks<TaskState>;

export const SIGNAL_LOOKS = {
  None: { word: "No result yet", tone: "neutral" },
  Pass: { word: "Pass", tone: "good" },
  Fail: { word: "Fail", tone: "bad" },
  Trigger: { word: "Trigger", tone: "info" },
  Escalate: { word: "Escalate", tone: "warn" },
} as const satisfies Looks<Signal>;

export const ELIGIBILITY_LOOKS = {
  Eligible: { word: "May vote", tone: "good" },
  NotActive: { word: "Vote not open", tone: "neutral" },
  NoSeat: { word: "No seat", tone: "neutral" },
  ChamberNotEngaged: { word: "Chamber not engaged", tone: "neutral" },
  ConflictOfInterest: { word: "Conflict of interest", tone: "bad" },
  AlreadyVoted: { word: "Voted", tone: "good" },
  ObjectionsOnly: { word: "Objections only", tone: "warn" },
} as const satisfies Looks<Eligibility>;

/** Names of the chambers, for people. */
export const CHAMBER_NAMES = {
  ClauseAuditors: "Clause auditors",
  Security: "Security",
  Drf: "Disaster risk finance",
  Drr: "Disaster risk reduction",
  Health: "Health",
  Esg: "Environment and society",
  Hubs: "Regional hubs",
} as const satisfies Readonly<Record<Chamber, string>>;

/** Names of the licence tiers, for people. */
export const LICENCE_NAMES = {
  PublicGood: "Public good",
  Academic: "Academic only",
  Commercial: "Commercial",
} as const satisfies Readonly<Record<LicenceTier, string>>;
