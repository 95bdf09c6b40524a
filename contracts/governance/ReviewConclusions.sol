// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {CHAMBER_COUNT} from "../types/Chambers.sol";
import {ReviewCount, Withdrawal} from "../types/ReviewCount.sol";
import {ANNULLED, HELD, ReviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {ReviewDisputes} from "./ReviewDisputes.sol";
import {SeatBook, SeatRolls} from "./SeatRolls.sol";

/// @title What a review came to, and who voted in it, for what depends on that
abstract contract ReviewConclusions is ReviewDisputes {
    using SeatRolls for SeatBook;

    /// @inheritdoc IReviewDesk
    function conclusion(uint256 proposalId) external view returns (Conclusion reached, uint256 ballots) {
        IGovernor.ProposalState current = _board().state(proposalId);
        bool voting = current == IGovernor.ProposalState.Pending || current == IGovernor.ProposalState.Active;
        if (voting) return (Conclusion.Voting, 0);
        return (_reached(current, _counts[proposalId].review), _ballots(_counts[proposalId]));
    }

    /// @inheritdoc IReviewDesk
    function hasCast(uint256 proposalId, address account) external view returns (bool) {
        // Not truncated: Governor keeps it in 48 bits.
        uint48 snapshot = uint48(_board().proposalSnapshot(proposalId));
        SeatWord seat = _seatBook.seatAt(account, snapshot);
        ReviewCount storage count = _counts[proposalId];
        return
            seat.counts(snapshot) &&
            count.withdrawn[account] == Withdrawal.None &&
            count.chambers[seat.chamber()].hasReceipt(seat.index());
    }

    function _reached(IGovernor.ProposalState current, ReviewWord word) private view returns (Conclusion) {
        if (current == IGovernor.ProposalState.Executed) return Conclusion.Certified;
        if (current == IGovernor.ProposalState.Queued || word.has(HELD)) return Conclusion.Undecided;
        if (current != IGovernor.ProposalState.Defeated) return Conclusion.Uncertified;
        if (word.has(ANNULLED)) return Conclusion.Annulled;
        return block.timestamp < word.eta() ? Conclusion.Undecided : Conclusion.Uncertified;
    }

    /// @dev Each receipt is a ballot's but those that were taken from seats without one.
    function _ballots(ReviewCount storage count) private view returns (uint256 ballots) {
        for (uint256 chamber = 0; chamber < CHAMBER_COUNT; ++chamber) ballots += count.chambers[chamber].receipts();
        ballots -= count.withdrawals;
    }
}
