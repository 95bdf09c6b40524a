// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {Chamber} from "../types/Chambers.sol";
import {ChamberWord} from "../types/ChamberWord.sol";
import {ReviewCount, Withdrawal} from "../types/ReviewCount.sol";
import {ReviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {BoardState} from "./BoardState.sol";

/// @title Who may vote, and what a changed chamber does to its review
abstract contract ChamberCount is BoardState, IReviewDesk {
    uint8 internal constant AGAINST = 0;
    uint8 internal constant ABSTAIN = 2;

    /// @dev Security, clause alignment and performance.
    uint256 internal constant ALL_CRITERIA = 7;

    function _emitVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 weight,
        string memory reason,
        bytes memory params
    ) internal {
        if (params.length == 0) emit IGovernor.VoteCast(account, proposalId, support, weight, reason);
        else emit IGovernor.VoteCastWithParams(account, proposalId, support, weight, reason, params);
    }

    function _withChamberResult(
        uint256 proposalId,
        ReviewWord review,
        uint8 chamber,
        ChamberWord word
    ) internal returns (ReviewWord result) {
        bool passes = word.passes(review.minimumFor());
        result = review.withResult(chamber, passes);
        if (!result.equals(review)) emit ChamberResultChanged(proposalId, Chamber(chamber), passes);
    }

    /// @dev Stores a changed result. One that turns to passing late opens the objection period, once: until its end only
    /// Against counts, so the result can't turn to passing again. Turning to failing opens none, because For couldn't
    /// answer in it.
    function _storeResult(uint256 proposalId, ReviewWord review, ReviewWord result) internal {
        if (result.equals(review)) return;
        if (result.allPass() && !review.allPass() && !review.objecting()) {
            uint48 until = uint48(block.timestamp) + review.objectionPeriod();
            if (until > review.deadline()) {
                result = result.withObjectionUntil(until);
                emit ObjectionPeriodOpened(proposalId, until);
            }
        }
        _counts[proposalId].review = result;
    }

    function _seatWordOf(address holder) internal view returns (SeatWord) {
        return _seatBook.seats[holder];
    }

    /// @dev Reverts unless the seat may cast this ballot; `_eligibilityOf` says why not.
    function _requireBallot(
        uint256 proposalId,
        uint256 snapshot,
        ReviewWord review,
        ChamberWord word,
        SeatWord seat,
        address account,
        uint8 support
    ) internal view {
        if (
            !seat.counts(snapshot) ||
            !word.isOpen() ||
            word.hasReceipt(seat.index()) ||
            review.conflictsWith(seat.affiliation())
        ) {
            Eligibility reason = _eligibilityOf(proposalId, snapshot, account, seat);
            // In a batch, an earlier ballot may have taken a receipt that isn't stored yet.
            if (reason == Eligibility.Eligible) reason = Eligibility.AlreadyVoted;
            revert ReviewBoardNotEligible(proposalId, account, reason);
        }
        if (support > ABSTAIN) revert IGovernor.GovernorInvalidVoteType();
        if (support != AGAINST && review.objecting()) {
            revert ReviewBoardNotEligible(proposalId, account, Eligibility.ObjectionsOnly);
        }
    }

    /// @dev Why a seat can't take part, whatever its support.
    function _eligibilityOf(
        uint256 proposalId,
        uint256 snapshot,
        address account,
        SeatWord seat
    ) internal view returns (Eligibility) {
        ReviewCount storage count = _counts[proposalId];
        if (!seat.counts(snapshot)) return Eligibility.NoSeat;
        if (!count.review.engages(seat.chamber())) return Eligibility.ChamberNotEngaged;
        if (count.withdrawn[account] == Withdrawal.Excluded) return Eligibility.ConflictOfInterest;
        if (count.chambers[seat.chamber()].hasReceipt(seat.index())) return Eligibility.AlreadyVoted;
        if (count.review.conflictsWith(seat.affiliation())) return Eligibility.ConflictOfInterest;
        return Eligibility.Eligible;
    }

    /// @dev An Against vote names at least one failing criterion.
    function _requireCriteria(uint8 support, bytes memory params) internal pure {
        if (support != AGAINST) return;
        if (params.length != 64) revert ReviewBoardInvalidCriteria(0);
        (uint256 criteria, ) = abi.decode(params, (uint256, bytes32));
        if (criteria == 0 || criteria > ALL_CRITERIA) revert ReviewBoardInvalidCriteria(uint8(criteria));
    }
}
