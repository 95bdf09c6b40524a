// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {DisputeKind, IDisputable} from "../interfaces/IDisputable.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {VersionId} from "../types/Ids.sol";
import {ANNULLED, APPEALED, CANCELED, HELD, ReviewWord, RULED} from "../types/ReviewWord.sol";
import {BoardState} from "./BoardState.sol";

/// @title What a dispute does to a review, and to a certification that came from one
abstract contract ReviewDisputes is BoardState, IReviewDesk {
    /// @inheritdoc IDisputable
    function openDispute(DisputeKind kind, bytes32 subject, address challenger) external restricted {
        if (kind == DisputeKind.Review) _hold(kind, subject, challenger, _isDisputable(uint256(subject)));
        else if (kind == DisputeKind.Appeal) _openAppeal(subject, challenger);
        else if (kind != DisputeKind.Certificate || !_isInForce(VersionId.wrap(subject))) {
            revert ReviewBoardNotDisputable(kind, subject);
        }
    }

    /// @inheritdoc IDisputable
    function closeDispute(DisputeKind kind, bytes32 subject, bool upheld) external restricted {
        if (kind == DisputeKind.Review) _closeReview(subject, upheld);
        else if (kind == DisputeKind.Appeal) {
            ReviewWord word = _release(kind, subject);
            _counts[uint256(subject)].review = upheld ? word.with(ANNULLED) : word;
            emit ReviewReleased(uint256(subject), kind, upheld, 0);
        } else if (kind == DisputeKind.Certificate) {
            if (upheld && !_isRevoked(VersionId.wrap(subject))) {
                _certifications.revoke(VersionId.wrap(subject), true, "dispute upheld");
                _announce(VersionId.wrap(subject));
            }
        } else revert ReviewBoardNotDisputable(kind, subject);
    }

    function _openAppeal(bytes32 subject, address challenger) private {
        uint256 proposalId = uint256(subject);
        bool defeated = _board().state(proposalId) == IGovernor.ProposalState.Defeated;
        bool latest = _latestProposals[_subjects[proposalId].versionId] == proposalId;
        bool appealed = _counts[proposalId].review.has(APPEALED);
        address publisher = _board().proposalProposer(proposalId);
        if (challenger != publisher) revert ReviewBoardNotAppellant(proposalId, challenger, publisher);
        _hold(DisputeKind.Appeal, subject, challenger, defeated && latest && !appealed);
        _counts[proposalId].review = _counts[proposalId].review.with(APPEALED);
    }

    function _hold(DisputeKind kind, bytes32 subject, address challenger, bool disputable) private {
        ReviewWord word = _counts[uint256(subject)].review;
        if (!disputable || word.has(HELD)) revert ReviewBoardNotDisputable(kind, subject);
        _counts[uint256(subject)].review = word.with(HELD);
        emit ReviewHeld(uint256(subject), kind, challenger);
    }

    function _closeReview(bytes32 subject, bool upheld) private {
        uint256 proposalId = uint256(subject);
        ReviewWord word = _release(DisputeKind.Review, subject).with(upheld ? CANCELED : RULED);
        _counts[proposalId].review = word;
        if (!upheld) _subjects[proposalId].ruledAt = uint48(block.timestamp);
        uint48 lapsesAt = upheld ? 0 : _subjects[proposalId].lapsesAt(word);
        emit ReviewReleased(proposalId, DisputeKind.Review, upheld, lapsesAt);
        if (upheld) emit IGovernor.ProposalCanceled(proposalId);
    }

    /// @dev The review's word without the hold that a dispute of this kind put on it: only a defeated review is appealed.
    function _release(DisputeKind kind, bytes32 subject) private view returns (ReviewWord word) {
        word = _counts[uint256(subject)].review;
        if (!word.has(HELD)) revert ReviewBoardNotHeld(kind, subject);
        bool defeated = _board().state(uint256(subject)) == IGovernor.ProposalState.Defeated;
        if (defeated != (kind == DisputeKind.Appeal)) revert ReviewBoardNotHeld(kind, subject);
        return word.without(HELD);
    }

    function _isDisputable(uint256 proposalId) private view returns (bool) {
        return
            _board().state(proposalId) == IGovernor.ProposalState.Queued &&
            block.timestamp < _counts[proposalId].review.eta();
    }

    /// @dev A suspended certification is disputed as one in force: suspending is what the council does meanwhile.
    function _isInForce(VersionId versionId) private view returns (bool) {
        ICertificationRegistry.CertificationStatus status = _certifications.statusOf(versionId, address(this));
        return
            status == ICertificationRegistry.CertificationStatus.Valid ||
            status == ICertificationRegistry.CertificationStatus.Suspended;
    }

    function _isRevoked(VersionId versionId) private view returns (bool) {
        return _certifications.statusOf(versionId, address(this)) == ICertificationRegistry.CertificationStatus.Revoked;
    }

    /// @dev Times, states and proposers are stock Governor's, in variables of its own.
    function _board() internal view returns (IGovernor) {
        return IGovernor(address(this));
    }
}
