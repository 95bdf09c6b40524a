// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {ChamberWord} from "../types/ChamberWord.sol";
import {ReviewCount} from "../types/ReviewCount.sol";
import {ReviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {ChamberCount} from "./ChamberCount.sol";
import {DeskCalls} from "./DeskCalls.sol";
import {GovernorBallots} from "./GovernorBallots.sol";

/// @title Counting by chambers: each engaged chamber has its own quorum and approval, and all of them must let pass
/// @dev A vote reads the proposal, the review word, the seat and the chamber word, and writes the chamber word; only a
/// vote that changes its chamber's result also writes the review word.
abstract contract GovernorCountingChambers is ChamberCount, DeskCalls, GovernorBallots {
    /// @notice Whether the account voted or recused itself with the seat it holds.
    function hasVoted(uint256, address) external view returns (bool) {
        _read();
    }

    /// @inheritdoc Governor
    function proposalDeadline(uint256 proposalId) public view override returns (uint256) {
        return _counts[proposalId].review.deadline();
    }

    /// @notice 0: quorums belong to the chambers of a review and are frozen in it, see `chamberTally`.
    function quorum(uint256) public pure override returns (uint256) {
        return 0;
    }

    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure returns (string memory) {
        return "support=bravo&quorum=for,abstain&params=criteria";
    }

    /// @dev Counts a vote and emits its event.
    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal override returns (uint256 weight) {
        _requireActive(proposalId);
        weight = _countVote(proposalId, account, support, 0, params);
        _emitVote(proposalId, account, support, weight, reason, params);
    }

    /// @dev The weight comes from the seat, not from the caller.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256,
        bytes memory params
    ) internal override returns (uint256) {
        ReviewCount storage count = _counts[proposalId];
        ReviewWord review = count.review;
        SeatWord seat = _seatWordOf(account);
        uint8 chamber = seat.chamber();
        ChamberWord word = count.chambers[chamber];
        _requireBallot(proposalId, proposalSnapshot(proposalId), review, word, seat, account, support);
        _requireCriteria(support, params);
        word = word.withVote(seat.index(), seat.weight(), support);
        count.chambers[chamber] = word;
        _storeResult(proposalId, review, _withChamberResult(proposalId, review, chamber, word));
        return seat.weight();
    }

    /// @dev Every chamber's quorum is part of its result.
    function _quorumReached(uint256) internal pure override returns (bool) {
        return true;
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        return _counts[proposalId].review.allPass();
    }

    function _getVotes(address account, uint256 timepoint, bytes memory) internal view override returns (uint256) {
        SeatWord seat = _seatWordOf(account);
        return seat.counts(timepoint) ? seat.weight() : 0;
    }

    /// @dev Reverts as stock Governor does unless votes are taken now. A review is neither executed nor cancelled before
    /// its deadline, so its times tell.
    function _requireActive(uint256 proposalId) private view returns (uint256 snapshot) {
        snapshot = proposalSnapshot(proposalId);
        if (snapshot == 0 || snapshot >= block.timestamp || proposalDeadline(proposalId) < block.timestamp) {
            _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));
        }
    }
}
