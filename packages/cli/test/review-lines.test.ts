import type { Chamber, ProposalState } from "@nexus/protocol";
import { expect } from "chai";
import { zeroAddress, zeroHash } from "viem";
import { reviewLines } from "../src/commands/review-lines.ts";

type Status = Parameters<typeof reviewLines>[0];

const tally = (chamber: Chamber, changes: Partial<Status["chambers"][number]> = {}) => ({
  chamber,
  againstVotes: 0,
  forVotes: 3,
  abstainVotes: 0,
  recused: 0,
  total: 4,
  quorumBps: 5_000,
  approvalBps: 6_667,
  forVoters: 3,
  mandatory: true,
  passes: true,
  ...changes,
});

const status = (state: ProposalState, changes: Partial<Status> = {}): Status => ({
  proposalId: 7n,
  state,
  versionId: zeroHash,
  publisher: zeroAddress,
  bountyId: 0n,
  submittedAt: 1,
  votingEndsAt: 2,
  executableAt: 3,
  objectionUntil: 0,
  secondsLeft: 9,
  chambers: [
    tally("Security"),
    tally("Hubs", { mandatory: false, passes: false, againstVotes: 3, forVotes: 0 }),
  ],
  audit: {
    taskId: zeroHash,
    state: "Settled",
    signal: "Pass",
    commits: 3,
    reveals: 3,
    panel: 3,
    quorum: 2,
    resultDigest: zeroHash,
    passedAt: 1,
  },
  verdict: { passes: true, reasons: [] },
  ...changes,
});

describe("a review for people", () => {
  it("tells the time that is left to vote", () => {
    const lines = reviewLines(status("Active"));
    expect(lines[0]).to.equal("Review 7: open for votes (Active)");
    expect(lines).to.include("  9 s of voting left").and.to.include("As it stands, it passes.");
  });

  it("tells when it can be executed", () => {
    expect(reviewLines(status("Queued")))
      .to.include("  executable in 9 s")
      .and.to.include("It passed.");
    expect(reviewLines(status("Queued", { secondsLeft: 0 }))).to.include("  executable now");
  });

  it("shows each chamber's votes under its rule", () => {
    const lines = reviewLines(status("Active")).join("\n");
    expect(lines).to.match(
      /✓ Security +3 for, 0 against, 0 abstain, 0 stepped back, of 4 \(quorum 50 %, approval 66\.67 %\)/,
    );
    expect(lines).to.match(/✗ Hubs +0 for, 3 against.*\(vetoes when half vote and two thirds are against\)/);
  });

  it("shows the audit", () => {
    expect(reviewLines(status("Active"))).to.include(
      "  ✓ settled, signal Pass: 3 committed and 3 revealed, 2 of 3 must agree",
    );
  });

  it("shows what a vote is paid, at most or for good, and whether the rest was paid out", () => {
    const fee = {
      ...{ fee: 500n * 10n ** 18n, payPerVote: 10n * 10n ** 18n, refundBps: 4_000 },
      ...({ conclusion: "Voting", ballots: 0, pay: 0n, settled: false } as const),
    };
    expect(reviewLines(status("Active"))).not.to.include("Fee");
    expect(reviewLines(status("Active", { fee }))).to.include(
      "  500 NXS, 40 % back on certification; up to 10 NXS for each cast vote",
    );
    const decided = { ...fee, conclusion: "Annulled", ballots: 40, pay: 75n * 10n ** 17n } as const;
    expect(reviewLines(status("Defeated", { fee: decided }))).to.include(
      "  500 NXS, 40 % back on certification; 7.5 NXS for each of 40 votes; not settled: annulled by an appeal",
    );
    const settled = { ...decided, settled: true };
    expect(reviewLines(status("Executed", { fee: settled })).join()).to.include("of 40 votes; settled");
  });

  it("gives every reason why it failed", () => {
    const verdict = { passes: false, reasons: ["one", "two"] };
    expect(reviewLines(status("Defeated", { verdict })).slice(-3)).to.deep.equal([
      "It didn't pass:",
      "  - one",
      "  - two",
    ]);
  });
});
