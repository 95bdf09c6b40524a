import { expect } from "chai";
import { boardBounty } from "../fixtures/board-bounty.ts";
import {
  BOND,
  BOUNTY_ID,
  COMMIT_BLOCKS,
  certify,
  claimed,
  commitmentOf,
  commitWork,
  deployEscrow,
  ETHER,
  FUNDS,
  REVIEW_WINDOW,
  SALT,
  STATE,
  submitSubject,
  submitted,
} from "../fixtures/bounty.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { contentDigestOf } from "../fixtures/release.ts";
import { published, submit } from "../fixtures/review-board.ts";

const OTHER_SALT = ethers.id("other salt");

describe("BountyEscrow, commitments", () => {
  it("are recorded once, by anyone", async () => {
    const { escrow, stranger } = await networkHelpers.loadFixture(deployEscrow);
    const commitment = ethers.id("commitment");
    await expect(escrow.connect(stranger).commitSubmission(commitment))
      .to.emit(escrow, "SubmissionCommitted")
      .withArgs(commitment);
    await expect(escrow.commitSubmission(commitment))
      .to.be.revertedWithCustomError(escrow, "AuthorshipAlreadyCommitted")
      .withArgs(commitment);
    const { timestamp = 0, number = 0 } = (await ethers.provider.getBlock("latest")) ?? {};
    expect(await escrow.commitment(commitment)).to.deep.equal([BigInt(timestamp), BigInt(number)]);
  });

  it("must lie before the submission, with its account, artifact and salt", async () => {
    const setup = await networkHelpers.loadFixture(claimed);
    const { escrow, claimant, versionId, content } = setup;
    await expect(escrow.connect(claimant).submit(BOUNTY_ID, versionId, content, OTHER_SALT))
      .to.be.revertedWithCustomError(escrow, "AuthorshipNotCommitted")
      .withArgs(await commitmentOf(claimant, content.artifactDigest, OTHER_SALT));
  });

  it("must be some blocks old", async () => {
    const { escrow, claimant, versionId, content } = await networkHelpers.loadFixture(claimed);
    const commitment = await commitmentOf(claimant, content.artifactDigest, OTHER_SALT);
    await escrow.commitSubmission(commitment);
    const ready = (await ethers.provider.getBlockNumber()) + COMMIT_BLOCKS;
    await networkHelpers.mine(COMMIT_BLOCKS - 2);
    const submitting = () => escrow.connect(claimant).submit(BOUNTY_ID, versionId, content, OTHER_SALT);
    await expect(submitting())
      .to.be.revertedWithCustomError(escrow, "AuthorshipCommitmentTooYoung")
      .withArgs(commitment, ready);
    await networkHelpers.mineUpTo(ready - 1);
    await expect(submitting()).to.emit(escrow, "BountySubmitted");
  });

  it("end the claim of who submitted another's earlier work, and keep its bond", async () => {
    const { escrow, stranger, backer, claimant, content } = await networkHelpers.loadFixture(submitted);
    await expect(escrow.contest(BOUNTY_ID, content))
      .to.be.revertedWithCustomError(escrow, "AuthorshipOwnWork")
      .withArgs(content.artifactDigest, claimant);
    const { committedAt } = await escrow.commitment(await commitmentOf(stranger, content.artifactDigest));
    await expect(escrow.connect(backer).proveAuthorship(stranger, content.artifactDigest, SALT))
      .to.emit(escrow, "AuthorshipProven")
      .withArgs(content.artifactDigest, stranger, committedAt);
    await expect(escrow.connect(backer).contest(BOUNTY_ID, content))
      .to.emit(escrow, "BountyClaimFreed")
      .withArgs(BOUNTY_ID, claimant, BOND);
    const { state, amount } = await escrow.bounty(BOUNTY_ID);
    expect([state, amount]).to.deep.equal([STATE.open, FUNDS + BOND]);
    expect(await escrow.owed(claimant, ETHER)).to.equal(0n);
  });

  it("refuse a copy once its author is known", async () => {
    const setup = await networkHelpers.loadFixture(claimed);
    const { escrow, stranger, content } = setup;
    await escrow.proveAuthorship(stranger, content.artifactDigest, SALT);
    const { since } = await escrow.authorOf(content.artifactDigest);
    await expect(submitSubject(setup))
      .to.be.revertedWithCustomError(escrow, "AuthorshipAnothersWork")
      .withArgs(content.artifactDigest, stranger, since);
  });

  it("of who saw the work published prove nothing", async () => {
    const { escrow, registry, claimant, backer, versionId, content } =
      await networkHelpers.loadFixture(submitted);
    await commitWork({ escrow, claimant: backer, content });
    const { publishedAt } = await registry.version(versionId);
    await expect(escrow.proveAuthorship(backer, content.artifactDigest, SALT))
      .to.be.revertedWithCustomError(escrow, "AuthorshipAnothersWork")
      .withArgs(content.artifactDigest, claimant, publishedAt);
  });

  it("are contested with the submission's own content", async () => {
    const { escrow, registry, content, versionId } = await networkHelpers.loadFixture(submitted);
    const forged = { ...content, artifactDigest: ethers.id("forged") };
    await expect(escrow.contest(BOUNTY_ID, forged))
      .to.be.revertedWithCustomError(registry, "PluginRegistryContentMismatch")
      .withArgs(versionId, contentDigestOf(forged), contentDigestOf(content));
  });
});

