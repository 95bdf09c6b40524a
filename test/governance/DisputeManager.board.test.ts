import { expect } from "chai";
import { STATUS } from "../fixtures/certifications.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { callOf, decide, deployDao, pass, propose } from "../fixtures/dao.ts";
import {
  appealableReview,
  disputableCertificate,
  disputableReview,
  dispute,
  reject,
  subjectOf,
  uphold,
} from "../fixtures/disputed-board.ts";
import { DISPUTE_STATE, EVIDENCE, KIND, RULING, SUBJECT, TERMS } from "../fixtures/disputes.ts";
import { DISPUTE, SETTINGS, STATE, submit } from "../fixtures/review-board.ts";

/** A DAO whose timelock rules over a desk, and a dispute that waits for it. The voter is the challenger. */
async function daoWithDispute() {
  const dao = await deployDao();
  const { AccessManager, NexusToken, timelock, voter } = dao;
  const terms = { ...TERMS, rulingPeriod: 10_000n };
  const settings = [AccessManager, NexusToken, timelock, timelock, terms];
  const disputes = await ethers.deployContract("DisputeManager", settings);
  const desk = await ethers.deployContract("DisputedDesk");
  await decide(dao, callOf(disputes, "setTarget", [KIND.certificate, await desk.getAddress()]));
  await NexusToken.connect(voter).approve(disputes, terms.bond);
  await disputes.connect(voter).open(KIND.certificate, SUBJECT, EVIDENCE);
  await networkHelpers.time.increaseTo((await disputes.dispute(1n)).evidenceEndsAt);
  return { ...dao, disputes, desk };
}

describe("DisputeManager and the DAO", () => {
  it("rules by a proposal that NexusGovernor passed, executed by anyone after the timelock's delay", async () => {
    const setup = await networkHelpers.loadFixture(daoWithDispute);
    const { disputes, desk, governor, stranger } = setup;
    const proposal = await propose(setup, callOf(disputes, "rule", [1n, RULING.upheld]));
    await pass(setup, proposal);
    expect(await disputes.stateOf(1n)).to.equal(DISPUTE_STATE.arbitration);
    await networkHelpers.time.increaseTo(await governor.proposalEta(proposal.proposalId));
    await governor.connect(stranger).execute(...proposal.terms);
    expect(await disputes.stateOf(1n)).to.equal(DISPUTE_STATE.upheld);
    expect((await desk.subjects(KIND.certificate, SUBJECT)).upheld).to.equal(true);
  });

  it("is ruled by nobody else, the deployer and the greatest holder included", async () => {
    const { disputes, deployer, voter, timelock } = await networkHelpers.loadFixture(daoWithDispute);
    for (const account of [deployer, voter]) {
      await expect(disputes.connect(account).rule(1n, RULING.upheld))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerNotArbitrator")
        .withArgs(1n, account.address, await timelock.getAddress());
    }
  });
});

