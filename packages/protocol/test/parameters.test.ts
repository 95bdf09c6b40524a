import { Chamber, domainMask, parametersFor } from "@nexus/protocol";
import { expect } from "chai";

const chains = [31_337, 1, 11_155_111];

describe("parameters", () => {
  it("are seconds on the development chain and days elsewhere", () => {
    expect(parametersFor(31_337).review.votingPeriod).to.equal(15);
    expect(parametersFor(31_337).confirmation).to.equal(1);
    expect(parametersFor(1).review.votingPeriod).to.equal(604_800);
    expect(parametersFor(1).confirmation).to.equal("finalized");
  });

  for (const chainId of chains) {
    const { review, consensus, staking, governance, chambers, disputes, council, fees, termUnit } =
      parametersFor(chainId);

    it(`of chain ${chainId} unbond later than any task's result can be challenged, and any review`, () => {
      const { commitWindow, revealWindow, challengeWindow } = consensus;
      expect(staking.unbondingPeriod).to.be.greaterThan(commitWindow + revealWindow + challengeWindow);
      expect(staking.unbondingPeriod).to.be.greaterThan(review.challengeWindow);
    });

    it(`of chain ${chainId} keep enough at stake for a slash`, () => {
      expect(staking.minimumStake >= consensus.wrongResultSlash).to.equal(true);
      expect(consensus.wrongResultSlash > consensus.missedRevealSlash).to.equal(true);
    });

    it(`of chain ${chainId} ask for a majority of every panel`, () => {
      expect(consensus.runQuorum * 2).to.be.greaterThan(consensus.runPanel);
      expect(review.auditQuorum * 2).to.be.greaterThan(review.auditPanel);
    });

    it(`of chain ${chainId} end a vote within twice its period`, () => {
      expect(review.objectionPeriod).to.be.at.most(review.votingPeriod);
    });

    it(`of chain ${chainId} let the DAO vote before a late quorum's extension, and act after a delay`, () => {
      expect(governance.voteExtension).to.be.within(1, governance.votingPeriod);
      expect(governance.timelockDelay).to.be.greaterThan(0);
      expect(governance.quorumPercent).to.be.within(1, 100);
      expect(governance.treasury > governance.proposalThreshold).to.equal(true);
    });

    it(`of chain ${chainId} leave the DAO time to rule a dispute after its evidence`, () => {
      const { votingDelay, votingPeriod, voteExtension, timelockDelay } = governance;
      const decision = votingDelay + votingPeriod + voteExtension + timelockDelay;
      expect(disputes.rulingPeriod).to.be.greaterThan(decision);
      expect(disputes.evidencePeriod).to.be.greaterThan(disputes.counterPeriod);
    });

    it(`of chain ${chainId} make a challenge cost something, also against oneself`, () => {
      expect(disputes.bond > 0n).to.equal(true);
      expect(disputes.treasuryBps).to.be.within(1, 10_000);
    });

    it(`of chain ${chainId} pay 30 votes in full, and refund a part of the fee`, () => {
      const refund = (fees.fee * BigInt(fees.refundBps)) / 10_000n;
      expect(30n * fees.payPerVote <= fees.fee - refund).to.equal(true);
      expect(refund > 0n && fees.payPerVote > 0n).to.equal(true);
    });

    it(`of chain ${chainId} let the council suspend until a decision of the DAO`, () => {
      const { votingDelay, votingPeriod, voteExtension, timelockDelay } = governance;
      expect(council.maximumSuspension).to.be.greaterThan(
        votingDelay + votingPeriod + voteExtension + timelockDelay,
      );
      expect(council.mandate).to.be.within(1, council.maximumMandate);
    });

    it(`of chain ${chainId} give every chamber rules that the board accepts`, () => {
      expect(Object.keys(chambers)).to.have.members([...Chamber]);
      for (const [chamber, { quorumBps, approvalBps, mandatory }] of Object.entries(chambers)) {
        expect(quorumBps).to.be.within(1, 10_000);
        expect(approvalBps).to.be.within(5_000, 10_000);
        expect(mandatory).to.equal(chamber !== "Hubs");
      }
    });

    it(`of chain ${chainId} round terms to whole hours`, () => {
      expect(termUnit % 3_600).to.equal(0);
    });
  }
});

describe("domain masks", () => {
  it("have the contracts' bits", () => {
    expect(domainMask([])).to.equal(0);
    expect(domainMask(["drf"])).to.equal(4);
    expect(domainMask(["drr", "drf", "health", "esg"])).to.equal(60);
  });
});
