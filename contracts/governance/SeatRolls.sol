// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IReviewerSeats} from "../interfaces/IReviewerSeats.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Chamber} from "../types/Chambers.sol";
import {SeatWord, seatWord} from "../types/SeatWord.sol";

/// @dev One word per chamber. `previousWeight` is the weight before the changes of second `changedAt`.
struct ChamberRoll {
    uint128 seats;
    uint16 weight;
    uint16 previousWeight;
    uint48 changedAt;
    uint48 prunedUnit;
}

/// @dev What leaves a chamber when a term unit begins.
struct TermExpiry {
    uint128 seats;
    uint16 weight;
}

/// @dev Who may take a seat over if it ends early. `vacantUntil` is the end of the term that was left, 0 while it runs.
struct Alternate {
    address account;
    uint32 affiliation;
    uint48 vacantUntil;
}

/// @dev `past` keeps the seats that an account held before, by their beginning.
struct SeatBook {
    mapping(address holder => SeatWord) seats;
    mapping(address holder => Checkpoints.Trace208) past;
    mapping(address account => uint32 affiliation) affiliations;
    mapping(address holder => Alternate) alternates;
    mapping(Chamber chamber => ChamberRoll) rolls;
    mapping(Chamber chamber => mapping(uint256 unit => TermExpiry)) expiries;
}

