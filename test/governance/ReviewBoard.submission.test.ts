import { expect } from "chai";
import { allow } from "../fixtures/access.ts";
import { fundBounty, submittedBounty } from "../fixtures/board-bounty.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { DOMAIN, publishPlugin, releaseOf, semVer, semVerOf, signRelease } from "../fixtures/release.ts";
import {
  CHAMBER,
  certificationOf,
  DEFAULT_RULES,
  PUBLISHER_AFFILIATION,
  published,
  SETTINGS,
  STATE,
  submit,
  submitted,
  WEIGHT,
} from "../fixtures/review-board.ts";

const ENGAGED = [CHAMBER.clauseAuditors, CHAMBER.security, CHAMBER.drr, CHAMBER.hubs] as const;
const ENGAGED_MASK = ENGAGED.reduce<bigint>((mask, chamber) => mask | (1n << chamber), 0n);
const HUBS_MASK = 1n << CHAMBER.hubs;

describe("ReviewBoard: submitForReview", () => {
  it("proposes the one call, opens the audit and freezes the engaged chambers' rules", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { board, audits, publisher, versionId, content } = setup;
    await board.setAffiliation(publisher, PUBLISHER_AFFILIATION);
    const submission = board.connect(publisher).submitForReview(versionId, content, 0n);
    await submission;
    const proposalId = await board.latestProposal(versionId);
    const { auditTaskId } = await board.review(proposalId);
    const { call, description } = await certificationOf(setup);
    const [targets, values, calldatas] = call;
    const now = BigInt(await networkHelpers.time.latest());
    await expect(submission)
      .to.emit(board, "ProposalCreated")
      .withArgs(
        proposalId,
        publisher,
        targets,
        values,
        [""],
        calldatas,
        now,
        now + SETTINGS.votingPeriod,
        description,
      );
    await expect(submission)
      .to.emit(board, "ReviewSubmitted")
      .withArgs(proposalId, versionId, auditTaskId, 0n, ENGAGED_MASK, PUBLISHER_AFFILIATION, 1n);
    await expect(submission)
      .to.emit(audits, "AuditOpened")
      .withArgs(auditTaskId, board, [SETTINGS.auditQuorum, SETTINGS.auditPanel, 0n, 0n]);
    for (const chamber of ENGAGED) {
      const rules = [DEFAULT_RULES.quorumBps, DEFAULT_RULES.approvalBps, chamber !== CHAMBER.hubs] as const;
      await expect(submission)
        .to.emit(board, "ChamberEngaged")
        .withArgs(proposalId, chamber, 3n * WEIGHT, ...rules);
    }
    expect(await board.review(proposalId)).to.deep.equal([
      versionId,
      publisher.address,
      0n,
      auditTaskId,
      ENGAGED_MASK,
      HUBS_MASK,
      PUBLISHER_AFFILIATION,
      0n,
    ]);
    expect(await board.state(proposalId)).to.equal(STATE.pending);
    expect(await board.proposalProposer(proposalId)).to.equal(publisher.address);
  });

  it("leaves the Hubs out if they have no seats", async () => {
    const setup = await networkHelpers.loadFixture(published);
    for (const hub of setup.chambers.hubs) await setup.board.end(hub);
    const { proposalId } = await submit(setup);
    const { engaged, passing } = await setup.board.review(proposalId);
    expect([engaged, passing]).to.deep.equal([ENGAGED_MASK & ~HUBS_MASK, 0n]);
  });

  it("refuses anyone but the publisher", async () => {
    const { board, publisher, stranger, versionId, content } = await networkHelpers.loadFixture(published);
    await expect(board.connect(stranger).submitForReview(versionId, content, 0n))
      .to.be.revertedWithCustomError(board, "ReviewBoardNotPublisher")
      .withArgs(versionId, stranger, publisher);
  });

  it("refuses a content that its publisher didn't sign", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const content = { ...setup.content, artifactDigest: ethers.id("another artifact") };
    await expect(submit({ ...setup, content })).to.be.revertedWithCustomError(
      setup.plugins,
      "PluginRegistryContentMismatch",
    );
  });

  it("refuses a yanked version", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const pluginId = await setup.plugins.pluginIdOf("flood-depth");
    await setup.plugins.connect(setup.publisher).yank(pluginId, semVer(1, 0, 0), "broken");
    await expect(submit(setup))
      .to.be.revertedWithCustomError(setup.board, "ReviewBoardVersionYanked")
      .withArgs(setup.versionId);
  });

  it("refuses a version that lacks a domain of its clause", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const content = { ...setup.content, artifactDigest: ethers.id("no-drr") };
    const { versionId } = await publishPlugin(setup.plugins, setup.publisher, "no-drr", {
      content,
      domains: DOMAIN.health,
    });
    await expect(submit({ ...setup, versionId, content }))
      .to.be.revertedWithCustomError(setup.board, "ReviewBoardDomainsMissing")
      .withArgs(versionId, DOMAIN.health, DOMAIN.drr);
  });

  it("refuses a version whose domain's chamber has no seats", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const content = { ...setup.content, artifactDigest: ethers.id("two-domains") };
    const { versionId } = await publishPlugin(setup.plugins, setup.publisher, "two-domains", {
      content,
      domains: DOMAIN.drr | DOMAIN.health,
    });
    await expect(submit({ ...setup, versionId, content }))
      .to.be.revertedWithCustomError(setup.board, "ReviewBoardEmptyChamber")
      .withArgs(CHAMBER.health);
  });

  it("refuses a version under review until that review is over", async () => {
    const setup = await networkHelpers.loadFixture(submitted);
    const { board, publisher, versionId, content, proposalId, deadline } = setup;
    const again = () => board.connect(publisher).submitForReview(versionId, content, 0n);
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await expect(again())
      .to.be.revertedWithCustomError(board, "ReviewBoardUnderReview")
      .withArgs(versionId, proposalId);
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
    await expect(again()).to.emit(board, "ReviewSubmitted");
    const second = await board.latestProposal(versionId);
    expect(second).to.not.equal(proposalId);
    const { call } = await certificationOf(setup, 2n);
    expect(await board.hashProposal(...call)).to.equal(second);
  });

  it("isn't kept from a publisher by anything a stranger did before", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { board, stranger, plugins, content } = setup;
    const other = await publishPlugin(plugins, stranger, "flood-depth-copy", { content });
    await board.connect(stranger).submitForReview(other.versionId, content, 0n);
    expect((await submit(setup)).proposalId).to.not.equal(0n);
  });

  describe("with a bounty", () => {
    it("takes the seats of a bounty's funders out although the publisher names no bounty", async () => {
      const { board, chambers, publisher, versionId, content } =
        await networkHelpers.loadFixture(submittedBounty);
      await board.connect(publisher).submitForReview(versionId, content, 0n);
      const proposalId = await board.latestProposal(versionId);
      const [funder] = chambers.drr;
      await networkHelpers.time.increase(1);
      await expect(board.connect(funder).castVote(proposalId, 1n))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, funder, 4n);
    });

    it("records it and takes the seats of its funders and publisher out", async () => {
      const setup = await networkHelpers.loadFixture(submittedBounty);
      const { board, bountyId, chambers, publisher } = setup;
      const [funder, member] = chambers.drr;
      const { proposalId } = await submit(setup, bountyId);
      expect((await board.review(proposalId)).bountyId).to.equal(bountyId);
      const tally = await board.chamberTally(proposalId, CHAMBER.drr);
      expect([tally.total, tally.recused]).to.deep.equal([3n * WEIGHT, WEIGHT]);
      await expect(board.connect(funder).castVote(proposalId, 1n))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, funder, 4n);
      await expect(board.connect(publisher).castVote(proposalId, 1n))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, publisher, 2n);
      await expect(board.connect(member).castVote(proposalId, 1n)).to.emit(board, "VoteCast");
    });

    it("says which seats were taken out", async () => {
      const setup = await networkHelpers.loadFixture(submittedBounty);
      const { board, bountyId, chambers, publisher, versionId, content } = setup;
      const submission = board.connect(publisher).submitForReview(versionId, content, bountyId);
      await submission;
      await expect(submission)
        .to.emit(board, "Recused")
        .withArgs(await board.latestProposal(versionId), chambers.drr[0], CHAMBER.drr, WEIGHT, true);
    });

    it("keeps its conflicts whatever happens to the bounty later", async () => {
      const setup = await networkHelpers.loadFixture(submittedBounty);
      const { board, bountyId, bounties, chambers } = setup;
      const { proposalId } = await submit(setup, bountyId);
      const later = chambers.drr[1];
      await expect(fundBounty(bounties, later, bountyId)).to.be.revertedWithCustomError(
        bounties,
        "BountyEscrowUnexpectedState",
      );
      await expect(board.connect(later).castVote(proposalId, 1n)).to.emit(board, "VoteCast");
    });

    it("refuses a bounty that another version was submitted to", async () => {
      const setup = await networkHelpers.loadFixture(submittedBounty);
      const { board, bountyId, plugins, publisher } = setup;
      const content = { ...setup.content, artifactDigest: ethers.id("another artifact") };
      const { versionId } = await publishPlugin(plugins, publisher, "flood-depth-two", { content });
      await expect(submit({ ...setup, versionId, content }, bountyId))
        .to.be.revertedWithCustomError(board, "ReviewBoardBountyMismatch")
        .withArgs(bountyId, versionId);
    });
  });

  describe("the publisher's own seat", () => {
    it("is taken out, and its affiliation is the review's", async () => {
      const setup = await networkHelpers.loadFixture(published);
      const { board, publisher, until, versionId } = setup;
      await board.appoint(publisher, CHAMBER.drr, 5n, PUBLISHER_AFFILIATION, until);
      const { proposalId } = await submit(setup);
      expect((await board.review(proposalId)).publisherAffiliation).to.equal(PUBLISHER_AFFILIATION);
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).recused).to.equal(5n);
      expect(await board.hasVoted(proposalId, publisher)).to.equal(false);
      await expect(board.connect(publisher).castVote(proposalId, 1n))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, publisher, 4n);
      expect(await board.latestProposal(versionId)).to.equal(proposalId);
    });
  });

  describe("closed calls", () => {
    it("refuses free-form proposals, queueing, cancelling, relaying and deposits", async () => {
      const setup = await networkHelpers.loadFixture(submitted);
      const { board, publisher, proposalId } = setup;
      const { call } = await certificationOf(setup);
      await expect(
        board.connect(publisher).propose(call[0], call[1], call[2], "anything"),
      ).to.be.revertedWithCustomError(board, "ReviewBoardProposeDisabled");
      await expect(board.connect(publisher).cancel(...call))
        .to.be.revertedWithCustomError(board, "GovernorUnableToCancel")
        .withArgs(proposalId, publisher);
      await expect(board.relay(board, 0n, "0x"))
        .to.be.revertedWithCustomError(board, "GovernorOnlyExecutor")
        .withArgs(setup.admin);
      await expect(setup.admin.sendTransaction({ to: board, value: 1n })).to.be.revertedWithCustomError(
        board,
        "GovernorDisabledDeposit",
      );
      await expect(board.onERC721Received(publisher, publisher, 1n, "0x")).to.be.revertedWithCustomError(
        board,
        "GovernorDisabledDeposit",
      );
    });
  });

  it("gives back-ported and later versions reviews of their own", async () => {
    const setup = await networkHelpers.loadFixture(submitted);
    const { plugins, publisher, content, board } = setup;
    const pluginId = await plugins.pluginIdOf("flood-depth");
    const release = await releaseOf(plugins, pluginId, publisher, [1, 0, 1], { content });
    await plugins.publishVersion(release, await signRelease(plugins, publisher, release));
    const versionId = await plugins.versionIdOf(pluginId, semVerOf(release));
    const second = await submit({ ...setup, versionId });
    expect(await board.state(second.proposalId)).to.equal(STATE.active);
    expect(await board.state(setup.proposalId)).to.equal(STATE.active);
  });

  it("refuses a version whose on-chain module's code isn't registered, or isn't the registered one any more", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { board, certifications, plugins, publisher } = setup;
    const module = await (await ethers.deployContract("TypedModule", [1])).getAddress();
    const content = { ...setup.content, artifactDigest: ethers.id("with a module"), module };
    const { versionId } = await publishPlugin(plugins, publisher, "depth-module", { content });
    const submission = () => board.connect(publisher).submitForReview(versionId, content, 0n);
    await expect(submission())
      .to.be.revertedWithCustomError(certifications, "ModuleRegistryUnknown")
      .withArgs(versionId);
    await certifications.registerModule(plugins, ethers.id("depth-module"), semVer(1, 0, 0), content);
    const code = await ethers.provider.getCode(module);
    await networkHelpers.setCode(module, "0x00");
    await expect(submission())
      .to.be.revertedWithCustomError(board, "ReviewBoardModuleChanged")
      .withArgs(versionId, module);
    await networkHelpers.setCode(module, code);
    await submission();
    expect(await board.latestProposal(versionId)).not.to.equal(0n);
  });

  it("lets only a role's holder through where it is restricted", async () => {
    const { board, manager, stranger, chambers } = await networkHelpers.loadFixture(published);
    await expect(board.connect(stranger).end(chambers.drr[0]))
      .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
      .withArgs(stranger);
    await allow(manager, stranger, 2n, board, ["end"]);
    await expect(board.connect(stranger).end(chambers.drr[0])).to.emit(board, "SeatEnded");
  });
});
