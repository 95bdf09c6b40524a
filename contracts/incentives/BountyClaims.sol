// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {IReviewBoard} from "../interfaces/IReviewBoard.sol";
import {VersionId} from "../types/Ids.sol";
import {MilestoneKind, MilestoneWord} from "../types/MilestoneWord.sol";
import {Authorship} from "./Authorship.sol";
import {BountyFunding} from "./BountyFunding.sol";

/// @title Exclusive, bonded claims with two clocks, of which one stands still while the other runs
abstract contract BountyClaims is BountyFunding, Authorship {
    using SafeCast for uint256;

    VersionId private constant NO_VERSION = VersionId.wrap(0);

    IPluginRegistry public immutable registry;
    ICertificationRegistry public immutable certifications;

    /// @inheritdoc IBountyEscrow
    mapping(VersionId versionId => uint256) public bountyOf;

    constructor(IPluginRegistry registry_, ICertificationRegistry certifications_) {
        registry = registry_;
        certifications = certifications_;
    }

    /// @inheritdoc IBountyEscrow
    function claim(uint256 bountyId) external payable nonReentrant {
        BountyRecord storage record = _inState(bountyId, BountyState.Open);
        _requireBeforeDeadline(bountyId, record);
        if (record.amount == 0) revert BountyEscrowZeroAmount();

        record.state = BountyState.Claimed;
        record.claimant = msg.sender;
        record.claimEndsAt = (block.timestamp + record.claimWindow).toUint48();
        record.pausedTime = record.reviewWindow;
        record.bond = _collect(record.asset, record.claimBond).toUint96();
        emit BountyClaimed(bountyId, msg.sender, record.bond, record.claimEndsAt);
    }

    /// @inheritdoc IBountyEscrow
    function submit(
        uint256 bountyId,
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content,
        bytes32 salt
    ) external {
        BountyRecord storage record = _ownClaim(bountyId, BountyState.Claimed);
        uint48 publishedAt = _requireSubject(record, versionId, content);
        _requireUnreviewed(record.attester, versionId);
        _assign(versionId, bountyId);
        _submitWork(msg.sender, content.artifactDigest, salt, publishedAt);

        record.state = BountyState.Submitted;
        record.versionId = versionId;
        record.payableFrom = (block.timestamp + record.contestWindow).toUint48();
        _switchClock(record);
        emit BountySubmitted(bountyId, msg.sender, versionId, record.claimEndsAt, record.payableFrom);
    }

    /// @inheritdoc IBountyEscrow
    function retract(uint256 bountyId) external {
        BountyRecord storage record = _ownClaim(bountyId, BountyState.Submitted);
        VersionId versionId = record.versionId;
        record.state = BountyState.Claimed;
        record.versionId = NO_VERSION;
        record.payableFrom = 0;
        _switchClock(record);
        emit SubmissionRetracted(bountyId, msg.sender, versionId, record.claimEndsAt);
    }

    /// @inheritdoc IBountyEscrow
    function contest(uint256 bountyId, IPluginRegistry.VersionContent calldata content) external {
        BountyRecord storage record = _inState(bountyId, BountyState.Submitted);
        registry.versionWithContent(record.versionId, content);
        _requireAnothersWork(record.claimant, content.artifactDigest);
        _endClaim(bountyId, record, true);
    }

    /// @inheritdoc IBountyEscrow
    function freeClaim(uint256 bountyId) external {
        BountyRecord storage record = _known(bountyId);
        if (record.state == BountyState.Submitted) _requireNothingDue(bountyId, record);
        else _inState(bountyId, BountyState.Claimed);
        if (block.timestamp <= record.claimEndsAt) revert BountyEscrowClaimRunning(bountyId, record.claimEndsAt);
        _endClaim(bountyId, record, !record.earned);
    }

    /// @dev Opens the bounty again; the bond stays in it or goes back.
    function _endClaim(uint256 bountyId, BountyRecord storage record, bool forfeits) internal {
        address claimant = record.claimant;
        uint256 bond = record.bond;
        if (forfeits) record.amount = (record.amount + bond).toUint112();
        else if (bond != 0) _owe(claimant, record.asset, bond);
        record.state = BountyState.Open;
        record.claimant = address(0);
        record.claimEndsAt = 0;
        record.earned = false;
        record.versionId = NO_VERSION;
        record.bond = 0;
        record.payableFrom = 0;
        record.pausedTime = 0;
        emit BountyClaimFreed(bountyId, claimant, forfeits ? bond : 0);
    }

    function _isCertified(BountyRecord storage record) internal view returns (bool) {
        return _statusOf(record.versionId, record.attester) == ICertificationRegistry.CertificationStatus.Valid;
    }

    /// @dev The running clock stops with the time it has left; the other goes on.
    function _switchClock(BountyRecord storage record) private {
        uint48 left = record.claimEndsAt - uint48(block.timestamp);
        record.claimEndsAt = uint48(block.timestamp) + record.pausedTime;
        record.pausedTime = left;
    }

    /// @dev A version answers one bounty at a time.
    function _assign(VersionId versionId, uint256 bountyId) private {
        uint256 other = bountyOf[versionId];
        if (other != 0 && _known(other).versionId == versionId) {
            revert BountyEscrowSubmittedElsewhere(versionId, other);
        }
        bountyOf[versionId] = bountyId;
    }

    /// @dev The caller's claim, on time.
    function _ownClaim(uint256 bountyId, BountyState expected) private view returns (BountyRecord storage record) {
        record = _inState(bountyId, expected);
        if (msg.sender != record.claimant) revert BountyEscrowNotClaimant(bountyId, msg.sender, record.claimant);
        if (block.timestamp > record.claimEndsAt) revert BountyEscrowClaimEnded(bountyId, record.claimEndsAt);
    }

    function _requireSubject(
        BountyRecord storage record,
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content
    ) private view returns (uint48 publishedAt) {
        IPluginRegistry.Version memory version = registry.versionWithContent(versionId, content);
        if (msg.sender != version.publisher) {
            revert BountyEscrowNotPublisher(versionId, msg.sender, version.publisher);
        }
        uint16 domains = record.domains;
        bool fits = content.clauseId == record.clauseId && version.domains & domains == domains && !version.yanked;
        if (!fits) revert BountyEscrowWrongSubject(versionId);
        return version.publishedAt;
    }

    /// @dev A review that is already open doesn't know this bounty's funders. An attester that isn't a board has no reviews.
    function _requireUnreviewed(address attester, VersionId versionId) private view {
        if (_statusOf(versionId, attester) != ICertificationRegistry.CertificationStatus.None) {
            revert BountyEscrowAlreadyCertified(versionId, attester);
        }
        // solhint-disable-next-line avoid-low-level-calls
        (bool answered, bytes memory answer) = attester.staticcall(
            abi.encodeCall(IReviewBoard.latestProposal, (versionId))
        );
        if (!answered || answer.length != 32) return;
        uint256 proposalId = abi.decode(answer, (uint256));
        if (proposalId == 0) return;
        IGovernor.ProposalState current = IGovernor(attester).state(proposalId);
        bool over =
            current == IGovernor.ProposalState.Defeated ||
                current == IGovernor.ProposalState.Expired ||
                current == IGovernor.ProposalState.Canceled;
        if (!over) revert BountyEscrowUnderReview(versionId, proposalId);
    }

    /// @dev Nobody may free a claim before its earned certification is paid.
    function _requireNothingDue(uint256 bountyId, BountyRecord storage record) private view {
        MilestoneWord word = record.milestones;
        uint8 count = word.count();
        for (uint8 i = 0; i < count; ++i) {
            bool unpaid = (record.paidMilestones >> i) & 1 == 0;
            if (unpaid && word.kindOf(i) == MilestoneKind.Certified && _isCertified(record)) {
                revert BountyEscrowMilestoneDue(bountyId, i);
            }
        }
    }

    function _statusOf(
        VersionId versionId,
        address attester
    ) private view returns (ICertificationRegistry.CertificationStatus) {
        return certifications.statusOf(versionId, attester);
    }
}
