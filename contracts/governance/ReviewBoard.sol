// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {ICertificateToken} from "../interfaces/ICertificateToken.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IClauseRegistry} from "../interfaces/IClauseRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {IReviewBoard} from "../interfaces/IReviewBoard.sol";
import {IReviewFees} from "../interfaces/IReviewFees.sol";
import {PluginId, VersionId} from "../types/Ids.sol";
import {ReviewCount, ReviewSubject} from "../types/ReviewCount.sol";
import {CANCELED, HELD, RENEWING, ReviewWord} from "../types/ReviewWord.sol";
import {SemVer} from "../types/SemVer.sol";
import {BoardState} from "./BoardState.sol";
import {GovernorCountingChambers} from "./GovernorCountingChambers.sol";
import {ReviewIntake} from "./ReviewIntake.sol";
import {ReviewRules, RuleBook} from "./ReviewRules.sol";

/// @title Plugin Review Board
/// @notice Attester of versions and issuer of their credentials. A proposal is always one call, `certify`; a passed one is
/// queued by time alone, executable by anyone after its challenge window, and expires after its execution window.
contract ReviewBoard is GovernorCountingChambers, IReviewBoard {
    using ReviewRules for RuleBook;

    /// @dev 1 in every byte.
    uint256 private constant EACH_BYTE = type(uint256).max / 0xff;

    IResultConsensus private immutable _consensus;

    /// @notice The contracts that a submission asks.
    ReviewIntake.Neighbours public neighbours;

    /// @dev The proposal whose call runs in this transaction.
    uint256 private transient _executing;

    constructor(
        address authority_,
        IPluginRegistry pluginRegistry_,
        IClauseRegistry clauseRegistry_,
        ICertificationRegistry certifications_,
        ICertificateToken certificateToken_,
        IResultConsensus consensus_,
        IBountyEscrow bounties_,
        IReviewFees fees_,
        uint48 termUnit_,
        ReviewSettings memory settings
    ) Governor("ReviewBoard") AccessManaged(authority_) BoardState(termUnit_, certifications_, certificateToken_) {
        if (termUnit_ == 0) revert ReviewerSeatsInvalidTerm(termUnit_);
        _consensus = consensus_;
        neighbours = ReviewIntake.Neighbours({
            pluginRegistry: pluginRegistry_,
            clauseRegistry: clauseRegistry_,
            certifications: certifications_,
            consensus: consensus_,
            bounties: bounties_,
            fees: fees_
        });
        _rules.initialize(settings);
    }

    /// @inheritdoc IReviewBoard
    function submitForReview(
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content,
        uint256 bountyId
    ) external returns (uint256 proposalId) {
        ReviewIntake.Submission memory submission;
        submission.publisher = _msgSender();
        (submission.domains, submission.renewing) = ReviewIntake.admit(
            neighbours,
            versionId,
            content,
            bountyId,
            submission.publisher
        );
        submission.versionId = versionId;
        submission.artifactDigest = content.artifactDigest;
        submission.bountyId = bountyId;
        submission.round = _nextRound(versionId);
        submission.previous = _latestProposals[versionId];
        submission.termUnit = _termUnit;
        proposalId = _proposeCertification(submission);
        submission.proposalId = proposalId;
        _latestProposals[versionId] = proposalId;
        ReviewCount storage count = _counts[proposalId];
        ReviewIntake.open(count, _subjects[proposalId], _seatBook, _rules, neighbours, submission);
    }

    /// @inheritdoc IReviewBoard
    function certify(VersionId versionId, bytes32 artifactDigest, uint256) external onlyGovernance {
        uint256 proposalId = _executing;
        ReviewWord word = _counts[proposalId].review;
        uint48 expiresAt = clock() + word.certificateValidity();
        if (word.has(RENEWING)) return _renew(proposalId, versionId, expiresAt);
        _certifications.attest(versionId, artifactDigest, expiresAt, proposalId);
        uint256 tokenId = _credentials.mint(proposalProposer(proposalId), versionId);
        emit VersionCertified(proposalId, versionId, tokenId, expiresAt);
    }

    /// @inheritdoc IReviewBoard
    function executeReview(uint256 proposalId) external {
        uint256 round = _counts[proposalId].review.round();
        if (round == 0) revert GovernorNonexistentProposal(proposalId);
        ReviewSubject storage subject = _subjects[proposalId];
        (
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            string memory description
        ) = _certification(subject.versionId, subject.artifactDigest, round);
        execute(targets, values, calldatas, keccak256(bytes(description)));
    }

    /// @inheritdoc IReviewBoard
    function supersede(PluginId pluginId, SemVer version, SemVer previous) external {
        (VersionId versionId, VersionId previousVersionId) = ReviewIntake.succession(
            neighbours,
            pluginId,
            version,
            previous,
            _msgSender()
        );
        _certifications.supersede(versionId, previousVersionId);
        _announce(versionId);
        _announce(previousVersionId);
    }

    /// @notice The token whose credentials the board issues.
    function certificateToken() external view returns (ICertificateToken) {
        return _credentials;
    }

    /// @inheritdoc IReviewBoard
    function latestProposal(VersionId versionId) external view returns (uint256) {
        return _latestProposals[versionId];
    }

    /// @notice The state of a review. After its deadline: Defeated unless every engaged chamber lets it pass and its audit
    /// passed in time, else Queued, then Expired; Queued while a dispute holds it, Canceled if that one was upheld.
    function state(uint256 proposalId) public view override returns (ProposalState current) {
        current = super.state(proposalId);
        if (current != ProposalState.Queued) return current;
        ReviewSubject storage subject = _subjects[proposalId];
        uint48 passedAt = _consensus.passedAt(subject.auditTaskId);
        ReviewWord word = _counts[proposalId].review;
        if (passedAt == 0 || passedAt > word.deadline()) return ProposalState.Defeated;
        if (word.has(CANCELED)) return ProposalState.Canceled;
        if (word.has(HELD)) return ProposalState.Queued;
        return clock() < subject.lapsesAt(word) ? ProposalState.Queued : ProposalState.Expired;
    }

    /// @notice The end of the challenge window: when a review, if it passes, may be executed.
    function proposalEta(uint256 proposalId) public view override returns (uint256) {
        ReviewWord word = _counts[proposalId].review;
        return word.eta();
    }

    /// @notice 0: voting starts in the second after submission.
    function votingDelay() public pure override returns (uint256) {
        return 0;
    }

    /// @notice Seconds that a review submitted now is open for votes, before any objection period.
    function votingPeriod() public view override returns (uint256) {
        return _rules.settings.votingPeriod;
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override {
        uint256 eta = proposalEta(proposalId);
        if (clock() < eta) revert ReviewBoardChallengeWindowOpen(proposalId, eta);
        if (_counts[proposalId].review.has(HELD)) revert ReviewBoardHeld(proposalId);
        _executing = proposalId;
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _proposeCertification(ReviewIntake.Submission memory submission) private returns (uint256) {
        (
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            string memory description
        ) = _certification(submission.versionId, submission.artifactDigest, submission.round);
        return _propose(targets, values, calldatas, description, submission.publisher);
    }

    /// @dev Rounds of a version count from 1; a new one needs the last to be over, with no appeal about it open.
    function _nextRound(VersionId versionId) private view returns (uint24) {
        uint256 latest = _latestProposals[versionId];
        if (latest == 0) return 1;
        ProposalState current = state(latest);
        ReviewWord word = _counts[latest].review;
        // Pending, Active and Queued aren't; there is no Succeeded.
        bool over =
            current != ProposalState.Pending && current != ProposalState.Active && current != ProposalState.Queued;
        if (!over || word.has(HELD)) revert ReviewBoardUnderReview(versionId, latest);
        return word.round() + 1;
    }

    /// @dev The credential stays the one that was minted.
    function _renew(uint256 proposalId, VersionId versionId, uint48 expiresAt) private {
        _certifications.renew(versionId, expiresAt, proposalId);
        _announce(versionId);
        emit VersionRenewed(proposalId, versionId, uint256(VersionId.unwrap(versionId)), expiresAt);
    }

    /// @dev What people read. Rounds of a version differ in their call.
    function _describe(VersionId versionId) private pure returns (string memory) {
        bytes memory nibbles = Bytes.toNibbles(abi.encode(versionId));
        (uint256 left, uint256 right) = abi.decode(nibbles, (uint256, uint256));
        return string(abi.encodePacked("Certify plugin version 0x", _toHexDigits(left), _toHexDigits(right)));
    }

    /// @dev Turns 32 values from 0 to 15, a byte each, into their digits: 10 to 15 carry into bit 4 when 6 is added, and
    /// lie 0x27 further on than 0 to 9 do.
    function _toHexDigits(uint256 nibbles) private pure returns (uint256) {
        // Unchecked: no byte exceeds 0x0f + 0x30 + 0x27, so none carries into the next.
        unchecked {
            uint256 letters = ((nibbles + EACH_BYTE * 6) >> 4) & EACH_BYTE;
            return nibbles + EACH_BYTE * 0x30 + letters * 0x27;
        }
    }

    /// @dev The one call of a review, and the description that its id covers.
    function _certification(
        VersionId versionId,
        bytes32 artifactDigest,
        uint256 round
    ) private view returns (address[] memory, uint256[] memory, bytes[] memory, string memory) {
        address[] memory targets = new address[](1);
        bytes[] memory calldatas = new bytes[](1);
        targets[0] = address(this);
        calldatas[0] = abi.encodeCall(this.certify, (versionId, artifactDigest, round));
        return (targets, new uint256[](1), calldatas, _describe(versionId));
    }
}
