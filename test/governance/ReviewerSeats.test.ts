import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  CHAMBER,
  deployBoard,
  endOfTerm,
  SETTINGS,
  submitted,
  TERM_UNIT,
  WEIGHT,
} from "../fixtures/review-board.ts";

const LONGEST_REVIEW = SETTINGS.votingPeriod + SETTINGS.objectionPeriod;

/** One seat of weight 10 that ends with the term unit after the present one. */
async function appointed() {
  const setup = await deployBoard();
  const until = await endOfTerm(2);
  await setup.board.appoint(setup.stranger, CHAMBER.drr, WEIGHT, 9n, until);
  const since = BigInt(await networkHelpers.time.latest());
  return { ...setup, holder: setup.stranger, until, since };
}

describe("ReviewerSeats", () => {
  describe("appoint", () => {
    it("gives an account a seat that counts from the next second", async () => {
      const { board, relayer } = await networkHelpers.loadFixture(deployBoard);
      const until = await endOfTerm(2);
      const appointment = board.appoint(relayer, CHAMBER.drr, WEIGHT, 9n, until);
      await appointment;
      const since = BigInt(await networkHelpers.time.latest());
      await expect(appointment)
        .to.emit(board, "SeatAppointed")
        .withArgs(relayer, CHAMBER.drr, WEIGHT, since, until, 9n, 0n);
      expect(await board.seatOf(relayer)).to.deep.equal([WEIGHT, since, until, CHAMBER.drr, 0n, 9n]);
      expect(await board.getVotes(relayer, since)).to.equal(0n);
      expect(await board.getVotes(relayer, since + 1n)).to.equal(WEIGHT);
      expect(await board.getVotes(relayer, until - 1n)).to.equal(WEIGHT);
      expect(await board.getVotes(relayer, until)).to.equal(0n);
    });

    it("refuses a weight of 0", async () => {
      const { board, relayer, until } = await networkHelpers.loadFixture(appointed);
      await expect(board.appoint(relayer, CHAMBER.drr, 0n, 0n, until)).to.be.revertedWithCustomError(
        board,
        "ReviewerSeatsZeroWeight",
      );
    });

    it("refuses an end that is past or no multiple of the term unit", async () => {
      const { board, relayer, until } = await networkHelpers.loadFixture(appointed);
      for (const end of [until - 10n * TERM_UNIT, until + 1n, 0n]) {
        await expect(board.appoint(relayer, CHAMBER.drr, WEIGHT, 0n, end))
          .to.be.revertedWithCustomError(board, "ReviewerSeatsInvalidTerm")
          .withArgs(end);
      }
    });

    it("refuses a second seat, in any chamber", async () => {
      const { board, holder, until } = await networkHelpers.loadFixture(appointed);
      await expect(board.appoint(holder, CHAMBER.hubs, WEIGHT, 0n, until))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsSeatHeld")
        .withArgs(holder, until);
    });

    it("waits with a new seat until no open review can count the old one", async () => {
      const { board, holder, until } = await networkHelpers.loadFixture(appointed);
      const again = () => board.appoint(holder, CHAMBER.drr, WEIGHT, 0n, until + 10n * TERM_UNIT);
      await networkHelpers.time.setNextBlockTimestamp(until + LONGEST_REVIEW - 1n);
      await expect(again())
        .to.be.revertedWithCustomError(board, "ReviewerSeatsSeatHeld")
        .withArgs(holder, until);
      await networkHelpers.time.setNextBlockTimestamp(until + LONGEST_REVIEW);
      await expect(again()).to.emit(board, "SeatAppointed");
    });

    it("remembers the longest review that settings ever allowed", async () => {
      const { board, holder, until } = await networkHelpers.loadFixture(appointed);
      await board.setReviewSettings({ ...SETTINGS, votingPeriod: 10n, objectionPeriod: 10n });
      await networkHelpers.time.setNextBlockTimestamp(until + LONGEST_REVIEW - 1n);
      await expect(board.appoint(holder, CHAMBER.drr, WEIGHT, 0n, until + 10n * TERM_UNIT))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsSeatHeld")
        .withArgs(holder, until);
    });

    it("refuses more weight than a chamber's count can hold", async () => {
      const { board, relayer, until } = await networkHelpers.loadFixture(appointed);
      await expect(board.appoint(relayer, CHAMBER.drr, 65_536n - WEIGHT, 0n, until))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsChamberFull")
        .withArgs(CHAMBER.drr);
      await board.appoint(relayer, CHAMBER.drr, 65_535n - WEIGHT, 0n, until);
    });

    it("refuses a 129th seat, and gives each of 128 its own bit", async () => {
      const { board, until } = await networkHelpers.loadFixture(appointed);
      const indices = new Set([0n]);
      for (let seat = 1; seat < 128; seat += 1) {
        const account = ethers.Wallet.createRandom();
        await board.appoint(account, CHAMBER.drr, 1n, 0n, until);
        indices.add((await board.seatOf(account)).index);
      }
      expect(indices.size).to.equal(128);
      await expect(board.appoint(ethers.Wallet.createRandom(), CHAMBER.drr, 1n, 0n, until))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsChamberFull")
        .withArgs(CHAMBER.drr);
    });

    it("is restricted", async () => {
      const { board, holder, until } = await networkHelpers.loadFixture(appointed);
      await expect(board.connect(holder).appoint(holder, CHAMBER.drr, WEIGHT, 0n, until))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(holder);
    });
  });

  describe("end", () => {
    it("ends a seat from the next second on", async () => {
      const { board, holder } = await networkHelpers.loadFixture(appointed);
      const ending = board.end(holder);
      await ending;
      const now = BigInt(await networkHelpers.time.latest());
      await expect(ending)
        .to.emit(board, "SeatEnded")
        .withArgs(holder, CHAMBER.drr, WEIGHT, now + 1n);
      expect(await board.getVotes(holder, now)).to.equal(WEIGHT);
      expect(await board.getVotes(holder, now + 1n)).to.equal(0n);
    });

    it("refuses an account without a running seat", async () => {
      const { board, holder, relayer } = await networkHelpers.loadFixture(appointed);
      await board.end(holder);
      for (const account of [holder, relayer]) {
        await expect(board.end(account))
          .to.be.revertedWithCustomError(board, "ReviewerSeatsNoSeat")
          .withArgs(account);
      }
    });

    it("frees the seat's bit for a seat that no review counts together with it", async () => {
      const { board, holder, relayer, until } = await networkHelpers.loadFixture(appointed);
      await board.end(holder);
      await board.appoint(relayer, CHAMBER.drr, WEIGHT, 0n, until);
      const [ended, next] = [await board.seatOf(holder), await board.seatOf(relayer)];
      expect(next.index).to.equal(ended.index);
      expect(next.since).to.be.at.least(ended.until - 1n);
    });

    it("leaves reviews as they are", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const before = await board.chamberTally(proposalId, CHAMBER.drr);
      await board.end(chambers.drr[0]);
      expect(await board.chamberTally(proposalId, CHAMBER.drr)).to.deep.equal(before);
      await expect(board.connect(chambers.drr[0]).castVote(proposalId, 1n)).to.emit(board, "VoteCast");
    });
  });

  describe("chamberWeight", () => {
    it("follows terms that end silently", async () => {
      const { board, relayer, until } = await networkHelpers.loadFixture(appointed);
      await board.appoint(relayer, CHAMBER.drr, 7n, 0n, until + TERM_UNIT);
      await networkHelpers.time.increaseTo(until - 1n);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(WEIGHT + 7n);
      await networkHelpers.time.increaseTo(until);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(7n);
      await networkHelpers.time.increaseTo(until + TERM_UNIT);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(0n);
    });

    it("doesn't take an ended seat out twice", async () => {
      const { board, holder, relayer, until } = await networkHelpers.loadFixture(appointed);
      await board.appoint(relayer, CHAMBER.drr, 7n, 0n, until + TERM_UNIT);
      await board.end(holder);
      await networkHelpers.time.increaseTo(until);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(7n);
    });
  });

  describe("prune", () => {
    it("catches up with a chamber that was left alone for long", async () => {
      const { board, relayer, until } = await networkHelpers.loadFixture(appointed);
      await board.appoint(relayer, CHAMBER.drr, 7n, 0n, until + 1_000n * TERM_UNIT);
      const prunedUntil = until - 2n * TERM_UNIT + 128n * TERM_UNIT;
      await networkHelpers.time.increaseTo(until + 200n * TERM_UNIT);
      await expect(board.chamberWeight(CHAMBER.drr))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotPruned")
        .withArgs(CHAMBER.drr, prunedUntil);
      await board.prune(CHAMBER.drr, 80n);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(7n);
    });
  });

  describe("setAffiliation", () => {
    it("states an account's affiliation above that of its seat", async () => {
      const { board, holder } = await networkHelpers.loadFixture(appointed);
      expect(await board.affiliationOf(holder)).to.equal(9n);
      await expect(board.setAffiliation(holder, 4n))
        .to.emit(board, "AffiliationSet")
        .withArgs(holder, 0n, 4n);
      expect(await board.affiliationOf(holder)).to.equal(4n);
      expect((await board.seatOf(holder)).affiliation).to.equal(9n);
    });

    it("is restricted", async () => {
      const { board, holder } = await networkHelpers.loadFixture(appointed);
      await expect(board.connect(holder).setAffiliation(holder, 4n))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(holder);
    });
  });
});
