import { expect } from "chai";
import { submittedBounty } from "../fixtures/board-bounty.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  CHAMBER,
  castAll,
  endOfTerm,
  FREE,
  passAudit,
  SETTINGS,
  SUPPORT,
  submit,
  submitted,
  TERM_UNIT,
  TREASURY,
  WEIGHT,
} from "../fixtures/review-board.ts";
import {
  charged,
  endow,
  FEE_TERMS,
  FOR_VOTES,
  feeAnnulled,
  feeCertified,
  feePublished,
  feeQueued,
  feeRefused,
  REFUND,
  VOTES,
} from "../fixtures/review-fees.ts";

const { fee, payPerVote, refundBps } = FEE_TERMS;
const REST = fee - VOTES * payPerVote;
const CONCLUSION = { certified: 2n, annulled: 4n } as const;

const OTHER_TERMS = { fee: 77n, payPerVote: 1n, refundBps: 10n };

/** A review to which all that were set vote, or not, and whose voting is over. */
async function endedVote(setup: Awaited<ReturnType<typeof charged>>) {
  await networkHelpers.time.increaseTo(setup.deadline + 1n);
  return setup;
}

describe("ReviewFees", () => {
  describe("terms", () => {
    it("are set by parameter stewards alone", async () => {
      const { fees, admin, stranger } = await networkHelpers.loadFixture(feePublished);
      await expect(fees.connect(stranger).setTerms(OTHER_TERMS))
        .to.be.revertedWithCustomError(fees, "AccessManagedUnauthorized")
        .withArgs(stranger);
      await expect(fees.connect(admin).setTerms(OTHER_TERMS))
        .to.emit(fees, "FeeTermsSet")
        .withArgs(Object.values(FEE_TERMS), Object.values(OTHER_TERMS));
      expect([...(await fees.feeTerms())]).to.deep.equal(Object.values(OTHER_TERMS));
    });

    for (const [field, terms, value] of [
      ["refundBps", { ...FEE_TERMS, refundBps: 10_001n }, 10_001n],
      ["payPerVote", { ...FEE_TERMS, payPerVote: FOR_VOTES + 1n }, FOR_VOTES + 1n],
      ["payPerVote", { ...FREE, payPerVote: 1n }, 1n],
    ] as const) {
      it(`refuse a ${field} of ${value} with a fee of ${terms.fee}`, async () => {
        const { fees } = await networkHelpers.loadFixture(feePublished);
        await expect(fees.setTerms(terms))
          .to.be.revertedWithCustomError(fees, "ReviewFeesInvalidTerms")
          .withArgs(field, value);
      });
    }

    it("may give all that the refund leaves to one vote", async () => {
      const { fees } = await networkHelpers.loadFixture(feePublished);
      await expect(fees.setTerms({ ...FEE_TERMS, payPerVote: FOR_VOTES })).to.emit(fees, "FeeTermsSet");
      await expect(fees.setTerms({ fee: 5n, payPerVote: 0n, refundBps: 10_000n })).to.emit(
        fees,
        "FeeTermsSet",
      );
    });

    it("are those of the submission for a review that runs", async () => {
      const { fees, proposalId } = await networkHelpers.loadFixture(charged);
      await fees.setTerms(OTHER_TERMS);
      expect([...(await fees.feeOf(proposalId)).terms]).to.deep.equal(Object.values(FEE_TERMS));
    });
  });

  describe("deployment", () => {
    it("refuses no treasury", async () => {
      const { fees, manager, nxs } = await networkHelpers.loadFixture(feePublished);
      await expect(ethers.deployContract("ReviewFees", [manager, nxs, ethers.ZeroAddress, FREE]))
        .to.be.revertedWithCustomError(fees, "ReviewFeesInvalidAddress")
        .withArgs("treasury", ethers.ZeroAddress);
    });

    it("lets the DAO name the board, which is a contract, once", async () => {
      const setup = await networkHelpers.loadFixture(feePublished);
      const { fees, manager, nxs, board, stranger } = setup;
      const others = await ethers.deployContract("ReviewFees", [manager, nxs, TREASURY, FREE]);
      await expect(others.connect(stranger).setBoard(board))
        .to.be.revertedWithCustomError(others, "AccessManagedUnauthorized")
        .withArgs(stranger);
      await expect(others.setBoard(stranger))
        .to.be.revertedWithCustomError(others, "ReviewFeesInvalidAddress")
        .withArgs("board", stranger);
      await expect(others.setBoard(board)).to.emit(others, "FeeBoardSet").withArgs(board);
      await expect(fees.setBoard(stranger))
        .to.be.revertedWithCustomError(fees, "ReviewFeesBoardAlreadySet")
        .withArgs(board);
    });
  });

  describe("submission", () => {
    it("takes the fee from the publisher", async () => {
      const { board, fees, nxs, publisher, versionId, content } =
        await networkHelpers.loadFixture(feePublished);
      const sent = board.connect(publisher).submitForReview(versionId, content, 0n);
      await expect(sent).to.changeTokenBalances(ethers, nxs, [publisher, fees], [-fee, fee]);
      const proposalId = await board.latestProposal(versionId);
      await expect(sent)
        .to.emit(fees, "FeeCharged")
        .withArgs(proposalId, publisher, fee, payPerVote, refundBps);
    });

    it("takes it after a permit, without another transaction of the publisher", async () => {
      const setup = await networkHelpers.loadFixture(feePublished);
      const { board, fees, nxs, publisher, relayer, versionId, content } = setup;
      await nxs.connect(publisher).approve(fees, 0n);
      const { domain, types, message } = await permitOf(setup);
      const { v, r, s } = ethers.Signature.from(await publisher.signTypedData(domain, types, message));
      await nxs.connect(relayer).permit(publisher, fees, fee, message.deadline, v, r, s);
      const sent = board.connect(publisher).submitForReview(versionId, content, 0n);
      await expect(sent).to.changeTokenBalances(ethers, nxs, [publisher, fees], [-fee, fee]);
    });

    it("is refused without the allowance, and without the NXS", async () => {
      const { board, fees, nxs, publisher, admin, versionId, content } =
        await networkHelpers.loadFixture(feePublished);
      const send = () => board.connect(publisher).submitForReview(versionId, content, 0n);
      await nxs.connect(publisher).approve(fees, fee - 1n);
      await expect(send())
        .to.be.revertedWithCustomError(nxs, "ERC20InsufficientAllowance")
        .withArgs(fees, fee - 1n, fee);
      await nxs.connect(publisher).approve(fees, fee);
      await nxs.connect(publisher).transfer(admin, (await nxs.balanceOf(publisher)) - fee + 1n);
      await expect(send())
        .to.be.revertedWithCustomError(nxs, "ERC20InsufficientBalance")
        .withArgs(publisher, fee - 1n, fee);
    });

    it("costs nothing if the terms say so, and then pays nobody", async () => {
      const { board, fees, nxs, proposalId, mandatory, deadline } =
        await networkHelpers.loadFixture(submitted);
      await castAll(board, proposalId, mandatory, SUPPORT.for);
      await networkHelpers.time.increaseTo(deadline + 1n);
      expect(await nxs.balanceOf(fees)).to.equal(0n);
      expect([...(await fees.feeOf(proposalId)).terms]).to.deep.equal([0n, 0n, 0n]);
      expect(await fees.payDue(proposalId, mandatory[0] ?? "")).to.equal(0n);
      const [voter = ""] = mandatory;
      for (const call of [() => fees.collectPay(proposalId, voter), () => fees.settle(proposalId)]) {
        await expect(call()).to.be.revertedWithCustomError(fees, "ReviewFeesNoFee").withArgs(proposalId);
      }
    });

    for (const [terms, charges] of [
      [FREE, 0n],
      [{ ...FREE, fee: 1n }, 1n],
    ] as const) {
      it(`takes no other fee than one of ${terms.fee}, and tells of it only if there is one`, async () => {
        const { board, fees, nxs, publisher, versionId, content } =
          await networkHelpers.loadFixture(feePublished);
        await fees.setTerms(terms);
        const sent = board.connect(publisher).submitForReview(versionId, content, 0n);
        await expect(sent).to.changeTokenBalances(ethers, nxs, [publisher, fees], [-charges, charges]);
        const told = await fees.queryFilter(fees.filters.FeeCharged());
        expect(told.map(({ args }) => args.fee)).to.deep.equal(charges === 0n ? [] : [charges]);
      });
    }

    it("is charged by the board alone", async () => {
      const { board, fees, publisher, stranger } = await networkHelpers.loadFixture(feePublished);
      for (const account of [stranger, publisher]) {
        await expect(fees.connect(account).charge(1n, 0n, publisher))
          .to.be.revertedWithCustomError(fees, "ReviewFeesOnlyBoard")
          .withArgs(account, board);
      }
    });
  });

  describe("pay", () => {
    it("is the same for every vote, whichever way it went, and anyone may bring it", async () => {
      const { fees, nxs, proposalId, chambers, stranger } = await networkHelpers.loadFixture(feeRefused);
      const voters = [chambers.clauseAuditors[0], chambers.security[0]];
      for (const voter of voters) {
        const sent = fees.connect(stranger).collectPay(proposalId, voter);
        await expect(sent).to.changeTokenBalance(ethers, nxs, voter, payPerVote);
        await expect(sent).to.emit(fees, "PayCollected").withArgs(proposalId, voter, payPerVote);
      }
    });

    it("is an equal share when the fee doesn't reach for all", async () => {
      const setup = await networkHelpers.loadFixture(feePublished);
      await setup.fees.setTerms({ ...FEE_TERMS, payPerVote: 67n });
      const { proposalId, deadline } = await submit(setup);
      await castAll(setup.board, proposalId, setup.mandatory, SUPPORT.against);
      await networkHelpers.time.increaseTo(deadline + 1n);
      // 602 for nine votes: 66 each, and the 8 that are left over stay with the rest.
      expect((await setup.fees.feeOf(proposalId)).pay).to.equal(66n);
      for (const voter of setup.mandatory) await setup.fees.collectPay(proposalId, voter);
      expect(await setup.nxs.balanceOf(setup.fees)).to.equal(fee - 9n * 66n);
    });

    it("is nothing if the terms pay nothing", async () => {
      const setup = await networkHelpers.loadFixture(feePublished);
      await setup.fees.setTerms({ ...FEE_TERMS, payPerVote: 0n });
      const { proposalId, deadline } = await submit(setup);
      await castAll(setup.board, proposalId, setup.mandatory, SUPPORT.for);
      await networkHelpers.time.increaseTo(deadline + 1n);
      await expect(setup.fees.collectPay(proposalId, setup.mandatory[0] ?? ""))
        .to.be.revertedWithCustomError(setup.fees, "ReviewFeesNoPay")
        .withArgs(proposalId);
    });

    it("isn't a silent, a recused or a strange account's", async () => {
      const { fees, proposalId, chambers, stranger, publisher } = await networkHelpers.loadFixture(feeQueued);
      // Of the hubs the first recused itself, the second was silent.
      for (const account of [chambers.hubs[0], chambers.hubs[1], stranger, publisher]) {
        expect(await fees.payDue(proposalId, account)).to.equal(0n);
        await expect(fees.collectPay(proposalId, account))
          .to.be.revertedWithCustomError(fees, "ReviewFeesNoBallot")
          .withArgs(proposalId, account);
      }
    });

    it("isn't that of a seat that was excluded at submission, which counts as no vote", async () => {
      const setup = await endow(await networkHelpers.loadFixture(submittedBounty));
      const { board, fees, chambers } = setup;
      const { proposalId, deadline } = await submit(setup, setup.bountyId);
      const [funder, voter] = chambers.drr;
      await castAll(board, proposalId, [voter], SUPPORT.for);
      await networkHelpers.time.increaseTo(deadline + 1n);
      expect((await board.conclusion(proposalId))[1]).to.equal(1n);
      await expect(fees.collectPay(proposalId, funder))
        .to.be.revertedWithCustomError(fees, "ReviewFeesNoBallot")
        .withArgs(proposalId, funder);
      await fees.collectPay(proposalId, voter);
    });

    it("is paid once", async () => {
      const { fees, nxs, proposalId, chambers } = await networkHelpers.loadFixture(feeQueued);
      const [voter] = chambers.drr;
      await fees.connect(voter).collectPay(proposalId, voter);
      expect(await fees.collected(proposalId, voter)).to.equal(true);
      expect(await fees.payDue(proposalId, voter)).to.equal(0n);
      await expect(fees.connect(voter).collectPay(proposalId, voter))
        .to.be.revertedWithCustomError(fees, "ReviewFeesAlreadyCollected")
        .withArgs(proposalId, voter);
      expect(await nxs.balanceOf(voter)).to.equal(payPerVote);
    });

    it("stays with who voted when the seat goes to an alternate, who gets none", async () => {
      const setup = await networkHelpers.loadFixture(charged);
      const { board, fees, proposalId, chambers, spare } = setup;
      const [voter] = chambers.drr;
      await castAll(board, proposalId, [voter], SUPPORT.for);
      await board.nameAlternate(voter, spare, 0n);
      await board.connect(voter).resign();
      await board.connect(spare).takeSeat(voter);
      await endedVote(setup);
      await expect(fees.connect(spare).collectPay(proposalId, spare))
        .to.be.revertedWithCustomError(fees, "ReviewFeesNoBallot")
        .withArgs(proposalId, spare);
      await expect(fees.collectPay(proposalId, voter)).to.emit(fees, "PayCollected");
    });

    it("stays due when the voter's seat is followed by other seats of its own", async () => {
      const setup = await networkHelpers.loadFixture(charged);
      const { board, fees, proposalId, chambers } = setup;
      const [voter] = chambers.drr;
      await castAll(board, proposalId, [voter], SUPPORT.for);
      for (const chamber of [CHAMBER.security, CHAMBER.drf]) {
        await board.end(voter);
        await networkHelpers.time.increase(TERM_UNIT);
        await board.appoint(voter, chamber, WEIGHT, 0n, await endOfTerm(5));
      }
      expect(await board.hasCast(proposalId, voter)).to.equal(true);
      await expect(fees.collectPay(proposalId, voter))
        .to.emit(fees, "PayCollected")
        .withArgs(proposalId, voter, payPerVote);
    });
  });

  describe("the rest", () => {
    it("is settled once, whoever asks", async () => {
      const { fees, proposalId, publisher, stranger } = await networkHelpers.loadFixture(feeCertified);
      await fees.connect(stranger).settle(proposalId);
      expect((await fees.feeOf(proposalId)).closed).to.equal(true);
      await expect(fees.connect(publisher).settle(proposalId))
        .to.be.revertedWithCustomError(fees, "ReviewFeesClosed")
        .withArgs(proposalId);
    });

    it("adds up to the fee with the votes' pay, in either order", async () => {
      const { fees, nxs, proposalId, mandatory, publisher } = await networkHelpers.loadFixture(feeCertified);
      const before = await nxs.balanceOf(publisher);
      await fees.collectPay(proposalId, mandatory[0] ?? "");
      await fees.settle(proposalId);
      for (const voter of mandatory.slice(1)) await fees.collectPay(proposalId, voter);
      expect(await nxs.balanceOf(fees)).to.equal(0n);
      expect((await nxs.balanceOf(publisher)) - before).to.equal(REFUND);
      expect(await nxs.balanceOf(TREASURY)).to.equal(REST - REFUND);
    });

    it("leaves out no part, however small", async () => {
      const paid = await networkHelpers.loadFixture(feePublished);
      const { board, fees, nxs, chambers, publisher } = paid;
      await fees.setTerms({ fee: 2n, payPerVote: 0n, refundBps: 5_000n });
      const setup = { ...paid, ...(await submit(paid)) };
      const { proposalId, deadline } = setup;
      await castAll(
        board,
        proposalId,
        [...chambers.clauseAuditors, ...chambers.drr, ...chambers.security],
        SUPPORT.for,
      );
      await passAudit(setup);
      await networkHelpers.time.increaseTo(deadline + SETTINGS.challengeWindow);
      await board.executeReview(proposalId);
      await expect(fees.settle(proposalId)).to.changeTokenBalances(
        ethers,
        nxs,
        [publisher, TREASURY, fees],
        [1n, 1n, -2n],
      );
    });

    it("of an annulled round pays for the next, by the terms of now, and its own votes stay paid", async () => {
      const setup = await networkHelpers.loadFixture(feeAnnulled);
      const { board, fees, nxs, mandatory, publisher } = setup;
      await fees.setTerms({ fee: 5_000n, payPerVote: 200n, refundBps: 1_000n });
      const next = await submit(setup);
      expect([...(await fees.feeOf(next.proposalId)).terms]).to.deep.equal([REST, 200n, 1_000n]);
      await expect(fees.connect(publisher).settle(setup.proposalId))
        .to.be.revertedWithCustomError(fees, "ReviewFeesClosed")
        .withArgs(setup.proposalId);
      await castAll(board, next.proposalId, mandatory, SUPPORT.for);
      await networkHelpers.time.increaseTo(next.deadline + 500n);
      for (const voter of mandatory) {
        await fees.collectPay(setup.proposalId, voter);
        await fees.collectPay(next.proposalId, voter);
      }
      await fees.settle(next.proposalId);
      expect(await nxs.balanceOf(fees)).to.equal(0n);
    });

    it("of an annulled round isn't taken from the next by a stranger, but by its publisher", async () => {
      const setup = await networkHelpers.loadFixture(feeAnnulled);
      const { fees, nxs, publisher, stranger, proposalId } = setup;
      await expect(fees.connect(stranger).settle(proposalId))
        .to.be.revertedWithCustomError(fees, "ReviewFeesNotPublisher")
        .withArgs(proposalId, stranger, publisher);
      await expect(fees.connect(publisher).settle(proposalId))
        .to.emit(fees, "FeeSettled")
        .withArgs(proposalId, CONCLUSION.annulled, REST, 0n);
      const before = await nxs.balanceOf(publisher);
      await submit(setup);
      expect(before - (await nxs.balanceOf(publisher))).to.equal(fee);
    });

    it("pays for one round only", async () => {
      const setup = await networkHelpers.loadFixture(feeAnnulled);
      const { board, fees, nxs, publisher, versionId, content } = setup;
      const next = await submit(setup);
      await networkHelpers.time.increaseTo(next.deadline + 1n);
      expect(await fees.feeAfter(next.proposalId)).to.equal(fee);
      const sent = board.connect(publisher).submitForReview(versionId, content, 0n);
      await expect(sent).to.changeTokenBalance(ethers, nxs, publisher, -fee);
    });
  });
});

/** The publisher's permit for the fee. */
async function permitOf({ nxs, fees, publisher }: Awaited<ReturnType<typeof feePublished>>) {
  const { chainId } = await ethers.provider.getNetwork();
  const name = await nxs.name();
  const words = ["owner:address", "spender:address", "value:uint256", "nonce:uint256", "deadline:uint256"];
  const fields = words.map((word) => word.split(":") as [string, string]);
  return {
    domain: { name, version: "1", chainId, verifyingContract: await nxs.getAddress() },
    types: { Permit: fields.map(([name, type]) => ({ name, type })) },
    message: {
      owner: publisher.address,
      spender: await fees.getAddress(),
      value: fee,
      nonce: await nxs.nonces(publisher),
      deadline: BigInt(await networkHelpers.time.latest()) + 1_000n,
    },
  };
}