describe("BountyEscrow, clocks", () => {
  it("stand still for each other, each with what it has left", async () => {
    const setup = await networkHelpers.loadFixture(claimed);
    const { escrow, claimant, versionId } = setup;
    const { claimEndsAt: ends, pausedTime } = await escrow.bounty(BOUNTY_ID);
    expect(pausedTime).to.equal(REVIEW_WINDOW);
    await networkHelpers.time.setNextBlockTimestamp(ends - 300n);
    await submitSubject(setup);
    const submission = await escrow.bounty(BOUNTY_ID);
    expect([submission.claimEndsAt, submission.pausedTime]).to.deep.equal([
      ends - 300n + REVIEW_WINDOW,
      300n,
    ]);

    await networkHelpers.time.setNextBlockTimestamp(ends + 700n);
    await expect(escrow.connect(claimant).retract(BOUNTY_ID))
      .to.emit(escrow, "SubmissionRetracted")
      .withArgs(BOUNTY_ID, claimant, versionId, ends + 1_000n);
    const retracted = await escrow.bounty(BOUNTY_ID);
    expect([retracted.state, retracted.versionId, retracted.payableFrom]).to.deep.equal([
      STATE.claimed,
      ethers.ZeroHash,
      0n,
    ]);
    await networkHelpers.time.setNextBlockTimestamp(ends + 1_000n);
    await submitSubject(setup);
    const again = await escrow.bounty(BOUNTY_ID);
    expect([again.claimEndsAt, again.pausedTime]).to.deep.equal([ends + 1_000n + REVIEW_WINDOW - 1_000n, 0n]);
  });

  it("let only the claimant take a submission back, and only in time", async () => {
    const { escrow, stranger, claimant } = await networkHelpers.loadFixture(submitted);
    await expect(escrow.connect(stranger).retract(BOUNTY_ID))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowNotClaimant")
      .withArgs(BOUNTY_ID, stranger, claimant);
    const { claimEndsAt } = await escrow.bounty(BOUNTY_ID);
    await networkHelpers.time.setNextBlockTimestamp(claimEndsAt + 1n);
    await expect(escrow.connect(claimant).retract(BOUNTY_ID))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowClaimEnded")
      .withArgs(BOUNTY_ID, claimEndsAt);
  });
});

describe("BountyEscrow, a version's bounty", () => {
  it("is the one it was last submitted to", async () => {
    const { escrow, claimant, versionId } = await networkHelpers.loadFixture(submitted);
    expect(await escrow.bountyOf(versionId)).to.equal(BOUNTY_ID);
    expect(await escrow.bountyOf(ethers.id("unknown"))).to.equal(0n);
    await escrow.connect(claimant).retract(BOUNTY_ID);
    expect(await escrow.bountyOf(versionId)).to.equal(BOUNTY_ID);
  });

  it("is one at a time", async () => {
    const setup = await networkHelpers.loadFixture(submitted);
    const { escrow, claimant, versionId, content, terms } = setup;
    await escrow.createBounty(terms, FUNDS, { value: FUNDS });
    await escrow.connect(claimant).claim(2n, { value: BOND });
    const submitting = () => escrow.connect(claimant).submit(2n, versionId, content, SALT);
    await expect(submitting())
      .to.be.revertedWithCustomError(escrow, "BountyEscrowSubmittedElsewhere")
      .withArgs(versionId, BOUNTY_ID);
    await networkHelpers.time.increase(1);
    await escrow.connect(claimant).retract(BOUNTY_ID);
    await submitting();
    expect(await escrow.bountyOf(versionId)).to.equal(2n);
  });

  it("can't be chosen after the version was certified", async () => {
    const setup = await networkHelpers.loadFixture(claimed);
    await certify(setup, setup.versionId);
    await expect(submitSubject(setup))
      .to.be.revertedWithCustomError(setup.escrow, "BountyEscrowAlreadyCertified")
      .withArgs(setup.versionId, setup.attester);
  });

  it("can't be chosen while a review is open that doesn't know its funders, but after it failed", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { bounties, publisher, versionId, content } = setup;
    const { proposalId } = await submit(setup);
    const bountyId = await boardBounty(setup);
    await bounties.connect(publisher).claim(bountyId, { value: 5n });
    await commitWork({ escrow: bounties, claimant: publisher, content });
    const submitting = () => bounties.connect(publisher).submit(bountyId, versionId, content, SALT);
    await expect(submitting())
      .to.be.revertedWithCustomError(bounties, "BountyEscrowUnderReview")
      .withArgs(versionId, proposalId);
    await networkHelpers.time.increaseTo((await setup.board.proposalDeadline(proposalId)) + 1n);
    await expect(submitting()).to.emit(bounties, "BountySubmitted");
  });
});
