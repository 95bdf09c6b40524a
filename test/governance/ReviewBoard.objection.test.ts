import { expect } from "chai";
import { signedBallot } from "../fixtures/ballots.ts";
import { networkHelpers, type Signer } from "../fixtures/connect.ts";
import {
  CHAMBER,
  castAll,
  ELIGIBILITY,
  PUBLISHER_AFFILIATION,
  passAudit,
  published,
  SETTINGS,
  STATE,
  SUPPORT,
  submit,
  submitted,
  WEIGHT,
} from "../fixtures/review-board.ts";

/** All but one vote that the review needs have been cast; the last second before the late part of the vote is next. */
async function undecided() {
  const setup = await submitted();
  const { clauseAuditors, security, drr } = setup.chambers;
  await castAll(setup.board, setup.proposalId, [...clauseAuditors, ...security, drr[0]], SUPPORT.for);
  const decider: Signer = drr[1];
  return { ...setup, decider, rest: drr[2], lateFrom: setup.deadline - SETTINGS.objectionPeriod + 1n };
}

/** A late vote has just made the review pass. */
async function objecting() {
  const setup = await undecided();
  await networkHelpers.time.setNextBlockTimestamp(setup.lateFrom + 50n);
  await setup.board.connect(setup.decider).castVote(setup.proposalId, SUPPORT.for);
  return { ...setup, until: setup.lateFrom + 50n + SETTINGS.objectionPeriod };
}

describe("ReviewBoard: objection period", () => {
  it("isn't opened by a result before the late part of the vote", async () => {
    const { board, proposalId, decider, deadline, lateFrom } = await networkHelpers.loadFixture(undecided);
    await networkHelpers.time.setNextBlockTimestamp(lateFrom - 1n);
    await expect(board.connect(decider).castVote(proposalId, SUPPORT.for)).to.not.emit(
      board,
      "ObjectionPeriodOpened",
    );
    expect(await board.proposalDeadline(proposalId)).to.equal(deadline);
  });

  it("is opened by the vote that makes the review pass late, and moves the deadline", async () => {
    const { board, proposalId, decider, lateFrom } = await networkHelpers.loadFixture(undecided);
    await networkHelpers.time.setNextBlockTimestamp(lateFrom);
    const until = lateFrom + SETTINGS.objectionPeriod;
    await expect(board.connect(decider).castVote(proposalId, SUPPORT.for))
      .to.emit(board, "ObjectionPeriodOpened")
      .withArgs(proposalId, until);
    expect(await board.proposalDeadline(proposalId)).to.equal(until);
    expect((await board.review(proposalId)).objectionUntil).to.equal(until);
    expect(await board.proposalEta(proposalId)).to.equal(until + SETTINGS.challengeWindow);
  });

  it("is opened by the last second's vote and ends within twice the voting period", async () => {
    const { board, proposalId, decider, deadline } = await networkHelpers.loadFixture(undecided);
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await board.connect(decider).castVote(proposalId, SUPPORT.for);
    const snapshot = await board.proposalSnapshot(proposalId);
    expect(await board.proposalDeadline(proposalId)).to.equal(deadline + SETTINGS.objectionPeriod);
    expect(deadline + SETTINGS.objectionPeriod - snapshot).to.be.at.most(2n * SETTINGS.votingPeriod);
  });

  it("isn't opened by a vote that makes the review fail late", async () => {
    const { board, proposalId, decider, rest, deadline, lateFrom } =
      await networkHelpers.loadFixture(undecided);
    await board.connect(decider).castVote(proposalId, SUPPORT.for);
    await networkHelpers.time.setNextBlockTimestamp(lateFrom);
    await castAll(board, proposalId, [rest], SUPPORT.against);
    expect((await board.chamberTally(proposalId, CHAMBER.drr)).passes).to.equal(false);
    expect(await board.proposalDeadline(proposalId)).to.equal(deadline);
  });

  it("takes Against only", async () => {
    const { board, proposalId, chambers, rest } = await networkHelpers.loadFixture(objecting);
    for (const support of [SUPPORT.for, SUPPORT.abstain]) {
      await expect(board.connect(chambers.hubs[0]).castVote(proposalId, support))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, chambers.hubs[0], ELIGIBILITY.objectionsOnly);
    }
    expect(await board.eligibility(proposalId, rest)).to.equal(ELIGIBILITY.objectionsOnly);
    const ballot = await signedBallot(board, rest, { proposalId, support: SUPPORT.for });
    await expect(board.castVotesBySig(proposalId, [ballot]))
      .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
      .withArgs(proposalId, rest, ELIGIBILITY.objectionsOnly);
  });

  it("defeats the review if an objection makes a chamber fail, without a second extension", async () => {
    const setup = await networkHelpers.loadFixture(objecting);
    const { board, proposalId, rest, until } = setup;
    await passAudit(setup);
    await networkHelpers.time.setNextBlockTimestamp(until);
    await castAll(board, proposalId, [rest], SUPPORT.against);
    expect(await board.proposalDeadline(proposalId)).to.equal(until);
    await networkHelpers.time.increaseTo(until + 1n);
    expect(await board.state(proposalId)).to.equal(STATE.defeated);
  });

  it("lets the review pass if nobody objects", async () => {
    const setup = await networkHelpers.loadFixture(objecting);
    await passAudit(setup);
    await networkHelpers.time.increaseTo(setup.until);
    expect(await setup.board.state(setup.proposalId)).to.equal(STATE.active);
    await networkHelpers.time.increaseTo(setup.until + 1n);
    expect(await setup.board.state(setup.proposalId)).to.equal(STATE.queued);
  });

  it("is opened once by a batch that decides late", async () => {
    const { board, proposalId, decider, rest, lateFrom } = await networkHelpers.loadFixture(undecided);
    const ballot = { proposalId, support: SUPPORT.for };
    const batch = [await signedBallot(board, decider, ballot), await signedBallot(board, rest, ballot)];
    await networkHelpers.time.setNextBlockTimestamp(lateFrom);
    await expect(board.castVotesBySig(proposalId, batch))
      .to.emit(board, "ObjectionPeriodOpened")
      .withArgs(proposalId, lateFrom + SETTINGS.objectionPeriod);
  });
});

