import { parametersFor } from "@nexus/protocol";
import { expect } from "chai";
import { ETHER } from "../fixtures/bounty.ts";
import { STATUS } from "../fixtures/certifications.ts";
import { networkHelpers } from "../fixtures/connect.ts";
import { callOf, decide } from "../fixtures/dao.ts";
import { EVIDENCE, RULING } from "../fixtures/disputes.ts";
import { ecosystem, REWARD } from "../fixtures/ecosystem.ts";
import { DISPUTE } from "../fixtures/review-board.ts";

const { bond, evidencePeriod } = parametersFor(31_337).disputes;

/** The voter disputes the certificate, and the DAO has a ruling to make. */
async function disputed() {
  const setup = await ecosystem();
  const { DisputeManager, NexusToken, voter, versionId } = setup;
  await NexusToken.connect(voter).approve(DisputeManager, bond);
  await DisputeManager.connect(voter).open(DISPUTE.certificate, versionId, EVIDENCE);
  await networkHelpers.time.increase(evidencePeriod);
  return setup;
}

describe("the whole set, with its DAO", () => {
  it("upholds a dispute about a certificate by a vote of the DAO: revoked for cause, and no result rests on it any more", async () => {
    const setup = await networkHelpers.loadFixture(disputed);
    const { CertificationRegistry, DisputeManager, ResultConsensus, ReviewBoard, taskId, versionId, voter } =
      setup;
    expect(await ResultConsensus.isResultValid(taskId)).to.equal(true);
    const disputeId = await DisputeManager.liveDispute(DISPUTE.certificate, versionId);
    await decide(setup, callOf(DisputeManager, "rule", [disputeId, RULING.upheld]));
    const { revokedForCause } = await CertificationRegistry.certificationOf(versionId, ReviewBoard);
    expect(revokedForCause).to.equal(true);
    expect(await CertificationRegistry.statusOf(versionId, ReviewBoard)).to.equal(STATUS.revoked);
    expect(await ResultConsensus.isResultValid(taskId)).to.equal(false);
    expect(await DisputeManager.owed(voter)).to.equal(bond);
  });

  it("leaves results alone when the DAO rejects the dispute", async () => {
    const setup = await networkHelpers.loadFixture(disputed);
    const { CertificationRegistry, DisputeManager, ResultConsensus, ReviewBoard, taskId, versionId } = setup;
    const disputeId = await DisputeManager.liveDispute(DISPUTE.certificate, versionId);
    await decide(setup, callOf(DisputeManager, "rule", [disputeId, RULING.rejected]));
    expect(await CertificationRegistry.statusOf(versionId, ReviewBoard)).to.equal(STATUS.valid);
    expect(await ResultConsensus.isResultValid(taskId)).to.equal(true);
  });

  it("pays a bounty for a run that the real consensus settled, and not for an audit in its place", async () => {
    const setup = await networkHelpers.loadFixture(ecosystem);
    const { BountyEscrow, ReviewBoard, bountyId, publisher, stranger, taskId, versionId } = setup;
    const { auditTaskId } = await ReviewBoard.review(await ReviewBoard.latestProposal(versionId));
    await expect(BountyEscrow.connect(stranger).release(bountyId, 0n, [auditTaskId]))
      .to.be.revertedWithCustomError(BountyEscrow, "BountyEscrowRunDoesNotCount")
      .withArgs(versionId, auditTaskId);
    await BountyEscrow.connect(stranger).release(bountyId, 0n, [taskId]);
    const owed = await BountyEscrow.owed(publisher, ETHER);
    expect(owed).to.be.greaterThanOrEqual(REWARD);
  });

  it("pays no bounty for a run whose version was revoked for cause", async () => {
    const setup = await networkHelpers.loadFixture(disputed);
    const { BountyEscrow, DisputeManager, bountyId, stranger, taskId, versionId } = setup;
    const disputeId = await DisputeManager.liveDispute(DISPUTE.certificate, versionId);
    await decide(setup, callOf(DisputeManager, "rule", [disputeId, RULING.upheld]));
    await expect(BountyEscrow.connect(stranger).release(bountyId, 0n, [taskId]))
      .to.be.revertedWithCustomError(BountyEscrow, "BountyEscrowRunDoesNotCount")
      .withArgs(versionId, taskId);
  });
});
