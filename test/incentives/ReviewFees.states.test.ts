import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { TREASURY } from "../fixtures/review-board.ts";
import {
  type Charged,
  charged,
  FEE_TERMS,
  feeAnnulled,
  feeAppealed,
  feeCanceled,
  feeCertified,
  feeDefeated,
  feeHeld,
  feeLapsed,
  feeQueued,
  feeRefused,
  feeVoting,
  REFUND,
  VOTES,
} from "../fixtures/review-fees.ts";

/** `IReviewDesk.Conclusion`. */
const CONCLUSION = { voting: 0n, undecided: 1n, certified: 2n, uncertified: 3n, annulled: 4n } as const;
type ConclusionName = keyof typeof CONCLUSION;

const { fee, payPerVote } = FEE_TERMS;
const REST = fee - VOTES * payPerVote;

type Situation = {
  reach: () => Promise<Charged>;
  conclusion: ConclusionName;
  /** What the next round costs its publisher; undefined if it can't be submitted. */
  nextFee?: bigint;
};

/** Each situation in which a review that was paid for can be. */
const situations: Readonly<Record<string, Situation>> = {
  open: { reach: charged, conclusion: "voting" },
  voting: { reach: feeVoting, conclusion: "voting" },
  queued: { reach: feeQueued, conclusion: "undecided" },
  held: { reach: feeHeld, conclusion: "undecided" },
  defeated: { reach: feeDefeated, conclusion: "undecided", nextFee: fee },
  appealed: { reach: feeAppealed, conclusion: "undecided" },
  refused: { reach: feeRefused, conclusion: "uncertified", nextFee: fee },
  canceled: { reach: feeCanceled, conclusion: "uncertified", nextFee: fee },
  lapsed: { reach: feeLapsed, conclusion: "uncertified", nextFee: fee },
  certified: { reach: feeCertified, conclusion: "certified", nextFee: fee },
  annulled: { reach: feeAnnulled, conclusion: "annulled", nextFee: 0n },
};

/** What the publisher gets of the rest. */
const TO_PUBLISHER = { certified: REFUND, uncertified: 0n, annulled: REST } as const;

describe("ReviewFees: states", () => {
  for (const [name, { reach, conclusion, nextFee }] of Object.entries(situations)) {
    describe(name, () => {
      const voting = conclusion === "voting";
      const decided = !voting && conclusion !== "undecided";

      it("is told with the fee", async () => {
        const { fees, proposalId } = await networkHelpers.loadFixture(reach);
        const told = await fees.feeOf(proposalId);
        expect(told.conclusion).to.equal(CONCLUSION[conclusion]);
        expect([...told.terms]).to.deep.equal(Object.values(FEE_TERMS));
        expect([told.ballots, told.pay, told.closed]).to.deep.equal(
          voting ? [0n, 0n, false] : [VOTES, payPerVote, false],
        );
      });

      it(`${voting ? "refuses" : "allows"} collectPay`, async () => {
        const { fees, nxs, proposalId, mandatory } = await networkHelpers.loadFixture(reach);
        const [voter] = mandatory;
        if (voter === undefined) throw new Error("no voter");
        const sent = fees.collectPay(proposalId, voter);
        expect(await fees.payDue(proposalId, voter)).to.equal(voting ? 0n : payPerVote);
        if (voting) {
          await expect(sent)
            .to.be.revertedWithCustomError(fees, "ReviewFeesUndecided")
            .withArgs(proposalId, CONCLUSION.voting);
        } else
          await expect(sent).to.changeTokenBalances(ethers, nxs, [voter, fees], [payPerVote, -payPerVote]);
      });

      it(`${decided ? "allows" : "refuses"} settle`, async () => {
        const { fees, nxs, proposalId, publisher } = await networkHelpers.loadFixture(reach);
        const sent = fees.connect(publisher).settle(proposalId);
        if (conclusion === "voting" || conclusion === "undecided") {
          await expect(sent)
            .to.be.revertedWithCustomError(fees, "ReviewFeesUndecided")
            .withArgs(proposalId, CONCLUSION[conclusion]);
          return;
        }
        const toPublisher = TO_PUBLISHER[conclusion];
        const toTreasury = REST - toPublisher;
        await expect(sent)
          .to.emit(fees, "FeeSettled")
          .withArgs(proposalId, CONCLUSION[conclusion], toPublisher, toTreasury);
        await expect(sent).to.changeTokenBalances(
          ethers,
          nxs,
          [publisher, TREASURY, fees],
          [toPublisher, toTreasury, -REST],
        );
      });

      it(`${nextFee === undefined ? "has no next round" : `asks ${nextFee} for the next round`}`, async () => {
        const { board, fees, nxs, publisher, versionId, content, proposalId } =
          await networkHelpers.loadFixture(reach);
        const again = board.connect(publisher).submitForReview(versionId, content, 0n);
        if (nextFee === undefined) {
          await expect(again)
            .to.be.revertedWithCustomError(board, "ReviewBoardUnderReview")
            .withArgs(versionId, proposalId);
          return;
        }
        expect(await fees.feeAfter(proposalId)).to.equal(nextFee);
        await expect(again).to.changeTokenBalances(ethers, nxs, [publisher, fees], [-nextFee, nextFee]);
      });
    });
  }
});
