import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { CHAMBER, SETTINGS, SUPPORT, seated, submitted, WEIGHT } from "../fixtures/review-board.ts";

const AFFILIATION = 5n;
const NOBODY = ethers.ZeroAddress;

/** A DRR seat has a named alternate, who holds none. */
async function alternated() {
  const setup = await submitted();
  const [holder] = setup.chambers.drr;
  const naming = await setup.board.nameAlternate(holder, setup.spare, AFFILIATION);
  return { ...setup, holder, naming, alternate: setup.spare };
}

describe("ReviewerSeats: leaving and following", () => {
  describe("resign", () => {
    it("ends the caller's seat, which reviews that were submitted still count", async () => {
      const { board, chambers, proposalId } = await networkHelpers.loadFixture(submitted);
      const [holder] = chambers.drr;
      const resignation = await board.connect(holder).resign();
      const until = (await networkHelpers.time.latest()) + 1;
      await expect(resignation).to.emit(board, "SeatEnded").withArgs(holder, CHAMBER.drr, WEIGHT, until);
      await networkHelpers.time.increase(1);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(2n * WEIGHT);
      await expect(board.connect(holder).castVote(proposalId, SUPPORT.for)).to.emit(board, "VoteCast");
    });

    it("refuses an account without a running seat", async () => {
      const { board, spare } = await networkHelpers.loadFixture(seated);
      await expect(board.connect(spare).resign())
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNoSeat")
        .withArgs(spare);
    });

    it("isn't restricted: it works with the board's functions closed", async () => {
      const { board, manager, chambers } = await networkHelpers.loadFixture(submitted);
      await manager.setTargetClosed(board, true);
      await expect(board.connect(chambers.drr[0]).resign()).to.emit(board, "SeatEnded");
    });
  });

  describe("nameAlternate", () => {
    it("names who may follow, with an affiliation of its own", async () => {
      const { board, holder, alternate, naming } = await networkHelpers.loadFixture(alternated);
      await expect(naming).to.emit(board, "AlternateNamed").withArgs(holder, alternate, AFFILIATION);
      expect(await board.alternateOf(holder)).to.deep.equal([await alternate.getAddress(), AFFILIATION, 0n]);
    });

    it("refuses a seat that isn't running", async () => {
      const { board, spare, stranger } = await networkHelpers.loadFixture(seated);
      await expect(board.nameAlternate(spare, stranger, 0n))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNoSeat")
        .withArgs(spare);
    });

    it("takes an alternate away, also from a seat that was left", async () => {
      const { board, holder, alternate } = await networkHelpers.loadFixture(alternated);
      await board.end(holder);
      await board.nameAlternate(holder, NOBODY, 0n);
      await expect(board.connect(alternate).takeSeat(holder))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotAlternate")
        .withArgs(holder, alternate, NOBODY);
    });

    it("is restricted", async () => {
      const { board, holder, stranger } = await networkHelpers.loadFixture(alternated);
      await expect(board.connect(stranger).nameAlternate(holder, stranger, 0n))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });

  describe("takeSeat", () => {
    it("gives the alternate a seat of the same chamber and weight for the rest of the term, once", async () => {
      const { board, holder, alternate, until } = await networkHelpers.loadFixture(alternated);
      await board.connect(holder).resign();
      const taking = await board.connect(alternate).takeSeat(holder);
      await expect(taking).to.emit(board, "SeatTakenOver").withArgs(holder, alternate);
      const seat = await board.seatOf(alternate);
      expect([seat.chamber, seat.weight, seat.until, seat.affiliation]).to.deep.equal([
        CHAMBER.drr,
        WEIGHT,
        until,
        AFFILIATION,
      ]);
      await networkHelpers.time.increase(1);
      expect(await board.chamberWeight(CHAMBER.drr)).to.equal(3n * WEIGHT);
      await expect(board.connect(alternate).takeSeat(holder))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotAlternate")
        .withArgs(holder, alternate, NOBODY);
    });

    it("adds no vote to a review that was submitted before", async () => {
      const { board, holder, alternate, proposalId } = await networkHelpers.loadFixture(alternated);
      await board.end(holder);
      await board.connect(alternate).takeSeat(holder);
      await networkHelpers.time.increase(1);
      await expect(board.connect(alternate).castVote(proposalId, SUPPORT.for))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, alternate, 2n);
    });

    it("refuses while the seat runs, and once its term is over", async () => {
      const { board, holder, alternate, until } = await networkHelpers.loadFixture(alternated);
      const take = () => board.connect(alternate).takeSeat(holder);
      await expect(take())
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotVacant")
        .withArgs(holder, 0n);
      await board.end(holder);
      await networkHelpers.time.increaseTo(until);
      await expect(take())
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotVacant")
        .withArgs(holder, until);
    });

    it("refuses anybody else, and an alternate who holds a seat", async () => {
      const { board, holder, chambers, stranger } = await networkHelpers.loadFixture(alternated);
      const [, colleague] = chambers.drr;
      await board.nameAlternate(holder, colleague, 0n);
      await board.end(holder);
      await expect(board.connect(stranger).takeSeat(holder))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotAlternate")
        .withArgs(holder, stranger, colleague);
      const { until } = await board.seatOf(colleague);
      await expect(board.connect(colleague).takeSeat(holder))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsSeatHeld")
        .withArgs(colleague, until);
    });

    it("is over when the holder is appointed anew", async () => {
      const { board, holder, alternate, until } = await networkHelpers.loadFixture(alternated);
      await board.end(holder);
      await networkHelpers.time.increase(SETTINGS.votingPeriod + SETTINGS.objectionPeriod + 1n);
      await board.appoint(holder, CHAMBER.drr, WEIGHT, 0n, until);
      await expect(board.connect(alternate).takeSeat(holder))
        .to.be.revertedWithCustomError(board, "ReviewerSeatsNotAlternate")
        .withArgs(holder, alternate, NOBODY);
    });
  });
});
