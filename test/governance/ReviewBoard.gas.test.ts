import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { signBallot, signedBallot } from "../fixtures/ballots.ts";
import { ethers, networkHelpers, type Signer } from "../fixtures/connect.ts";
import {
  AGAINST_PARAMS,
  CHAMBER,
  castAll,
  executable,
  published,
  SUPPORT,
  submit,
  submitted,
} from "../fixtures/review-board.ts";

const VOTERS = 100;
const CODE_LIMIT = 24_576;

describe("ReviewBoard: gas", () => {
  it("fits the code size limit", async () => {
    const { board } = await networkHelpers.loadFixture(submitted);
    expect(ethers.dataLength(await board.getDeployedCode().then(String))).to.be.at.most(CODE_LIMIT);
  });

  it("takes a first and a later vote of a chamber within 43,000", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const [first, later] = chambers.drr;
    expect(await gasOf(board.connect(first).castVote(proposalId, SUPPORT.for))).to.be.at.most(43_000n);
    expect(await gasOf(board.connect(later).castVote(proposalId, SUPPORT.abstain))).to.be.at.most(43_000n);
  });

  it("takes a vote that decides its chamber within 46,000", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const [first, deciding] = chambers.drr;
    await board.connect(first).castVote(proposalId, SUPPORT.for);
    const vote = board.connect(deciding).castVote(proposalId, SUPPORT.for);
    await expect(vote).to.emit(board, "ChamberResultChanged").withArgs(proposalId, CHAMBER.drr, true);
    expect(await gasOf(vote)).to.be.at.most(46_000n);
  });

  it("takes a late vote that opens the objection period within 49,000", async () => {
    const { board, proposalId, mandatory, deadline } = await networkHelpers.loadFixture(submitted);
    const [last, deciding, ...early] = [...mandatory].reverse();
    await castAll(board, proposalId, early, SUPPORT.for);
    await networkHelpers.time.increaseTo(deadline - 2n);
    const vote = board.connect(deciding as Signer).castVote(proposalId, SUPPORT.for);
    await expect(vote).to.emit(board, "ObjectionPeriodOpened");
    expect(await gasOf(vote)).to.be.at.most(49_000n);
    await castAll(board, proposalId, [last as Signer], SUPPORT.against);
  });

  it("takes a relayed vote within 53,000", async () => {
    const { board, proposalId, chambers, relayer } = await networkHelpers.loadFixture(submitted);
    const [voter] = chambers.drr;
    const signature = await signBallot(board, voter, { proposalId, support: SUPPORT.for });
    const vote = board.connect(relayer).castVoteBySig(proposalId, SUPPORT.for, voter, signature);
    expect(await gasOf(vote)).to.be.at.most(53_000n);
  });

  it("takes 100 relayed votes within 15,000 each", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const voters = await appointMany(setup);
    const { proposalId } = await submit(setup);
    const ballots = await Promise.all(
      voters.map((voter) => signedBallot(setup.board, voter, { proposalId, support: SUPPORT.for })),
    );
    const gas = await gasOf(setup.board.connect(setup.relayer).castVotesBySig(proposalId, ballots));
    expect(gas / BigInt(VOTERS)).to.be.at.most(15_000n);
  });

  it("certifies a version and mints its credential within 160,000", async () => {
    const { board, proposalId, relayer } = await networkHelpers.loadFixture(executable);
    expect(await gasOf(board.connect(relayer).executeReview(proposalId))).to.be.at.most(160_000n);
  });

  it("takes an Against vote with its criteria and report within 47,000", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const vote = board
      .connect(chambers.drr[0])
      .castVoteWithReasonAndParams(proposalId, SUPPORT.against, "", AGAINST_PARAMS);
    expect(await gasOf(vote)).to.be.at.most(47_000n);
  });

  async function appointMany({ board, until }: Awaited<ReturnType<typeof published>>): Promise<Signer[]> {
    const chambers = [CHAMBER.clauseAuditors, CHAMBER.security, CHAMBER.drr, CHAMBER.hubs];
    const voters = Array.from({ length: VOTERS }, () => ethers.Wallet.createRandom());
    for (const [index, voter] of voters.entries()) {
      await board.appoint(voter, chambers[index % chambers.length] ?? CHAMBER.drr, 10n, 0, until);
    }
    return voters as unknown as Signer[];
  }

  async function gasOf(transaction: Promise<ContractTransactionResponse>): Promise<bigint> {
    const receipt = await (await transaction).wait();
    if (receipt === null) throw new Error("The transaction wasn't mined");
    if (process.env.SHOW_GAS !== undefined) process.stdout.write(`      ${receipt.gasUsed} gas\n`);
    return receipt.gasUsed;
  }
});
