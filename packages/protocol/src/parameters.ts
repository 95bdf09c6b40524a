import { DEVELOPMENT_CHAIN_ID } from "./development.ts";
import type { Chamber } from "./generated/enums.gen.ts";

const SECOND = 1;
const HOUR = 3_600;
const DAY = 86_400;
const MIB = 1_048_576;
const NXS = 10n ** 18n;

/** Terms of a review, in seconds, and of the AUDIT task that a submission opens. */
export interface ReviewParameters {
  readonly votingPeriod: number;
  readonly objectionPeriod: number;
  readonly challengeWindow: number;
  readonly executionWindow: number;
  readonly certificateValidity: number;
  readonly minimumFor: number;
  readonly auditQuorum: number;
  readonly auditPanel: number;
}

/** Shares in basis points: (For + Abstain) of the chamber's eligible weight, For of (For + Against). */
export interface ChamberRules {
  readonly quorumBps: number;
  readonly approvalBps: number;
  readonly mandatory: boolean;
}

/** Terms of a task: k of n executors, and seconds to commit and to reveal. */
export interface ConsensusParameters {
  readonly runQuorum: number;
  readonly runPanel: number;
  readonly commitWindow: number;
  readonly revealWindow: number;
  /** Seconds after the reveal window in which a settled result may be shown to be wrong. */
  readonly challengeWindow: number;
  readonly missedRevealSlash: bigint;
  readonly wrongResultSlash: bigint;
}

/** Amounts in NXS's smallest unit (18 decimals), time in seconds. */
export interface StakingParameters {
  readonly minimumStake: bigint;
  readonly unbondingPeriod: number;
}

/** How a licence's price is split, in basis points that add up to 10,000. */
export interface LicenceParameters {
  readonly developerBps: number;
  readonly treasuryBps: number;
  readonly reviewersBps: number;
}

/** A review's fee and the pay of each cast vote in NXS's smallest unit; the part of the fee that goes back on certification. */
export interface FeeParameters {
  readonly fee: bigint;
  readonly payPerVote: bigint;
  readonly refundBps: number;
}

/** Terms of a dispute: NXS's smallest unit, seconds, and the treasury's share of a lost bond in basis points. */
export interface DisputeParameters {
  readonly bond: bigint;
  readonly counterPeriod: number;
  readonly evidencePeriod: number;
  readonly rulingPeriod: number;
  readonly treasuryBps: number;
}

/** The security council's bounds and its first mandate, in seconds. */
export interface CouncilParameters {
  readonly maximumSuspension: number;
  readonly maximumMandate: number;
  readonly mandate: number;
}

/** Terms of the NXS-DAO. Times in seconds, amounts in NXS's smallest unit. */
export interface GovernanceParameters {
  readonly votingDelay: number;
  readonly votingPeriod: number;
  /** Least time left to vote once the quorum is reached. */
  readonly voteExtension: number;
  /** Votes that a proposer needs. */
  readonly proposalThreshold: bigint;
  /** For and Abstain votes that a decision needs, in percent of the supply. */
  readonly quorumPercent: number;
  /** Between a decision's queueing and its execution. */
  readonly timelockDelay: number;
  /** A further delay of the timelock's calls in the AccessManager; 0, because they have waited already. */
  readonly executionDelay: number;
  /** What the deployer hands to the timelock of the supply. */
  readonly treasury: bigint;
}

/** What one run may use at most. Milliseconds, bytes, calls; a step is about an instruction of WebAssembly. */
export interface RunLimits {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly steps: number;
  readonly memoryBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  readonly artifactBytes: number;
  /** Bytes that host calls bring in. */
  readonly readBytes: number;
  readonly logBytes: number;
  readonly hostCalls: number;
  readonly componentBytes: number;
  readonly prepareMs: number;
}

/** Block depth at which a log counts: a number of blocks, or the chain's own `finalized` tag. */
export type Confirmation = number | "finalized";

export interface Parameters {
  readonly review: ReviewParameters;
  readonly chambers: Readonly<Record<Chamber, ChamberRules>>;
  readonly consensus: ConsensusParameters;
  readonly fees: FeeParameters;
  readonly licences: LicenceParameters;
  readonly staking: StakingParameters;
  readonly disputes: DisputeParameters;
  readonly council: CouncilParameters;
  readonly governance: GovernanceParameters;
  /** Seconds to which ends of seats' terms are rounded. */
  readonly termUnit: number;
  readonly confirmation: Confirmation;
  readonly limits: RunLimits;
}

const DOMAIN_CHAMBER = { quorumBps: 4_000, approvalBps: 5_001, mandatory: true } as const;

