// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IReviewBoard} from "../interfaces/IReviewBoard.sol";
import {Chamber, CHAMBER_COUNT} from "../types/Chambers.sol";
import {ChamberWord} from "../types/ChamberWord.sol";
import {ReviewCount} from "../types/ReviewCount.sol";
import {ReviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {GovernorBallots} from "./GovernorBallots.sol";
import {ReviewerSeats} from "./ReviewerSeats.sol";

/// @title Counting by chambers: each engaged chamber has its own quorum and approval, and all of them must let pass
/// @dev A vote reads the proposal, the review word, the seat and the chamber word, and writes the chamber word; only a
/// vote that changes its chamber's result also writes the review word.
abstract contract GovernorCountingChambers is GovernorBallots, ReviewerSeats, IReviewBoard {
    /// @dev The ballots of one transaction, counted in memory.
    struct Batch {
        uint256 proposalId;
        uint256 snapshot;
        ReviewWord review;
        bytes32 domainSeparator;
        ChamberWord[CHAMBER_COUNT] chambers;
    }

    uint8 internal constant AGAINST = 0;
    uint8 internal constant ABSTAIN = 2;

    /// @dev Security, clause alignment and performance.
    uint256 internal constant ALL_CRITERIA = 7;

    mapping(uint256 proposalId => ReviewCount) internal _counts;

    /// @inheritdoc IReviewBoard
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external {
        ReviewCount storage count = _counts[proposalId];
        Batch memory batch;
        batch.proposalId = proposalId;
        batch.snapshot = _requireActive(proposalId);
        batch.review = count.review;
        batch.domainSeparator = _domainSeparatorV4();
        // Bounded by the seats of the engaged chambers, each of which votes once.
        for (uint256 i = 0; i < ballots.length; ++i) {
            _countBallot(batch, count, ballots[i]);
        }
        ReviewWord result = batch.review;
        for (uint8 chamber = 0; chamber < CHAMBER_COUNT; ++chamber) {
            ChamberWord word = batch.chambers[chamber];
            if (!word.isOpen()) continue;
            count.chambers[chamber] = word;
            result = _withChamberResult(proposalId, result, chamber, word);
        }
        _storeResult(proposalId, batch.review, result);
    }

    /// @inheritdoc IReviewBoard
    function recuse(uint256 proposalId) external {
        _requireActive(proposalId);
        ReviewWord review = _counts[proposalId].review;
        if (review.objecting()) revert ReviewBoardRecusalClosed(proposalId);
        address account = _msgSender();
        SeatWord seat = _seatWordOf(account);
        Eligibility reason = _eligibilityOf(proposalId, account, seat);
        bool conflicted = reason == Eligibility.ConflictOfInterest;
        // A seat of the publisher's affiliation may also leave the base; one that was taken out already may not.
        if (reason != Eligibility.Eligible && !(conflicted && !_counts[proposalId].excluded[account])) {
            revert ReviewBoardNotEligible(proposalId, account, reason);
        }
        ChamberWord word = _recuseSeat(proposalId, account, seat, conflicted);
        _storeResult(proposalId, review, _withChamberResult(proposalId, review, seat.chamber(), word));
    }

    /// @inheritdoc IReviewBoard
    function chamberTally(uint256 proposalId, Chamber chamber) external view returns (ChamberTally memory) {
        ChamberWord word = _counts[proposalId].chambers[uint8(chamber)];
        return
            ChamberTally({
                againstVotes: word.againstVotes(),
                forVotes: word.forVotes(),
                abstainVotes: word.abstainVotes(),
                recused: word.recused(),
                total: word.total(),
                quorumBps: word.quorumBps(),
                approvalBps: word.approvalBps(),
                forVoters: word.forVoters(),
                mandatory: word.mandatory(),
                passes: (_counts[proposalId].review.passing() >> uint8(chamber)) & 1 != 0
            });
    }

    /// @inheritdoc IReviewBoard
    function eligibility(uint256 proposalId, address account) external view returns (Eligibility) {
        if (state(proposalId) != ProposalState.Active) return Eligibility.NotActive;
        Eligibility reason = _eligibilityOf(proposalId, account, _seatWordOf(account));
        if (reason != Eligibility.Eligible) return reason;
        return _counts[proposalId].review.objecting() ? Eligibility.ObjectionsOnly : Eligibility.Eligible;
    }

    /// @notice Weight against, for and abstaining, summed over the chambers; it decides nothing, see `chamberTally`.
    function proposalVotes(uint256 proposalId) external view returns (uint256, uint256, uint256) {
        uint256[3] memory sums;
        for (uint256 chamber = 0; chamber < CHAMBER_COUNT; ++chamber) {
            for (uint8 support = AGAINST; support <= ABSTAIN; ++support) {
                sums[support] += _counts[proposalId].chambers[chamber].votes(support);
            }
        }
        return (sums[0], sums[1], sums[2]);
    }

    /// @notice Whether the account voted or recused itself with the seat it holds.
    function hasVoted(uint256 proposalId, address account) public view returns (bool) {
        SeatWord seat = _seatWordOf(account);
        return
            seat.counts(proposalSnapshot(proposalId)) &&
            !_counts[proposalId].excluded[account] &&
            _counts[proposalId].chambers[seat.chamber()].hasReceipt(seat.index());
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

    function _countBallot(Batch memory batch, ReviewCount storage count, SignedBallot calldata ballot) private {
        bool plain = bytes(ballot.reason).length == 0 && ballot.params.length == 0;
        address voter = ballot.voter;
        uint8 support = ballot.support;
        bytes32 structHash =
            plain
                ? _ballotHash(batch.proposalId, support, voter)
                : _extendedBallotHash(batch.proposalId, support, voter, ballot.reason, ballot.params);
        bytes32 digest = MessageHashUtils.toTypedDataHash(batch.domainSeparator, structHash);
        if (!_isSigned(voter, digest, ballot.signature)) revert GovernorInvalidSignature(voter);

        SeatWord seat = _seatWordOf(voter);
        uint256 chamber = seat.chamber();
        ChamberWord word = batch.chambers[chamber];
        if (!word.isOpen()) word = count.chambers[chamber];
        _requireBallot(batch.proposalId, batch.snapshot, batch.review, word, seat, voter, support);
        batch.chambers[chamber] = word.withVote(seat.index(), seat.weight(), support);
        if (plain) {
            if (support == AGAINST) revert ReviewBoardInvalidCriteria(0);
            emit VoteCast(voter, batch.proposalId, support, seat.weight(), "");
        } else {
            _requireCriteria(support, ballot.params);
            _emitVote(batch.proposalId, voter, support, seat.weight(), ballot.reason, ballot.params);
        }
    }

    function _emitVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 weight,
        string memory reason,
        bytes memory params
    ) private {
        if (params.length == 0) emit VoteCast(account, proposalId, support, weight, reason);
        else emit VoteCastWithParams(account, proposalId, support, weight, reason, params);
    }

    function _recuseSeat(
        uint256 proposalId,
        address account,
        SeatWord seat,
        bool conflicted
    ) private returns (ChamberWord word) {
        uint8 chamber = seat.chamber();
        word = _counts[proposalId].chambers[chamber].withRecusal(seat.index(), seat.weight());
        _counts[proposalId].chambers[chamber] = word;
        emit Recused(proposalId, account, Chamber(chamber), seat.weight(), conflicted);
    }

    function _withChamberResult(
        uint256 proposalId,
        ReviewWord review,
        uint8 chamber,
        ChamberWord word
    ) private returns (ReviewWord result) {
        bool passes = word.passes(review.minimumFor());
        result = review.withResult(chamber, passes);
        if (!result.equals(review)) emit ChamberResultChanged(proposalId, Chamber(chamber), passes);
    }

    /// @dev Stores a changed result. One that turns to passing late opens the objection period, once: until its end only
    /// Against counts, so the result can't turn to passing again. Turning to failing opens none, because For couldn't
    /// answer in it.
    function _storeResult(uint256 proposalId, ReviewWord review, ReviewWord result) private {
        if (result.equals(review)) return;
        if (result.allPass() && !review.allPass() && !review.objecting()) {
            uint48 until = clock() + review.objectionPeriod();
            if (until > review.deadline()) {
                result = result.withObjectionUntil(until);
                emit ObjectionPeriodOpened(proposalId, until);
            }
        }
        _counts[proposalId].review = result;
    }

    /// @dev Reverts as stock Governor does unless votes are taken now. A review is neither executed nor cancelled before
    /// its deadline, so its times tell.
    function _requireActive(uint256 proposalId) private view returns (uint256 snapshot) {
        snapshot = proposalSnapshot(proposalId);
        if (snapshot == 0 || snapshot >= block.timestamp || proposalDeadline(proposalId) < block.timestamp) {
            _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));
        }
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
    ) private view {
        if (
            !seat.counts(snapshot) ||
            !word.isOpen() ||
            word.hasReceipt(seat.index()) ||
            review.conflictsWith(seat.affiliation())
        ) {
            Eligibility reason = _eligibilityOf(proposalId, account, seat);
            // In a batch, an earlier ballot may have taken a receipt that isn't stored yet.
            if (reason == Eligibility.Eligible) reason = Eligibility.AlreadyVoted;
            revert ReviewBoardNotEligible(proposalId, account, reason);
        }
        if (support > ABSTAIN) revert GovernorInvalidVoteType();
        if (support != AGAINST && review.objecting()) {
            revert ReviewBoardNotEligible(proposalId, account, Eligibility.ObjectionsOnly);
        }
    }

    /// @dev Why a seat can't take part, whatever its support.
    function _eligibilityOf(uint256 proposalId, address account, SeatWord seat) private view returns (Eligibility) {
        ReviewCount storage count = _counts[proposalId];
        if (!seat.counts(proposalSnapshot(proposalId))) return Eligibility.NoSeat;
        if (!count.review.engages(seat.chamber())) return Eligibility.ChamberNotEngaged;
        if (_counts[proposalId].excluded[account]) return Eligibility.ConflictOfInterest;
        if (count.chambers[seat.chamber()].hasReceipt(seat.index())) return Eligibility.AlreadyVoted;
        if (count.review.conflictsWith(seat.affiliation())) return Eligibility.ConflictOfInterest;
        return Eligibility.Eligible;
    }

    /// @dev An Against vote names at least one failing criterion.
    function _requireCriteria(uint8 support, bytes memory params) private pure {
        if (support != AGAINST) return;
        if (params.length != 64) revert ReviewBoardInvalidCriteria(0);
        (uint256 criteria, ) = abi.decode(params, (uint256, bytes32));
        if (criteria == 0 || criteria > ALL_CRITERIA) revert ReviewBoardInvalidCriteria(uint8(criteria));
    }
}
