import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  CHAMBER,
  castAll,
  certificationOf,
  endOfTerm,
  executable,
  passAudit,
  queued,
  SETTINGS,
  STATE,
  SUPPORT,
  submit,
  submitted,
  WEIGHT,
} from "../fixtures/review-board.ts";

const STATUS = { none: 0n, valid: 1n, suspended: 2n, expired: 3n, revoked: 4n } as const;

describe("ReviewBoard: certification", () => {
  describe("executeReview", () => {
    it("attests the version, mints the credential to its publisher and says so, once", async () => {
      const setup = await networkHelpers.loadFixture(executable);
      const { board, certifications, token, publisher, stranger, versionId, proposalId, content } = setup;
      const tokenId = BigInt(versionId);
      const execution = board.connect(stranger).executeReview(proposalId);
      await expect(execution).to.emit(board, "ProposalExecuted").withArgs(proposalId);
      const expiresAt = BigInt(await networkHelpers.time.latest()) + SETTINGS.certificateValidity;
      await expect(execution)
        .to.emit(board, "VersionCertified")
        .withArgs(proposalId, versionId, tokenId, expiresAt);
      await expect(execution)
        .to.emit(certifications, "CertificationAttested")
        .withArgs(versionId, board, content.artifactDigest, expiresAt, proposalId);
      expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.valid);
      expect(await token.ownerOf(tokenId)).to.equal(publisher.address);
      expect(await board.state(proposalId)).to.equal(STATE.executed);
      await expect(board.executeReview(proposalId))
        .to.be.revertedWithCustomError(board, "GovernorUnexpectedProposalState")
        .withArgs(proposalId, STATE.executed, ethers.toBeHex(1n << STATE.queued, 32));
    });

    it("does what stock execute does with the proposal's one call", async () => {
      const setup = await networkHelpers.loadFixture(executable);
      const { call } = await certificationOf(setup);
      expect(await setup.board.getProposalId(...call)).to.equal(setup.proposalId);
      await setup.board.connect(setup.stranger).execute(...call);
      expect(await setup.certifications.statusOf(setup.versionId, setup.board)).to.equal(STATUS.valid);
    });

    it("refuses in the challenge window, and works from its last second on", async () => {
      const setup = await networkHelpers.loadFixture(queued);
      const { board, proposalId, deadline } = setup;
      const eta = deadline + SETTINGS.challengeWindow;
      expect(await board.proposalEta(proposalId)).to.equal(eta);
      await networkHelpers.time.setNextBlockTimestamp(eta - 1n);
      await expect(board.executeReview(proposalId))
        .to.be.revertedWithCustomError(board, "ReviewBoardChallengeWindowOpen")
        .withArgs(proposalId, eta);
      await networkHelpers.time.setNextBlockTimestamp(eta);
      await expect(board.executeReview(proposalId)).to.emit(board, "VersionCertified");
    });

    it("refuses once the execution window is over", async () => {
      const { board, proposalId, deadline } = await networkHelpers.loadFixture(queued);
      const lapsesAt = deadline + SETTINGS.challengeWindow + SETTINGS.executionWindow;
      await networkHelpers.time.increaseTo(lapsesAt - 1n);
      expect(await board.state(proposalId)).to.equal(STATE.queued);
      await networkHelpers.time.increaseTo(lapsesAt);
      await expect(board.executeReview(proposalId))
        .to.be.revertedWithCustomError(board, "GovernorUnexpectedProposalState")
        .withArgs(proposalId, STATE.expired, ethers.toBeHex(1n << STATE.queued, 32));
    });

    it("refuses an unknown proposal", async () => {
      const { board } = await networkHelpers.loadFixture(submitted);
      await expect(board.executeReview(1n))
        .to.be.revertedWithCustomError(board, "GovernorNonexistentProposal")
        .withArgs(1n);
    });

    it("takes no ETH", async () => {
      const setup = await networkHelpers.loadFixture(executable);
      const { call } = await certificationOf(setup);
      await expect(setup.board.execute(...call, { value: 1n })).to.be.revertedWithCustomError(
        setup.board,
        "GovernorDisabledDeposit",
      );
    });
  });

  describe("certify", () => {
    it("refuses any caller but the board itself", async () => {
      const { board, admin, versionId, content } = await networkHelpers.loadFixture(executable);
      await expect(board.connect(admin).certify(versionId, content.artifactDigest, 1n))
        .to.be.revertedWithCustomError(board, "GovernorOnlyExecutor")
        .withArgs(admin);
    });
  });

  describe("a certified version", () => {
    it("is renewed by another review: the same credential, a later end", async () => {
      const setup = await networkHelpers.loadFixture(renewable);
      const { board, certifications, token, versionId, proposalId } = setup;
      const { expiresAt: previous, issuedAt } = await certifications.certificationOf(versionId, board);
      const renewal = board.executeReview(proposalId);
      await expect(renewal).to.emit(board, "ProposalExecuted").withArgs(proposalId);
      const expiresAt = BigInt(await networkHelpers.time.latest()) + SETTINGS.certificateValidity;
      await expect(renewal)
        .to.emit(certifications, "CertificationRenewed")
        .withArgs(versionId, board, previous, expiresAt, proposalId);
      await expect(renewal)
        .to.emit(board, "VersionRenewed")
        .withArgs(proposalId, versionId, BigInt(versionId), expiresAt);
      await expect(renewal).to.emit(token, "MetadataUpdate").withArgs(BigInt(versionId));
      await expect(renewal).not.to.emit(token, "Transfer");
      const renewed = await certifications.certificationOf(versionId, board);
      expect([renewed.issuedAt, renewed.expiresAt]).to.deep.equal([issuedAt, expiresAt]);
    });

    it("is renewed though it has expired", async () => {
      const setup = await networkHelpers.loadFixture(certified);
      await networkHelpers.time.increase(SETTINGS.certificateValidity);
      expect(await setup.certifications.statusOf(setup.versionId, setup.board)).to.equal(STATUS.expired);
      // The seats' terms ended with it.
      const until = await endOfTerm(10);
      for (const [name, members] of Object.entries(setup.chambers)) {
        const chamber = CHAMBER[name as keyof typeof setup.chambers];
        for (const member of members) await setup.board.appoint(member, chamber, WEIGHT, 0, until);
      }
      const { proposalId } = await pass(setup);
      await setup.board.executeReview(proposalId);
      expect(await setup.certifications.statusOf(setup.versionId, setup.board)).to.equal(STATUS.valid);
    });

    it("isn't revived by a review that was under way when it was revoked", async () => {
      const setup = await networkHelpers.loadFixture(renewable);
      const { board, certifications, versionId, proposalId } = setup;
      await board.revoke(versionId, true, "harmful");
      await expect(board.executeReview(proposalId))
        .to.be.revertedWithCustomError(certifications, "CertificationRegistryAlreadyRevoked")
        .withArgs(versionId, board);
    });

    it("stays suspended when it is renewed", async () => {
      const setup = await networkHelpers.loadFixture(renewable);
      const { board, certifications, versionId, proposalId } = setup;
      const until = (await networkHelpers.time.latest()) + 1_000;
      await board.suspend(versionId, until, "leak");
      await board.executeReview(proposalId);
      expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.suspended);
    });

    it("can't be reviewed again after its revocation", async () => {
      const setup = await networkHelpers.loadFixture(certified);
      await setup.board.revoke(setup.versionId, true, "harmful");
      await expect(submit(setup))
        .to.be.revertedWithCustomError(setup.board, "ReviewBoardRevoked")
        .withArgs(setup.versionId);
    });
  });

  describe("suspend", () => {
    it("suspends the board's certification", async () => {
      const { board, certifications, proposalId, versionId } = await networkHelpers.loadFixture(executable);
      await board.executeReview(proposalId);
      const until = BigInt(await networkHelpers.time.latest()) + 100n;
      await expect(board.suspend(versionId, until, "under investigation"))
        .to.emit(certifications, "CertificationSuspended")
        .withArgs(versionId, board, until, "under investigation");
      expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.suspended);
    });

    it("is restricted", async () => {
      const { board, stranger, versionId } = await networkHelpers.loadFixture(executable);
      await expect(board.connect(stranger).suspend(versionId, 1n, ""))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });

  describe("revoke", () => {
    it("ends the board's certification", async () => {
      const { board, certifications, proposalId, versionId } = await networkHelpers.loadFixture(executable);
      await board.executeReview(proposalId);
      await expect(board.revoke(versionId, true, "harmful"))
        .to.emit(certifications, "CertificationRevoked")
        .withArgs(versionId, board, true, "harmful");
      expect(await certifications.statusOf(versionId, board)).to.equal(STATUS.revoked);
    });

    it("is restricted", async () => {
      const { board, stranger, versionId } = await networkHelpers.loadFixture(executable);
      await expect(board.connect(stranger).revoke(versionId, true, ""))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });
});

/** The version is certified. */
async function certified() {
  const setup = await executable();
  await setup.board.executeReview(setup.proposalId);
  return setup;
}

/** Another review of the certified version has passed and may be executed. */
async function renewable() {
  const setup = await certified();
  return { ...setup, ...(await pass(setup)) };
}

/** Submits the version and takes its review to where it may be executed. */
async function pass(setup: Awaited<ReturnType<typeof certified>>) {
  const review = await submit(setup);
  await castAll(setup.board, review.proposalId, setup.mandatory, SUPPORT.for);
  await passAudit({ ...setup, ...review });
  await networkHelpers.time.increaseTo(await setup.board.proposalEta(review.proposalId));
  return review;
}
