import type { Signal } from "@nexus/protocol";
import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { answer, type Chain, deployConsensus, finding } from "../fixtures/consensus.ts";
import { DOMAIN, publishPlugin } from "../fixtures/release.ts";
import {
  CHAMBER,
  castAll,
  deployFees,
  deployReviewBoard,
  endOfTerm,
  SETTINGS,
  STATE,
  SUPPORT,
  WEIGHT,
} from "../fixtures/review-board.ts";

const AUDIT = 0n;
const VALID = 1n;

/** A version under review by a board whose neighbours are all real, three staked executors among them. */
async function underReview() {
  const chain = await deployConsensus();
  const { manager, plugins, clauses, certifications, consensus, publisher, clauseId } = chain;
  const token = await ethers.deployContract("CertificateToken", [manager, certifications]);
  const bounties = await ethers.deployContract("BountyEscrow", [manager, plugins, certifications, consensus]);
  const { fees } = await deployFees(manager, chain.dao);
  const neighbours = [manager, plugins, clauses, certifications, token, consensus, bounties, fees];
  const board = await deployReviewBoard(...neighbours);
  await token.setBoard(board);
  await fees.setBoard(board);

  const reviewers = (await ethers.getSigners()).slice(11, 20);
  const until = await endOfTerm(10);
  for (const [index, reviewer] of reviewers.entries()) {
    await board.appoint(reviewer, BigInt(Math.floor(index / 3)), WEIGHT, 0n, until);
  }
  const content = {
    manifestDigest: ethers.id("audited manifest"),
    artifactDigest: ethers.id("audited artifact"),
    clauseId,
    module: ethers.ZeroAddress,
  };
  const { versionId } = await publishPlugin(plugins, publisher, "audited", { content, domains: DOMAIN.drf });
  await board.connect(publisher).submitForReview(versionId, content, 0n);
  const proposalId = await board.latestProposal(versionId);
  const { auditTaskId } = await board.review(proposalId);
  await networkHelpers.time.increase(1);
  await castAll(board, proposalId, reviewers, SUPPORT.for);
  return { chain: chain as Chain, board, token, versionId, proposalId, auditTaskId, content };
}

describe("ReviewBoard: audits by the real consensus", () => {
  it("opens an AUDIT task with its terms, in its own name", async () => {
    const { chain, board, auditTaskId, versionId } = await networkHelpers.loadFixture(underReview);
    const task = await chain.consensus.task(auditTaskId);
    expect([task.kind, task.requester, task.versionId, task.quorum, task.panel, task.reward]).to.deep.equal([
      AUDIT,
      await board.getAddress(),
      versionId,
      SETTINGS.auditQuorum,
      SETTINGS.auditPanel,
      0n,
    ]);
    expect((await board.chamberTally(await board.latestProposal(versionId), CHAMBER.drf)).passes).to.equal(
      true,
    );
  });

  it("certifies a version whose audit two of three executors agree on", async () => {
    const setup = await networkHelpers.loadFixture(underReview);
    const { chain, board, token, proposalId, versionId } = setup;
    await settleAudit(setup, ["Pass", "Pass", "Fail"]);
    await networkHelpers.time.increaseTo(await board.proposalEta(proposalId));
    const receipt = await (await board.executeReview(proposalId)).wait();
    expect(receipt?.gasUsed).to.be.at.most(160_000n);
    expect(await chain.certifications.statusOf(versionId, board)).to.equal(VALID);
    expect(await token.ownerOf(BigInt(versionId))).to.equal(chain.publisher.address);
    expect((await token.verify(BigInt(versionId))).status).to.equal(VALID);
  });

  const failures: Record<string, readonly [Signal, Signal, Signal] | undefined> = {
    "an audit that agrees on FAIL": ["Fail", "Fail", "Fail"],
    "an audit that nobody answered": undefined,
  };
  for (const [cause, signals] of Object.entries(failures)) {
    it(`defeats a review for ${cause}`, async () => {
      const setup = await networkHelpers.loadFixture(underReview);
      if (signals !== undefined) await settleAudit(setup, signals);
      await networkHelpers.time.increaseTo((await setup.board.proposalDeadline(setup.proposalId)) + 1n);
      expect(await setup.board.state(setup.proposalId)).to.equal(STATE.defeated);
    });
  }

  async function settleAudit(
    { chain, auditTaskId }: Awaited<ReturnType<typeof underReview>>,
    signals: readonly Signal[],
  ): Promise<void> {
    await answer(
      chain,
      auditTaskId,
      signals.map((signal) => finding(signal, signal)),
    );
    await chain.consensus.settle(auditTaskId);
  }
});