/// @title Seats coming and going, and the weight of their chambers
/// @dev A change made in second t takes effect at t + 1, for a seat and for its chamber's weight alike, so that a review
/// submitted in second t finds both as they were before. Linked, not inlined: the board's bytecode has a limit.
library SeatRolls {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev Receipt bits of a chamber in one review.
    uint256 internal constant MAX_SEATS = 128;

    /// @dev Term units that a submission or an appointment catches up with on its own; `prune` takes more.
    uint256 internal constant MAX_UNPRUNED_UNITS = 128;

    /// @param seat The new seat; its `since` and `index` are set here
    /// @param longestReview Seconds from the submission of any open review to its last vote, at most
    function appoint(
        SeatBook storage book,
        uint48 termUnit,
        uint48 longestReview,
        address holder,
        IReviewerSeats.Seat calldata seat
    ) external {
        if (seat.weight == 0) revert IReviewerSeats.ReviewerSeatsZeroWeight();
        _appoint(book, termUnit, longestReview, holder, seat);
    }

    function nameAlternate(SeatBook storage book, address holder, address account, uint32 affiliation) external {
        // A seat that was left gets no other alternate; the one it has may be taken away.
        if (account != address(0) && book.seats[holder].until() <= block.timestamp + 1) {
            revert IReviewerSeats.ReviewerSeatsNoSeat(holder);
        }
        book.alternates[holder] = Alternate(account, affiliation, 0);
        emit IReviewerSeats.AlternateNamed(holder, account, affiliation);
    }

    /// @dev A new seat for the alternate, for the rest of the term that the holder left.
    function take(SeatBook storage book, uint48 termUnit, uint48 longestReview, address holder) external {
        Alternate memory alternate = book.alternates[holder];
        if (alternate.account != msg.sender) {
            revert IReviewerSeats.ReviewerSeatsNotAlternate(holder, msg.sender, alternate.account);
        }
        if (alternate.vacantUntil <= block.timestamp) {
            revert IReviewerSeats.ReviewerSeatsNotVacant(holder, alternate.vacantUntil);
        }
        SeatWord left = book.seats[holder];
        delete book.alternates[holder];
        IReviewerSeats.Seat memory seat = IReviewerSeats.Seat({
            weight: left.weight(),
            since: 0,
            until: alternate.vacantUntil,
            chamber: Chamber(left.chamber()),
            index: 0,
            affiliation: alternate.affiliation
        });
        emit IReviewerSeats.SeatTakenOver(holder, msg.sender);
        _appoint(book, termUnit, longestReview, msg.sender, seat);
    }

    function end(SeatBook storage book, uint48 termUnit, address holder) external {
        SeatWord seat = book.seats[holder];
        uint48 until = uint48(block.timestamp) + 1;
        if (seat.until() <= until) revert IReviewerSeats.ReviewerSeatsNoSeat(holder);

        Chamber chamber = Chamber(seat.chamber());
        uint128 bit = uint128(1) << seat.index();
        ChamberRoll memory roll = _changingRoll(book, termUnit, chamber);
        roll.weight -= seat.weight();
        // The bit is free at once: its next seat counts from `until` on, this one only before.
        roll.seats &= ~bit;
        book.rolls[chamber] = roll;

        TermExpiry storage expiry = book.expiries[chamber][seat.until() / termUnit];
        expiry.seats &= ~bit;
        expiry.weight -= seat.weight();
        if (book.alternates[holder].account != address(0)) book.alternates[holder].vacantUntil = seat.until();
        book.seats[holder] = seat.endingAt(until);
        emit IReviewerSeats.SeatEnded(holder, chamber, seat.weight(), until);
    }

    function prune(SeatBook storage book, uint48 termUnit, Chamber chamber, uint256 steps) external {
        book.rolls[chamber] = _pruned(book, termUnit, chamber, steps);
    }

    function currentWeight(SeatBook storage book, uint48 termUnit, Chamber chamber) external view returns (uint16) {
        return _weightNow(_currentRoll(book, termUnit, chamber));
    }

    /// @dev Weight that counts now, with the chamber's roll brought up to date.
    function syncedWeight(SeatBook storage book, uint48 termUnit, Chamber chamber) internal returns (uint16) {
        uint48 prunedUnit = book.rolls[chamber].prunedUnit;
        ChamberRoll memory roll = _currentRoll(book, termUnit, chamber);
        if (roll.prunedUnit != prunedUnit) book.rolls[chamber] = roll;
        return _weightNow(roll);
    }

    /// @dev The seat that an account held last at a timepoint, whether or not it counted then.
    function seatAt(SeatBook storage book, address holder, uint48 timepoint) internal view returns (SeatWord seat) {
        seat = book.seats[holder];
        if (seat.since() < timepoint) return seat;
        return SeatWord.wrap(book.past[holder].upperLookup(timepoint));
    }

    /// @dev The affiliation stated for an account, else that of the seat it holds or held last.
    function affiliationOf(SeatBook storage book, address account) internal view returns (uint32) {
        uint32 stated = book.affiliations[account];
        return stated == 0 ? book.seats[account].affiliation() : stated;
    }

    function _appoint(
        SeatBook storage book,
        uint48 termUnit,
        uint48 longestReview,
        address holder,
        IReviewerSeats.Seat memory seat
    ) private {
        seat.since = uint48(block.timestamp);
        if (seat.until % termUnit != 0 || seat.until <= seat.since) {
            revert IReviewerSeats.ReviewerSeatsInvalidTerm(seat.until);
        }
        // A review that counts the old seat was submitted before its end, so by then its voting is over.
        uint48 heldUntil = book.seats[holder].until();
        if (heldUntil != 0 && seat.since < uint256(heldUntil) + longestReview) {
            revert IReviewerSeats.ReviewerSeatsSeatHeld(holder, heldUntil);
        }
        seat.index = _join(book, termUnit, seat);
        _keepPast(book, holder);
        // Whoever was to follow the holder's last seat doesn't follow this one.
        delete book.alternates[holder];
        book.seats[holder] = seatWord(
            seat.weight,
            seat.since,
            seat.until,
            uint8(seat.chamber),
            seat.index,
            seat.affiliation
        );
        emit IReviewerSeats.SeatAppointed(
            holder,
            seat.chamber,
            seat.weight,
            seat.since,
            seat.until,
            seat.affiliation,
            seat.index
        );
    }

    /// @dev The word has 160 bits, and the one before began earlier.
    function _keepPast(SeatBook storage book, address holder) private {
        SeatWord past = book.seats[holder];
        if (past.until() != 0) book.past[holder].push(past.since(), uint208(SeatWord.unwrap(past)));
    }

    function _join(
        SeatBook storage book,
        uint48 termUnit,
        IReviewerSeats.Seat memory seat
    ) private returns (uint8 index) {
        ChamberRoll memory roll = _changingRoll(book, termUnit, seat.chamber);
        index = _freeIndex(seat.chamber, roll.seats);
        if (uint256(roll.weight) + seat.weight > type(uint16).max) {
            revert IReviewerSeats.ReviewerSeatsChamberFull(seat.chamber);
        }
        roll.weight += seat.weight;
        roll.seats |= uint128(1) << index;
        book.rolls[seat.chamber] = roll;
        TermExpiry storage expiry = book.expiries[seat.chamber][seat.until / termUnit];
        expiry.seats |= uint128(1) << index;
        expiry.weight += seat.weight;
    }

    /// @dev The roll up to date, about to change in this second.
    function _changingRoll(
        SeatBook storage book,
        uint48 termUnit,
        Chamber chamber
    ) private view returns (ChamberRoll memory roll) {
        roll = _currentRoll(book, termUnit, chamber);
        if (roll.changedAt != block.timestamp) {
            roll.previousWeight = roll.weight;
            roll.changedAt = uint48(block.timestamp);
        }
    }

    function _currentRoll(
        SeatBook storage book,
        uint48 termUnit,
        Chamber chamber
    ) private view returns (ChamberRoll memory roll) {
        roll = _pruned(book, termUnit, chamber, MAX_UNPRUNED_UNITS);
        if (roll.prunedUnit != block.timestamp / termUnit) {
            revert IReviewerSeats.ReviewerSeatsNotPruned(chamber, roll.prunedUnit * termUnit);
        }
    }

    /// @dev The roll without the seats whose terms ended in the next `steps` units that aren't pruned yet.
    function _pruned(
        SeatBook storage book,
        uint48 termUnit,
        Chamber chamber,
        uint256 steps
    ) private view returns (ChamberRoll memory roll) {
        roll = book.rolls[chamber];
        uint48 presentUnit = uint48(block.timestamp / termUnit);
        for (uint256 step = 0; step < steps && roll.weight != 0 && roll.prunedUnit < presentUnit; ++step) {
            ++roll.prunedUnit;
            TermExpiry memory expiry = book.expiries[chamber][roll.prunedUnit];
            roll.weight -= expiry.weight;
            roll.seats &= ~expiry.seats;
        }
        // Without weight there is no seat left to expire.
        if (roll.weight == 0) roll.prunedUnit = presentUnit;
    }

    function _weightNow(ChamberRoll memory roll) private view returns (uint16) {
        return roll.changedAt == block.timestamp ? roll.previousWeight : roll.weight;
    }

    function _freeIndex(Chamber chamber, uint128 seats) private pure returns (uint8 index) {
        while ((seats >> index) & 1 != 0) {
            if (++index == MAX_SEATS) revert IReviewerSeats.ReviewerSeatsChamberFull(chamber);
        }
    }
}
