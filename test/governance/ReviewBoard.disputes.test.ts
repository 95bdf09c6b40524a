import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  castAll,
  DISPUTE,
  defeated,
  executable,
  held,
  queued,
  SETTINGS,
  STATE,
  SUPPORT,
  submit,
  submitted,
} from "../fixtures/review-board.ts";

const REVOKED = 4n;

describe("ReviewBoard: disputes", () => {
  describe("of a review", () => {
    it("hold it beyond its challenge window and beyond its time to lapse", async () => {
      const setup = await networkHelpers.loadFixture(queued);
      const { board, proposalId, stranger } = setup;
      await expect(board.openDispute(DISPUTE.review, subjectOf(setup), stranger))
        .to.emit(board, "ReviewHeld")
        .withArgs(proposalId, DISPUTE.review, stranger);
      await networkHelpers.time.increase(SETTINGS.executionWindow * 5n);
      expect(await board.state(proposalId)).to.equal(STATE.queued);
      await expect(board.executeReview(proposalId))
        .to.be.revertedWithCustomError(board, "ReviewBoardHeld")
        .withArgs(proposalId);
    });

    it("are taken until the last second of the challenge window", async () => {
      const setup = await networkHelpers.loadFixture(queued);
      const { board, proposalId, stranger } = setup;
      await networkHelpers.time.setNextBlockTimestamp((await board.proposalEta(proposalId)) - 1n);
      await board.openDispute(DISPUTE.review, subjectOf(setup), stranger);
    });

    it("are refused from the second on in which it may be executed", async () => {
      const setup = await networkHelpers.loadFixture(queued);
      const { board, proposalId, stranger } = setup;
      await networkHelpers.time.setNextBlockTimestamp(await board.proposalEta(proposalId));
      await expect(board.openDispute(DISPUTE.review, subjectOf(setup), stranger))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotDisputable")
        .withArgs(DISPUTE.review, subjectOf(setup));
    });

    it("cancel it when upheld, so that it never certifies, and let the version be submitted again", async () => {
      const setup = await networkHelpers.loadFixture(held);
      const { board, proposalId, versionId } = setup;
      const ruling = board.closeDispute(DISPUTE.review, subjectOf(setup), true);
      await expect(ruling).to.emit(board, "ProposalCanceled").withArgs(proposalId);
      await expect(ruling).to.emit(board, "ReviewReleased").withArgs(proposalId, DISPUTE.review, true, 0n);
      expect(await board.state(proposalId)).to.equal(STATE.canceled);
      const second = await submit(setup);
      expect(second.proposalId).not.to.equal(proposalId);
      expect(await board.latestProposal(versionId)).to.equal(second.proposalId);
    });

    it("give it its whole execution window from the ruling when rejected", async () => {
      const setup = await networkHelpers.loadFixture(held);
      const { board, proposalId } = setup;
      await networkHelpers.time.increase(SETTINGS.executionWindow * 3n);
      const ruling = await board.closeDispute(DISPUTE.review, subjectOf(setup), false);
      const ruledAt = BigInt(await networkHelpers.time.latest());
      const lapsesAt = ruledAt + SETTINGS.executionWindow;
      await expect(ruling)
        .to.emit(board, "ReviewReleased")
        .withArgs(proposalId, DISPUTE.review, false, lapsesAt);
      await networkHelpers.time.increaseTo(lapsesAt - 1n);
      expect(await board.state(proposalId)).to.equal(STATE.queued);
      await networkHelpers.time.increaseTo(lapsesAt);
      expect(await board.state(proposalId)).to.equal(STATE.expired);
    });

    it("let it be executed after a rejection", async () => {
      const setup = await networkHelpers.loadFixture(held);
      const { board, proposalId, versionId } = setup;
      await board.closeDispute(DISPUTE.review, subjectOf(setup), false);
      await expect(board.executeReview(proposalId)).to.emit(board, "VersionCertified");
      expect(await setup.certifications.statusOf(versionId, board)).to.equal(1n);
    });

    it("don't shorten the challenge window when rejected within it", async () => {
      const setup = await networkHelpers.loadFixture(queued);
      const { board, proposalId, stranger } = setup;
      await board.openDispute(DISPUTE.review, subjectOf(setup), stranger);
      await board.closeDispute(DISPUTE.review, subjectOf(setup), false);
      const eta = await board.proposalEta(proposalId);
      await expect(board.executeReview(proposalId))
        .to.be.revertedWithCustomError(board, "ReviewBoardChallengeWindowOpen")
        .withArgs(proposalId, eta);
      await networkHelpers.time.increaseTo(eta + SETTINGS.executionWindow - 1n);
      expect(await board.state(proposalId)).to.equal(STATE.queued);
    });

    it("are restricted, and so are their rulings", async () => {
      const setup = await networkHelpers.loadFixture(queued);
      const { board, stranger } = setup;
      const calls = [
        () => board.connect(stranger).openDispute(DISPUTE.review, subjectOf(setup), stranger),
        () => board.connect(stranger).closeDispute(DISPUTE.review, subjectOf(setup), true),
      ];
      for (const call of calls) {
        await expect(call())
          .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
          .withArgs(stranger);
      }
    });

    it("are refused about a review that doesn't exist", async () => {
      const { board, stranger } = await networkHelpers.loadFixture(queued);
      const subject = ethers.toBeHex(1n, 32);
      for (const kind of [DISPUTE.review, DISPUTE.appeal]) {
        await expect(board.openDispute(kind, subject, stranger))
          .to.be.revertedWithCustomError(board, "GovernorNonexistentProposal")
          .withArgs(1n);
      }
    });
  });

  describe("as appeals", () => {
    it("are the publisher's alone", async () => {
      const setup = await networkHelpers.loadFixture(defeated);
      const { board, proposalId, stranger, publisher } = setup;
      await expect(board.openDispute(DISPUTE.appeal, subjectOf(setup), stranger))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotAppellant")
        .withArgs(proposalId, stranger, publisher);
    });

    it("keep the version from another round until the ruling", async () => {
      const setup = await networkHelpers.loadFixture(defeated);
      const { board, proposalId, versionId, publisher, content } = setup;
      await board.openDispute(DISPUTE.appeal, subjectOf(setup), publisher);
      const again = () => board.connect(publisher).submitForReview(versionId, content, 0n);
      await expect(again())
        .to.be.revertedWithCustomError(board, "ReviewBoardUnderReview")
        .withArgs(versionId, proposalId);
      await expect(board.closeDispute(DISPUTE.appeal, subjectOf(setup), false))
        .to.emit(board, "ReviewReleased")
        .withArgs(proposalId, DISPUTE.appeal, false, 0n);
      await expect(again()).to.emit(board, "ReviewSubmitted");
    });

    it("never certify: an upheld one leaves the round defeated", async () => {
      const setup = await networkHelpers.loadFixture(defeated);
      const { board, proposalId, versionId, publisher, certifications } = setup;
      await board.openDispute(DISPUTE.appeal, subjectOf(setup), publisher);
      await board.closeDispute(DISPUTE.appeal, subjectOf(setup), true);
      expect(await board.state(proposalId)).to.equal(STATE.defeated);
      expect(await certifications.statusOf(versionId, board)).to.equal(0n);
    });

    it("are taken once a round, whatever the ruling", async () => {
      const setup = await networkHelpers.loadFixture(defeated);
      const { board, publisher } = setup;
      await board.openDispute(DISPUTE.appeal, subjectOf(setup), publisher);
      await board.closeDispute(DISPUTE.appeal, subjectOf(setup), false);
      await expect(board.openDispute(DISPUTE.appeal, subjectOf(setup), publisher))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotDisputable")
        .withArgs(DISPUTE.appeal, subjectOf(setup));
    });

    it("are about the latest round alone", async () => {
      const setup = await networkHelpers.loadFixture(defeated);
      const { board, publisher } = setup;
      const { deadline } = await submit(setup);
      await networkHelpers.time.increaseTo(deadline + 1n);
      await expect(board.openDispute(DISPUTE.appeal, subjectOf(setup), publisher))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotDisputable")
        .withArgs(DISPUTE.appeal, subjectOf(setup));
    });
  });

  describe("of a certificate", () => {
    it("revoke it for cause when upheld, and leave it when rejected", async () => {
      const setup = await networkHelpers.loadFixture(executable);
      const { board, proposalId, versionId, certifications, stranger } = setup;
      await board.executeReview(proposalId);
      const rule = async (upheld: boolean) => {
        await board.openDispute(DISPUTE.certificate, versionId, stranger);
        return board.closeDispute(DISPUTE.certificate, versionId, upheld);
      };
      await rule(false);
      expect(await certifications.statusOf(versionId, board)).to.equal(1n);
      await expect(rule(true))
        .to.emit(certifications, "CertificationRevoked")
        .withArgs(versionId, board, true, "dispute upheld");
      expect(await certifications.statusOf(versionId, board)).to.equal(REVOKED);
    });

    it("are taken while it is suspended, and ruled though it was revoked meanwhile", async () => {
      const setup = await networkHelpers.loadFixture(executable);
      const { board, proposalId, versionId, certifications, stranger } = setup;
      await board.executeReview(proposalId);
      const until = (await networkHelpers.time.latest()) + 1_000;
      await board.suspend(versionId, until, "leak");
      await board.openDispute(DISPUTE.certificate, versionId, stranger);
      await board.revoke(versionId, false, "withdrawn");
      await expect(board.closeDispute(DISPUTE.certificate, versionId, true)).not.to.emit(
        certifications,
        "CertificationRevoked",
      );
    });

    it("are refused about a version that isn't certified, and about bounties", async () => {
      const { board, versionId, stranger } = await networkHelpers.loadFixture(submitted);
      for (const kind of [DISPUTE.certificate, DISPUTE.bounty]) {
        await expect(board.openDispute(kind, versionId, stranger))
          .to.be.revertedWithCustomError(board, "ReviewBoardNotDisputable")
          .withArgs(kind, versionId);
      }
      await expect(board.closeDispute(DISPUTE.bounty, versionId, true))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotDisputable")
        .withArgs(DISPUTE.bounty, versionId);
    });
  });

  it("leave the votes as they are: a held review takes none", async () => {
    const { board, proposalId, mandatory } = await networkHelpers.loadFixture(held);
    await expect(castAll(board, proposalId, mandatory, SUPPORT.for))
      .to.be.revertedWithCustomError(board, "GovernorUnexpectedProposalState")
      .withArgs(proposalId, STATE.queued, ethers.toBeHex(1n << STATE.active, 32));
  });
});

/** The review as the subject of a dispute. */
function subjectOf({ proposalId }: { proposalId: bigint }): string {
  return ethers.toBeHex(proposalId, 32);
}