describe("DisputeManager and the board", () => {
  it("cancels a passed review whose challenge is upheld", async () => {
    const setup = await networkHelpers.loadFixture(disputableReview);
    const { board, proposalId } = setup;
    await dispute(setup, DISPUTE.review, subjectOf(setup));
    await expect(uphold(setup)).to.emit(board, "ProposalCanceled").withArgs(proposalId);
    expect(await board.state(proposalId)).to.equal(STATE.canceled);
  });

  it("lets a review whose challenge is rejected be executed within its window, which begins with the ruling", async () => {
    const setup = await networkHelpers.loadFixture(disputableReview);
    const { board, certifications, proposalId, versionId } = setup;
    await dispute(setup, DISPUTE.review, subjectOf(setup));
    await networkHelpers.time.increaseTo((await board.proposalEta(proposalId)) + 400n);
    await expect(board.executeReview(proposalId))
      .to.be.revertedWithCustomError(board, "ReviewBoardHeld")
      .withArgs(proposalId);
    await reject(setup);
    await networkHelpers.time.increase(SETTINGS.executionWindow - 10n);
    await board.executeReview(proposalId);
    expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.valid);
  });

  it("lapses such a review when nobody executes it in that window", async () => {
    const setup = await networkHelpers.loadFixture(disputableReview);
    await dispute(setup, DISPUTE.review, subjectOf(setup));
    await reject(setup);
    await networkHelpers.time.increase(SETTINGS.executionWindow + SETTINGS.challengeWindow);
    expect(await setup.board.state(setup.proposalId)).to.equal(STATE.expired);
  });

  it("releases a review when the arbitrator never rules", async () => {
    const setup = await networkHelpers.loadFixture(disputableReview);
    const { board, disputes, proposalId, relayer } = setup;
    await dispute(setup, DISPUTE.review, subjectOf(setup));
    await networkHelpers.time.increaseTo((await disputes.dispute(1n)).rulingEndsAt);
    await disputes.connect(relayer).lapse(1n);
    await board.executeReview(proposalId);
    expect(await board.state(proposalId)).to.equal(STATE.executed);
  });

  it("annuls a round whose rejected publisher's appeal is upheld, and certifies nothing", async () => {
    const setup = await networkHelpers.loadFixture(appealableReview);
    const { board, certifications, disputes, proposalId, publisher, versionId } = setup;
    await dispute(setup, DISPUTE.appeal, subjectOf(setup));
    await expect(uphold(setup)).to.emit(disputes, "RulingDelivered").withArgs(1n, true);
    expect(await disputes.owed(publisher)).to.equal(TERMS.bond);
    expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.none);
    const next = await submit(setup);
    expect(next.proposalId).not.to.equal(proposalId);
  });

  it("takes an appeal from the publisher alone", async () => {
    const setup = await networkHelpers.loadFixture(appealableReview);
    const { board, disputes, publisher, stranger, proposalId } = setup;
    await expect(disputes.connect(stranger).open(DISPUTE.appeal, subjectOf(setup), EVIDENCE))
      .to.be.revertedWithCustomError(board, "ReviewBoardNotAppellant")
      .withArgs(proposalId, stranger.address, publisher.address);
  });

  it("revokes a certificate for cause when its challenge is upheld", async () => {
    const setup = await networkHelpers.loadFixture(disputableCertificate);
    const { board, certifications, versionId } = setup;
    await dispute(setup, DISPUTE.certificate, versionId);
    expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.valid);
    await uphold(setup);
    const { revokedAt, revokedForCause } = await certifications.certificationOf(versionId, board);
    expect(revokedForCause).to.equal(true);
    expect(revokedAt).to.equal(BigInt(await networkHelpers.time.latest()));
    expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.revoked);
  });

  it("revokes it also with the least gas that a ruling takes, which is what wallets look for", async () => {
    const setup = await networkHelpers.loadFixture(disputableCertificate);
    const { disputes, versionId } = setup;
    await dispute(setup, DISPUTE.certificate, versionId);
    const works = (gasLimit: bigint) =>
      disputes.rule.staticCall(1n, RULING.upheld, { gasLimit }).then(
        () => true,
        () => false,
      );
    let [tooLittle, gasLimit] = [0n, await disputes.rule.estimateGas(1n, RULING.upheld)];
    while (gasLimit - tooLittle > 1n) {
      const between = (gasLimit + tooLittle) / 2n;
      if (await works(between)) gasLimit = between;
      else tooLittle = between;
    }
    const ruled = disputes.rule(1n, RULING.upheld, { gasLimit });
    await expect(ruled).to.emit(disputes, "RulingDelivered").withArgs(1n, true);
  });

  it("leaves a certificate alone when its challenge is rejected", async () => {
    const setup = await networkHelpers.loadFixture(disputableCertificate);
    const { board, certifications, versionId } = setup;
    await dispute(setup, DISPUTE.certificate, versionId);
    await reject(setup);
    expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.valid);
  });

  it("can't undo a bond's settlement by a closed board, and cancels the review once it opens again", async () => {
    const setup = await networkHelpers.loadFixture(disputableReview);
    const { board, disputes, manager, proposalId, stranger } = setup;
    await dispute(setup, DISPUTE.review, subjectOf(setup));
    await manager.setTargetClosed(board, true);
    await expect(uphold(setup)).to.emit(disputes, "RulingUndelivered");
    await disputes.withdraw(stranger);
    await manager.setTargetClosed(board, false);
    await disputes.connect(stranger).deliver(1n);
    expect(await board.state(proposalId)).to.equal(STATE.canceled);
  });
});
