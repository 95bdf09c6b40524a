import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  againstParams,
  CHAMBER,
  ELIGIBILITY,
  PUBLISHER_AFFILIATION,
  published,
  SUPPORT,
  submit,
  submitted,
  WEIGHT,
} from "../fixtures/review-board.ts";

type Setup = Awaited<ReturnType<typeof submitted>>;

describe("ReviewBoard: voting", () => {
  describe("castVote", () => {
    it("counts the seat's weight in its chamber and emits the stock event", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter, abstainer] = chambers.security;
      await expect(board.connect(voter).castVoteWithReason(proposalId, SUPPORT.for, "reproduced it"))
        .to.emit(board, "VoteCast")
        .withArgs(voter, proposalId, SUPPORT.for, WEIGHT, "reproduced it");
      await board.connect(abstainer).castVote(proposalId, SUPPORT.abstain);
      const tally = await board.chamberTally(proposalId, CHAMBER.security);
      expect(tally).to.deep.equal([0n, WEIGHT, WEIGHT, 0n, 3n * WEIGHT, 5_000n, 6_667n, 1n, true, false]);
      expect(await board.proposalVotes(proposalId)).to.deep.equal([0n, WEIGHT, WEIGHT]);
      expect(await board.hasVoted(proposalId, voter)).to.equal(true);
      expect(await board.hasVoted(proposalId, chambers.security[2])).to.equal(false);
    });

    it("announces the vote that decides its chamber", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [first, deciding] = chambers.drr;
      await expect(board.connect(first).castVote(proposalId, SUPPORT.for)).to.not.emit(
        board,
        "ChamberResultChanged",
      );
      await expect(board.connect(deciding).castVote(proposalId, SUPPORT.for))
        .to.emit(board, "ChamberResultChanged")
        .withArgs(proposalId, CHAMBER.drr, true);
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).passes).to.equal(true);
    });

    it("refuses a second vote of a seat, whatever its support", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      await board.connect(voter).castVote(proposalId, SUPPORT.for);
      for (const support of [SUPPORT.for, SUPPORT.abstain]) {
        await expect(board.connect(voter).castVote(proposalId, support))
          .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
          .withArgs(proposalId, voter, ELIGIBILITY.alreadyVoted);
      }
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).forVotes).to.equal(WEIGHT);
    });

    it("refuses a kind of support that doesn't exist", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      await expect(board.connect(chambers.drr[0]).castVote(proposalId, 3n)).to.be.revertedWithCustomError(
        board,
        "GovernorInvalidVoteType",
      );
    });
  });

  describe("an Against vote", () => {
    it("names its criteria and report in the stock event", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const params = againstParams(2, ethers.id("report"));
      await expect(
        board.connect(voter).castVoteWithReasonAndParams(proposalId, SUPPORT.against, "off clause", params),
      )
        .to.emit(board, "VoteCastWithParams")
        .withArgs(voter, proposalId, SUPPORT.against, WEIGHT, "off clause", params);
    });

    const faults = [
      ["no params", "0x", 0n],
      ["params of another shape", "0x01", 0n],
      ["no criterion", againstParams(0), 0n],
      ["a criterion that doesn't exist", againstParams(8), 8n],
    ] as const;
    for (const [fault, params, criteria] of faults) {
      it(`is refused with ${fault}`, async () => {
        const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
        const vote = board
          .connect(chambers.drr[0])
          .castVoteWithReasonAndParams(proposalId, SUPPORT.against, "", params);
        await expect(vote)
          .to.be.revertedWithCustomError(board, "ReviewBoardInvalidCriteria")
          .withArgs(criteria);
      });
    }
  });

  describe("eligibility", () => {
    const cases: Record<string, (setup: Setup) => Promise<{ account: string; expected: bigint }>> = {
      "lets a seat of an engaged chamber vote": async ({ chambers }) => ({
        account: chambers.drr[0].address,
        expected: ELIGIBILITY.eligible,
      }),
      "refuses an account without a seat": async ({ stranger }) => ({
        account: stranger.address,
        expected: ELIGIBILITY.noSeat,
      }),
      "refuses a seat appointed after the submission": async ({ board, stranger, until }) => {
        await board.appoint(stranger, CHAMBER.drr, WEIGHT, 0n, until);
        return { account: stranger.address, expected: ELIGIBILITY.noSeat };
      },
      "refuses a seat that has voted": async ({ board, chambers, proposalId }) => {
        await board.connect(chambers.drr[0]).castVote(proposalId, SUPPORT.for);
        return { account: chambers.drr[0].address, expected: ELIGIBILITY.alreadyVoted };
      },
      "lets a seat vote that ended after the submission": async ({ board, chambers }) => {
        await board.end(chambers.drr[0]);
        return { account: chambers.drr[0].address, expected: ELIGIBILITY.eligible };
      },
    };
    for (const [sentence, arrange] of Object.entries(cases)) {
      it(sentence, async () => {
        const setup = await networkHelpers.loadFixture(submitted);
        const { account, expected } = await arrange(setup);
        await expectVote(setup, account, expected);
      });
    }

    it("refuses a seat of a chamber that isn't engaged", async () => {
      const setup = await networkHelpers.loadFixture(published);
      await setup.board.appoint(setup.stranger, CHAMBER.health, WEIGHT, 0n, setup.until);
      const review = await submit(setup);
      await expectVote({ ...setup, ...review }, setup.stranger.address, ELIGIBILITY.chamberNotEngaged);
    });

    it("refuses a seat of the publisher's affiliation, but not one of another or of none", async () => {
      const setup = await networkHelpers.loadFixture(published);
      const { board, publisher, stranger, relayer, until } = setup;
      await board.setAffiliation(publisher, PUBLISHER_AFFILIATION);
      await board.appoint(stranger, CHAMBER.drr, WEIGHT, PUBLISHER_AFFILIATION, until);
      await board.appoint(relayer, CHAMBER.drr, WEIGHT, PUBLISHER_AFFILIATION + 1n, until);
      const reviewed = { ...setup, ...(await submit(setup)) };
      await board.setAffiliation(publisher, 0n);
      await expectVote(reviewed, stranger.address, ELIGIBILITY.conflictOfInterest);
      await expectVote(reviewed, relayer.address, ELIGIBILITY.eligible);
      await expectVote(reviewed, setup.chambers.drr[0].address, ELIGIBILITY.eligible);
    });

    it("doesn't count a seat appointed in the second of the submission, on either side", async () => {
      const setup = await networkHelpers.loadFixture(published);
      const { board, stranger, publisher, until, versionId, content } = setup;
      await inOneBlock(async () => {
        await board.appoint(stranger, CHAMBER.drr, WEIGHT, 0n, until);
        await board.connect(publisher).submitForReview(versionId, content, 0n);
      });
      const proposalId = await board.latestProposal(versionId);
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).total).to.equal(3n * WEIGHT);
      await networkHelpers.time.increase(1);
      await expectVote({ ...setup, proposalId } as Setup, stranger.address, ELIGIBILITY.noSeat);
    });

    it("counts a seat that ended in the second of the submission, on both sides", async () => {
      const setup = await networkHelpers.loadFixture(published);
      const { board, chambers, publisher, versionId, content } = setup;
      await inOneBlock(async () => {
        await board.end(chambers.drr[0]);
        await board.connect(publisher).submitForReview(versionId, content, 0n);
      });
      const proposalId = await board.latestProposal(versionId);
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).total).to.equal(3n * WEIGHT);
      await networkHelpers.time.increase(1);
      await expectVote({ ...setup, proposalId } as Setup, chambers.drr[0].address, ELIGIBILITY.eligible);
    });
  });

  it("describes itself to stock clients", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const snapshot = await board.proposalSnapshot(proposalId);
    expect(await board.COUNTING_MODE()).to.equal("support=bravo&quorum=for,abstain&params=criteria");
    expect(await board.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await board.quorum(snapshot)).to.equal(0n);
    expect(await board.votingDelay()).to.equal(0n);
    expect(await board.proposalNeedsQueuing(proposalId)).to.equal(true);
    expect(await board.getVotes(chambers.drr[0], snapshot)).to.equal(WEIGHT);
    expect(await board.nonces(chambers.drr[0])).to.equal(0n);
  });

  async function expectVote({ board, proposalId }: Setup, account: string, expected: bigint): Promise<void> {
    expect(await board.eligibility(proposalId, account)).to.equal(expected);
    const vote = board.connect(await ethers.getSigner(account)).castVote(proposalId, SUPPORT.for);
    if (expected === ELIGIBILITY.eligible) await expect(vote).to.emit(board, "VoteCast");
    else {
      await expect(vote)
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, account, expected);
    }
  }

  async function inOneBlock(send: () => Promise<void>): Promise<void> {
    await ethers.provider.send("evm_setAutomine", [false]);
    try {
      await send();
      await networkHelpers.mine();
    } finally {
      await ethers.provider.send("evm_setAutomine", [true]);
    }
  }
});