describe("ReviewBoard: recuse", () => {
  it("takes the seat's weight out of the quorum's base", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const [first, second, third] = chambers.drr;
    await expect(board.connect(first).recuse(proposalId))
      .to.emit(board, "Recused")
      .withArgs(proposalId, first, CHAMBER.drr, WEIGHT, false);
    await castAll(board, proposalId, [second, third], SUPPORT.for);
    const tally = await board.chamberTally(proposalId, CHAMBER.drr);
    expect([tally.recused, tally.total, tally.passes]).to.deep.equal([WEIGHT, 3n * WEIGHT, true]);
  });

  it("can't empty a chamber: below half of its weight it doesn't pass", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const [first, second, third] = chambers.drr;
    await castAll(board, proposalId, [first], SUPPORT.for);
    await board.connect(second).recuse(proposalId);
    await board.connect(third).recuse(proposalId);
    expect((await board.chamberTally(proposalId, CHAMBER.drr)).passes).to.equal(false);
  });

  it("counts as a receipt: no vote and no second recusal", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const [voter] = chambers.drr;
    await board.connect(voter).recuse(proposalId);
    for (const call of [
      board.connect(voter).recuse(proposalId),
      board.connect(voter).castVote(proposalId, 1n),
    ]) {
      await expect(call)
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, voter, ELIGIBILITY.alreadyVoted);
    }
  });

  it("is open to a seat of the publisher's affiliation, and says so", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { board, publisher, stranger, until } = setup;
    await board.setAffiliation(publisher, PUBLISHER_AFFILIATION);
    await board.appoint(stranger, CHAMBER.drr, WEIGHT, PUBLISHER_AFFILIATION, until);
    const { proposalId } = await submit(setup);
    await expect(board.connect(stranger).recuse(proposalId))
      .to.emit(board, "Recused")
      .withArgs(proposalId, stranger, CHAMBER.drr, WEIGHT, true);
  });

  it("is closed to a seat that was taken out at submission", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { board, publisher, until } = setup;
    await board.appoint(publisher, CHAMBER.drr, WEIGHT, 0n, until);
    const { proposalId } = await submit(setup);
    await expect(board.connect(publisher).recuse(proposalId))
      .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
      .withArgs(proposalId, publisher, ELIGIBILITY.conflictOfInterest);
  });

  it("is closed to an account without a seat", async () => {
    const { board, proposalId, stranger } = await networkHelpers.loadFixture(submitted);
    await expect(board.connect(stranger).recuse(proposalId))
      .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
      .withArgs(proposalId, stranger, ELIGIBILITY.noSeat);
  });

  it("is closed from the objection period on", async () => {
    const { board, proposalId, rest } = await networkHelpers.loadFixture(objecting);
    await expect(board.connect(rest).recuse(proposalId))
      .to.be.revertedWithCustomError(board, "ReviewBoardRecusalClosed")
      .withArgs(proposalId);
  });

  it("opens the objection period if it makes the review pass late", async () => {
    const setup = await networkHelpers.loadFixture(published);
    await setup.board.setChamberRules(CHAMBER.drr, {
      quorumBps: 10_000n,
      approvalBps: 6_667n,
      mandatory: true,
    });
    const { proposalId, deadline } = await submit(setup);
    const { board, mandatory, chambers } = setup;
    const last = chambers.drr[2];
    await castAll(
      board,
      proposalId,
      mandatory.filter((voter) => voter !== last),
      SUPPORT.for,
    );
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await expect(board.connect(last).recuse(proposalId))
      .to.emit(board, "ObjectionPeriodOpened")
      .withArgs(proposalId, deadline + SETTINGS.objectionPeriod);
  });
});
