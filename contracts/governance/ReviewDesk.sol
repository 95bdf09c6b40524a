// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICertificateToken} from "../interfaces/ICertificateToken.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {Chamber, CHAMBER_COUNT} from "../types/Chambers.sol";
import {ChamberWord} from "../types/ChamberWord.sol";
import {VersionId} from "../types/Ids.sol";
import {ReviewCount, ReviewSubject, Withdrawal} from "../types/ReviewCount.sol";
import {ReviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {BallotBatches} from "./BallotBatches.sol";
import {BoardState} from "./BoardState.sol";
import {ReviewConclusions} from "./ReviewConclusions.sol";
import {ReviewerSeats} from "./ReviewerSeats.sol";
import {ReviewRules, RuleBook} from "./ReviewRules.sol";

/// @title The part of the Review Board's code that the board has no room for
/// @notice Called through the board only, which lends it its storage, address and caller (`DeskCalls`). Its own storage is
/// empty and has no authority, so a call to its own address does nothing and reverts.
contract ReviewDesk is BallotBatches, ReviewConclusions, ReviewerSeats {
    using ReviewRules for RuleBook;

    /// @dev The EIP-712 domain that stock Governor gives the board.
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    constructor(
        uint48 termUnit_,
        ICertificationRegistry certifications_,
        ICertificateToken credentials_
    ) AccessManaged(address(0)) BoardState(termUnit_, certifications_, credentials_) {}

    /// @inheritdoc IReviewDesk
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external {
        uint256 snapshot = _requireActive(proposalId);
        bytes32 domainSeparator = keccak256(
            abi.encode(DOMAIN, keccak256("ReviewBoard"), keccak256("1"), block.chainid, address(this))
        );
        _countBatch(proposalId, snapshot, domainSeparator, ballots);
    }

    /// @inheritdoc IReviewDesk
    function recuse(uint256 proposalId) external {
        uint256 snapshot = _requireActive(proposalId);
        ReviewWord word = _counts[proposalId].review;
        if (word.objecting()) revert ReviewBoardRecusalClosed(proposalId);
        address account = _msgSender();
        SeatWord seat = _seatWordOf(account);
        Eligibility reason = _eligibilityOf(proposalId, snapshot, account, seat);
        bool conflicted = reason == Eligibility.ConflictOfInterest;
        // A seat of the publisher's affiliation may also leave the base; one that was taken out already may not.
        if (
            reason != Eligibility.Eligible && !(conflicted && _counts[proposalId].withdrawn[account] == Withdrawal.None)
        ) {
            revert ReviewBoardNotEligible(proposalId, account, reason);
        }
        ChamberWord chamber = _recuseSeat(proposalId, account, seat, conflicted);
        _storeResult(proposalId, word, _withChamberResult(proposalId, word, seat.chamber(), chamber));
    }

    /// @inheritdoc IReviewDesk
    function suspend(VersionId versionId, uint48 until, string calldata reason) external restricted {
        _certifications.suspend(versionId, until, reason);
        _announce(versionId);
    }

    /// @inheritdoc IReviewDesk
    function revoke(VersionId versionId, bool forCause, string calldata reason) external restricted {
        _certifications.revoke(versionId, forCause, reason);
        _announce(versionId);
    }

    /// @inheritdoc IReviewDesk
    function setChamberRules(Chamber chamber, ChamberRules calldata rules) external restricted {
        _rules.setChamberRules(chamber, rules);
    }

    /// @inheritdoc IReviewDesk
    function setReviewSettings(ReviewSettings calldata settings) external restricted {
        _rules.setReviewSettings(settings);
    }

    /// @inheritdoc IReviewDesk
    function review(uint256 proposalId) external view returns (Review memory) {
        ReviewSubject storage subject = _subjects[proposalId];
        ReviewWord word = _counts[proposalId].review;
        if (word.round() == 0) revert IGovernor.GovernorNonexistentProposal(proposalId);
        return
            Review({
                versionId: subject.versionId,
                publisher: _board().proposalProposer(proposalId),
                bountyId: subject.bountyId,
                auditTaskId: subject.auditTaskId,
                engaged: word.engaged(),
                passing: word.passing(),
                publisherAffiliation: word.affiliation(),
                objectionUntil: word.objectionUntil()
            });
    }

    /// @inheritdoc IReviewDesk
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

    /// @inheritdoc IReviewDesk
    function eligibility(uint256 proposalId, address account) external view returns (Eligibility) {
        if (_board().state(proposalId) != IGovernor.ProposalState.Active) return Eligibility.NotActive;
        uint256 snapshot = _board().proposalSnapshot(proposalId);
        Eligibility reason = _eligibilityOf(proposalId, snapshot, account, _seatWordOf(account));
        if (reason != Eligibility.Eligible) return reason;
        return _counts[proposalId].review.objecting() ? Eligibility.ObjectionsOnly : Eligibility.Eligible;
    }

    /// @inheritdoc IReviewDesk
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
    function hasVoted(uint256 proposalId, address account) external view returns (bool) {
        SeatWord seat = _seatWordOf(account);
        ReviewCount storage count = _counts[proposalId];
        return
            seat.counts(_board().proposalSnapshot(proposalId)) &&
            count.withdrawn[account] != Withdrawal.Excluded &&
            count.chambers[seat.chamber()].hasReceipt(seat.index());
    }

    /// @inheritdoc IReviewDesk
    function chamberRules(Chamber chamber) external view returns (ChamberRules memory) {
        return _rules.chambers[chamber];
    }

    /// @inheritdoc IReviewDesk
    function reviewSettings() external view returns (ReviewSettings memory) {
        return _rules.settings;
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
        _counts[proposalId].withdraw(account, Withdrawal.Recused);
        emit Recused(proposalId, account, Chamber(chamber), seat.weight(), conflicted);
    }

    /// @dev Reverts as stock Governor does unless votes are taken now.
    function _requireActive(uint256 proposalId) private view returns (uint256 snapshot) {
        IGovernor.ProposalState current = _board().state(proposalId);
        if (current != IGovernor.ProposalState.Active) {
            bytes32 needed = bytes32(1 << uint8(IGovernor.ProposalState.Active));
            revert IGovernor.GovernorUnexpectedProposalState(proposalId, current, needed);
        }
        return _board().proposalSnapshot(proposalId);
    }
}