/** The hubs only veto, by shares that the contracts fix (half of them voting, two thirds against); theirs here are formal. */
const CHAMBER_RULES = {
  ClauseAuditors: { quorumBps: 5_000, approvalBps: 6_667, mandatory: true },
  Security: { quorumBps: 5_000, approvalBps: 6_667, mandatory: true },
  Drf: DOMAIN_CHAMBER,
  Drr: DOMAIN_CHAMBER,
  Health: DOMAIN_CHAMBER,
  Esg: DOMAIN_CHAMBER,
  Hubs: { quorumBps: 5_000, approvalBps: 6_667, mandatory: false },
} as const satisfies Record<Chamber, ChamberRules>;

/** Default limits of a run; a policy may lower them, the DAO raises them. */
export const RUN_LIMITS: RunLimits = {
  wallMs: 10_000,
  cpuMs: 5_000,
  steps: 2_000_000_000,
  memoryBytes: 64 * MIB,
  inputBytes: MIB,
  outputBytes: MIB,
  artifactBytes: 8 * MIB,
  readBytes: 16 * MIB,
  logBytes: 65_536,
  hostCalls: 1_000,
  componentBytes: 32 * MIB,
  prepareMs: 60_000,
};

const REVIEW_TERMS = {
  certificateValidity: 365 * DAY,
  minimumFor: 3,
  auditQuorum: 2,
  auditPanel: 3,
} as const;

const CONSENSUS_TERMS = {
  runQuorum: 2,
  runPanel: 3,
  missedRevealSlash: 100n * NXS,
  wrongResultSlash: 500n * NXS,
} as const;

const MINIMUM_STAKE = 1_000n * NXS;

/** Without the refund it pays 30 votes in full; more votes share it. */
const REVIEW_FEE = { fee: 500n * NXS, payPerVote: 10n * NXS, refundBps: 4_000 } as const;

/** Half of a lost bond: who counters their own challenge still pays. */
const DISPUTE_TERMS = { bond: 1_000n * NXS, treasuryBps: 5_000 } as const;

const COUNCIL_TERMS = { maximumMandate: 365 * DAY, mandate: 180 * DAY } as const;

const GOVERNANCE_TERMS = {
  proposalThreshold: 100_000n * NXS,
  quorumPercent: 4,
  executionDelay: 0,
  treasury: 600_000_000n * NXS,
} as const;

const PUBLIC_CHAIN: Parameters = {
  review: {
    ...REVIEW_TERMS,
    votingPeriod: 7 * DAY,
    objectionPeriod: 2 * DAY,
    challengeWindow: 5 * DAY,
    executionWindow: 14 * DAY,
  },
  chambers: CHAMBER_RULES,
  consensus: { ...CONSENSUS_TERMS, commitWindow: DAY, revealWindow: DAY, challengeWindow: 14 * DAY },
  fees: REVIEW_FEE,
  licences: { developerBps: 8_000, treasuryBps: 1_500, reviewersBps: 500 },
  staking: { minimumStake: MINIMUM_STAKE, unbondingPeriod: 21 * DAY },
  disputes: { ...DISPUTE_TERMS, counterPeriod: 3 * DAY, evidencePeriod: 5 * DAY, rulingPeriod: 21 * DAY },
  council: { ...COUNCIL_TERMS, maximumSuspension: 14 * DAY },
  governance: {
    ...GOVERNANCE_TERMS,
    votingDelay: DAY,
    votingPeriod: 7 * DAY,
    voteExtension: 2 * DAY,
    timelockDelay: 2 * DAY,
  },
  termUnit: DAY,
  confirmation: "finalized",
  limits: RUN_LIMITS,
};

const DEVELOPMENT_CHAIN: Parameters = {
  ...PUBLIC_CHAIN,
  review: {
    ...REVIEW_TERMS,
    votingPeriod: 15 * SECOND,
    objectionPeriod: 3 * SECOND,
    challengeWindow: 4 * SECOND,
    executionWindow: HOUR,
  },
  consensus: {
    ...CONSENSUS_TERMS,
    commitWindow: 60 * SECOND,
    revealWindow: 60 * SECOND,
    challengeWindow: 120 * SECOND,
  },
  staking: { minimumStake: MINIMUM_STAKE, unbondingPeriod: 300 * SECOND },
  disputes: {
    ...DISPUTE_TERMS,
    counterPeriod: 4 * SECOND,
    evidencePeriod: 6 * SECOND,
    rulingPeriod: 300 * SECOND,
  },
  council: { ...COUNCIL_TERMS, maximumSuspension: HOUR },
  governance: {
    ...GOVERNANCE_TERMS,
    votingDelay: SECOND,
    votingPeriod: 15 * SECOND,
    voteExtension: 5 * SECOND,
    timelockDelay: 3 * SECOND,
  },
  termUnit: HOUR,
  confirmation: 1,
};

/** The parameter table of a chain: seconds on the development chain, days on every other. Times are chain time. */
export function parametersFor(chainId: number): Parameters {
  return chainId === DEVELOPMENT_CHAIN_ID ? DEVELOPMENT_CHAIN : PUBLIC_CHAIN;
}
