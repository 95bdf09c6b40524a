import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect } from "chai";
import type { ContractTransactionResponse, InterfaceAbi } from "ethers";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  AGAINST_PARAMS,
  castAll,
  certificationOf,
  DISPUTE,
  executable,
  passAudit,
  published,
  queued,
  SETTINGS,
  STATE,
  SUPPORT,
  submitted,
  WEIGHT,
} from "../fixtures/review-board.ts";

/** What a client that knows OpenZeppelin's Governor alone sees of a review. */
describe("ReviewBoard: for stock clients", () => {
  let stock: InstanceType<typeof ethers.Interface>;

  before(async () => {
    const path = createRequire(import.meta.url).resolve(
      "@openzeppelin/contracts/build/contracts/IGovernor.json",
    );
    stock = new ethers.Interface(JSON.parse(await readFile(path, "utf8")).abi as InterfaceAbi);
  });

  it("shows a submission as ProposalCreated, and its id as that of its one call", async () => {
    const setup = await networkHelpers.loadFixture(published);
    const { board, publisher, versionId, content } = setup;
    const created = await logsOf(board.connect(publisher).submitForReview(versionId, content, 0n));
    const proposalId = await board.latestProposal(versionId);
    const { call, description } = await certificationOf(setup);
    const now = BigInt(await networkHelpers.time.latest());
    expect(created).to.deep.equal([
      [
        "ProposalCreated",
        proposalId,
        publisher.address,
        ...stockCall(call),
        now,
        now + SETTINGS.votingPeriod,
        description,
      ],
    ]);
    expect(await asStock(setup).getProposalId?.(...call)).to.equal(proposalId);
  });

  it("shows votes as VoteCast and VoteCastWithParams", async () => {
    const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
    const [first, second, third] = chambers.drr;
    expect(await logsOf(board.connect(first).castVote(proposalId, SUPPORT.abstain))).to.deep.equal([
      ["VoteCast", await first.getAddress(), proposalId, SUPPORT.abstain, WEIGHT, ""],
    ]);
    expect(
      await logsOf(board.connect(second).castVoteWithReason(proposalId, SUPPORT.for, "sound")),
    ).to.deep.equal([["VoteCast", await second.getAddress(), proposalId, SUPPORT.for, WEIGHT, "sound"]]);
    const against = [proposalId, SUPPORT.against, "leaks", AGAINST_PARAMS] as const;
    expect(await logsOf(board.connect(third).castVoteWithReasonAndParams(...against))).to.deep.equal([
      [
        "VoteCastWithParams",
        await third.getAddress(),
        proposalId,
        SUPPORT.against,
        WEIGHT,
        "leaks",
        AGAINST_PARAMS,
      ],
    ]);
  });

  it("shows an execution as ProposalExecuted, without a ProposalQueued before", async () => {
    const { board, proposalId } = await networkHelpers.loadFixture(executable);
    expect(await logsOf(board.executeReview(proposalId))).to.deep.equal([["ProposalExecuted", proposalId]]);
  });

  it("shows an upheld dispute as ProposalCanceled", async () => {
    const { board, proposalId, stranger } = await networkHelpers.loadFixture(queued);
    const subject = ethers.toBeHex(proposalId, 32);
    expect(await logsOf(board.openDispute(DISPUTE.review, subject, stranger))).to.deep.equal([]);
    expect(await logsOf(board.closeDispute(DISPUTE.review, subject, true))).to.deep.equal([
      ["ProposalCanceled", proposalId],
    ]);
  });

  it("names its counting and its clock as ERC-6372 and GovernorCountingSimple do", async () => {
    const client = asStock(await networkHelpers.loadFixture(submitted));
    const counting = new URLSearchParams(String(await client.COUNTING_MODE?.()));
    expect(Object.fromEntries(counting)).to.deep.equal({
      support: "bravo",
      quorum: "for,abstain",
      params: "criteria",
    });
    expect(await client.CLOCK_MODE?.()).to.equal("mode=timestamp");
    expect(await client.clock?.()).to.equal(BigInt(await networkHelpers.time.latest()));
  });

  it("gives the new deadline in the very block of an extension, and the old one in the block before", async () => {
    const setup = await networkHelpers.loadFixture(submitted);
    const { board, proposalId, mandatory, deadline } = setup;
    await passAudit(setup);
    await castAll(board, proposalId, mandatory.slice(0, -2), SUPPORT.for);
    await networkHelpers.time.setNextBlockTimestamp(deadline - 1n);
    const [last] = mandatory.slice(-2);
    if (last === undefined) throw new Error("No seat is left");
    await board.connect(last).castVote(proposalId, SUPPORT.for);
    const block = await ethers.provider.getBlockNumber();
    const at = (blockTag: number) => asStock(setup).proposalDeadline?.(proposalId, { blockTag });
    expect(await at(block)).to.equal(deadline - 1n + SETTINGS.objectionPeriod);
    expect(await at(block - 1)).to.equal(deadline);
    await networkHelpers.time.increaseTo(deadline + 1n);
    expect(await asStock(setup).state?.(proposalId)).to.equal(STATE.active);
  });

  function asStock({ board }: Pick<Awaited<ReturnType<typeof published>>, "board">) {
    return new ethers.Contract(board.target, stock, ethers.provider);
  }

  /** Name and arguments of each log that the stock interface decodes, in order. */
  async function logsOf(sent: Promise<ContractTransactionResponse>): Promise<readonly unknown[]> {
    const receipt = await (await sent).wait();
    const parsed = (receipt?.logs ?? []).map((log) => stock.parseLog(log));
    return parsed.flatMap((log) => (log === null ? [] : [[log.name, ...log.args.toArray(true)]]));
  }
});

/** A call as `ProposalCreated` tells it: with the signatures that Bravo had, which are empty. */
function stockCall([targets, values, calldatas]: readonly [string[], bigint[], string[], string]) {
  return [targets, values, [""], calldatas];
}
