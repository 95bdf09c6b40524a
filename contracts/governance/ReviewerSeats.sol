// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IReviewerSeats} from "../interfaces/IReviewerSeats.sol";
import {Chamber} from "../types/Chambers.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {SeatBook, SeatRolls} from "./SeatRolls.sol";

/// @title Seats of the Review Board, in the board's own storage
abstract contract ReviewerSeats is AccessManaged, IReviewerSeats {
    using SeatRolls for SeatBook;

    uint48 internal immutable _termUnit;

    SeatBook internal _seatBook;

    constructor(uint48 termUnit_) {
        if (termUnit_ == 0) revert ReviewerSeatsInvalidTerm(termUnit_);
        _termUnit = termUnit_;
    }

    /// @inheritdoc IReviewerSeats
    function appoint(
        address holder,
        Chamber chamber,
        uint16 weight,
        uint32 affiliation,
        uint48 until
    ) external restricted {
        Seat memory seat = Seat(weight, 0, until, chamber, 0, affiliation);
        _seatBook.appoint(_termUnit, _longestReview(), holder, seat);
    }

    /// @inheritdoc IReviewerSeats
    function end(address holder) external restricted {
        _seatBook.end(_termUnit, holder);
    }

    /// @inheritdoc IReviewerSeats
    function setAffiliation(address account, uint32 affiliation) external restricted {
        uint32 previous = _seatBook.affiliations[account];
        _seatBook.affiliations[account] = affiliation;
        emit AffiliationSet(account, previous, affiliation);
    }

    /// @inheritdoc IReviewerSeats
    function prune(Chamber chamber, uint256 steps) external {
        _seatBook.prune(_termUnit, chamber, steps);
    }

    /// @inheritdoc IReviewerSeats
    function seatOf(address holder) external view returns (Seat memory) {
        SeatWord seat = _seatWordOf(holder);
        return
            Seat({
                weight: seat.weight(),
                since: seat.since(),
                until: seat.until(),
                chamber: Chamber(seat.chamber()),
                index: seat.index(),
                affiliation: seat.affiliation()
            });
    }

    /// @inheritdoc IReviewerSeats
    function affiliationOf(address account) external view returns (uint32) {
        return _seatBook.affiliationOf(account);
    }

    /// @inheritdoc IReviewerSeats
    function chamberWeight(Chamber chamber) external view returns (uint256) {
        return _seatBook.currentWeight(_termUnit, chamber);
    }

    /// @inheritdoc IReviewerSeats
    function termUnit() external view returns (uint48) {
        return _termUnit;
    }

    function _seatWordOf(address holder) internal view returns (SeatWord) {
        return _seatBook.seats[holder];
    }

    /// @dev Seconds from the submission of a review to the last second in which it may take a vote, at most, for every
    /// review that may still be open.
    function _longestReview() internal view virtual returns (uint48);
}
