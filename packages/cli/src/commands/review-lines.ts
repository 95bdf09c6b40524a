import { CONCLUSION_WORDS, PROPOSAL_STATE_WORDS, TASK_STATE_WORDS } from "@nexus/protocol";
import { formatEther } from "viem";
import type { reviewStatus } from "../actions/review-status.ts";

type ReviewStatus = Awaited<ReturnType<typeof reviewStatus>>;

const percent = (bps: number): string => `${bps / 100} %`;

function timeLine({ state, secondsLeft }: ReviewStatus): string[] {
  if (state === "Active") return [`  ${secondsLeft} s of voting left`];
  if (state === "Queued") return [secondsLeft > 0 ? `  executable in ${secondsLeft} s` : "  executable now"];
  return [];
}

function chamberLine(tally: ReviewStatus["chambers"][number]): string {
  const { chamber, forVotes, againstVotes, abstainVotes, recused, total, quorumBps, approvalBps } = tally;
  const votes = `${forVotes} for, ${againstVotes} against, ${abstainVotes} abstain, ${recused} stepped back, of ${total}`;
  const rules = tally.mandatory
    ? `quorum ${percent(quorumBps)}, approval ${percent(approvalBps)}`
    : "vetoes when half vote and two thirds are against";
  return `  ${tally.passes ? "✓" : "✗"} ${chamber.padEnd(15)} ${votes} (${rules})`;
}

function verdictLine({ state, verdict: { passes } }: ReviewStatus): string {
  if (state === "Active" || state === "Pending") return `As it stands, it ${passes ? "passes." : "fails:"}`;
  return passes ? "It passed." : "It didn't pass:";
}

function feeLines({ fee }: ReviewStatus): string[] {
  if (fee === undefined) return [];
  const { ballots, conclusion, payPerVote, refundBps } = fee;
  const paid = `${formatEther(fee.fee)} NXS, ${percent(refundBps)} back on certification`;
  const voting = conclusion === "Voting";
  const pay = voting
    ? `up to ${formatEther(payPerVote)} NXS for each cast vote`
    : `${formatEther(fee.pay)} NXS for each of ${ballots} votes`;
  const rest = fee.settled ? "settled" : `not settled: ${CONCLUSION_WORDS[conclusion]}`;
  return ["Fee", `  ${paid}; ${pay}${voting ? "" : `; ${rest}`}`];
}

/** A review for people: state, chambers, audit, and the verdict with its reasons. */
export function reviewLines(status: ReviewStatus): string[] {
  const { proposalId, state, versionId, audit, chambers, verdict } = status;
  return [
    `Review ${proposalId}: ${PROPOSAL_STATE_WORDS[state]} (${state})`,
    `  version ${versionId}`,
    ...timeLine(status),
    "Chambers",
    ...chambers.map(chamberLine),
    "Audit",
    `  ${audit.passedAt > 0 ? "✓" : "✗"} ${TASK_STATE_WORDS[audit.state]}, signal ${audit.signal}: ${audit.commits} committed and ${audit.reveals} revealed, ${audit.quorum} of ${audit.panel} must agree`,
    ...feeLines(status),
    verdictLine(status),
    ...verdict.reasons.map((reason) => `  - ${reason}`),
  ];
}
