// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IReviewerSeats} from "../interfaces/IReviewerSeats.sol";
import {Chamber} from "../types/Chambers.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {BoardState} from "./BoardState.sol";
import {Alternate, SeatBook, SeatRolls} from "./SeatRolls.sol";

/// @title Seats of the Review Board, in the board's own storage
abstract contract ReviewerSeats is BoardState, IReviewerSeats {
    using SeatRolls for SeatBook;

    /// @inheritdoc IReviewerSeats
    function appoint(
        address holder,
        Chamber chamber,
        uint16 weight,
        uint32 affiliation,
        uint48 until
    ) external restricted {
        Seat memory seat = Seat(weight, 0, until, chamber, 0, affiliation);
        _seatBook.appoint(_termUnit, _rules.longestReview, holder, seat);
    }

    /// @inheritdoc IReviewerSeats
    function end(address holder) external restricted {
        _seatBook.end(_termUnit, holder);
    }

    /// @inheritdoc IReviewerSeats
    function resign() external {
        _seatBook.end(_termUnit, msg.sender);
    }

    /// @inheritdoc IReviewerSeats
    function nameAlternate(address holder, address alternate, uint32 affiliation) external restricted {
        _seatBook.nameAlternate(holder, alternate, affiliation);
    }

    /// @inheritdoc IReviewerSeats
    function takeSeat(address holder) external {
        _seatBook.take(_termUnit, _rules.longestReview, holder);
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
        SeatWord seat = _seatBook.seats[holder];
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
    function alternateOf(address holder) external view returns (address, uint32, uint48) {
        Alternate storage alternate = _seatBook.alternates[holder];
        return (alternate.account, alternate.affiliation, alternate.vacantUntil);
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
}
