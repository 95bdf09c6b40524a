import type { TaskState } from "./generated/enums.gen.ts";
import { TASK_STATE_WORDS } from "./states.ts";

/** What a chamber's verdict depends on. Weights in votes, shares in basis points. */
export interface Tally {
  readonly chamber: string;
  readonly againstVotes: number;
  readonly forVotes: number;
  readonly abstainVotes: number;
  readonly recused: number;
  readonly total: number;
  readonly quorumBps: number;
  readonly approvalBps: number;
  readonly forVoters: number;
  readonly mandatory: boolean;
  readonly passes: boolean;
}

const WHOLE = 10_000;

const percent = (bps: number): string => `${bps / 100} %`;

function failures(tally: Tally, minimumFor: number): string[] {
  const { forVotes, againstVotes, abstainVotes, quorumBps, approvalBps, forVoters, total, recused } = tally;
  const eligible = total - recused;
  const present = forVotes + abstainVotes;
  const cast = forVotes + againstVotes;
  const reasons: string[] = [];
  if (present * WHOLE < eligible * quorumBps)
    reasons.push(
      `no quorum: For and Abstain weigh ${present} of ${eligible}, and ${percent(quorumBps)} is needed`,
    );
  if (forVotes * WHOLE < cast * approvalBps)
    reasons.push(
      `no approval: For weighs ${forVotes} of ${cast} cast, and ${percent(approvalBps)} is needed`,
    );
  if (forVoters < minimumFor) reasons.push(`${forVoters} voted For, and ${minimumFor} must`);
  if (eligible * 2 < total) reasons.push(`${recused} of ${total} stepped back, and half must be left`);
  return reasons;
}

/** Why a chamber stands against a pass, in words; nothing if it doesn't. The chain's `passes` decides. */
export function chamberReasons(tally: Tally, minimumFor: number): string[] {
  if (tally.passes) return [];
  if (!tally.mandatory)
    return [`${tally.chamber} vetoes: ${tally.againstVotes} of its ${tally.total} votes are Against`];
  const reasons = failures(tally, minimumFor);
  return [`${tally.chamber}: ${reasons.length > 0 ? reasons.join("; ") : "doesn't pass"}`];
}

/** What a review's verdict depends on besides its chambers. */
export interface AuditStanding {
  readonly state: TaskState;
  /** Name of its signal. */
  readonly signal: string;
  /** Unix seconds, 0 if it hasn't passed. */
  readonly passedAt: number;
}

/** Why an audit stands against a pass, in words; nothing if it doesn't. `votingEndsAt` in Unix seconds. */
export function auditReasons({ passedAt, state, signal }: AuditStanding, votingEndsAt: number): string[] {
  if (passedAt === 0) return [`the audit hasn't passed: ${TASK_STATE_WORDS[state]}, signal ${signal}`];
  return passedAt > votingEndsAt ? ["the audit passed only after the vote had ended"] : [];
}
