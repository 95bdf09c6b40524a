// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Chamber} from "../types/Chambers.sol";
import {PluginId, TaskId, VersionId} from "../types/Ids.sol";
import {SemVer} from "../types/SemVer.sol";
import {IPluginRegistry} from "./IPluginRegistry.sol";
import {IReviewDesk} from "./IReviewDesk.sol";

/// @title The Plugin Review Board's vote: submission, chambers, ballots, certification
/// @notice An OpenZeppelin Governor with its events and states, so that stock governance clients show it. A proposal is
/// always one call, `certify`. Support values are Bravo's: 0 Against, 1 For, 2 Abstain. A For vote affirms all three
/// criteria. An Against vote carries `params = abi.encode(uint8 criteria, bytes32 reportDigest)`, where `criteria` names
/// at least one failing criterion (1 security, 2 clause alignment, 4 performance) and `reportDigest` may be zero.
/// A mandatory chamber passes on quorum (For and Abstain), approval (For of For and Against), For voters and half of its
/// weight not recused. The Hubs, engaged if they have seats, veto with two thirds Against of For and Against, when
/// Against and Abstain reach half of their weight: For never helps a veto to its quorum. The first vote or recusal that
/// makes a review pass in the last objection period of its vote moves the deadline by one objection period, in which only
/// Against counts. A passed review may be disputed until its challenge window ends: it is held, and neither executed nor
/// lapsed, until the ruling, which cancels it or gives it its execution window anew. The publisher of a defeated one may
/// appeal, once; an appeal that is upheld annuls the round, and certifies nothing.
interface IReviewBoard is IReviewDesk {
    event ReviewSubmitted(
        uint256 indexed proposalId,
        VersionId indexed versionId,
        TaskId indexed auditTaskId,
        uint256 bountyId,
        uint16 engaged,
        uint32 publisherAffiliation,
        uint256 round
    );
    event ChamberEngaged(
        uint256 indexed proposalId,
        Chamber indexed chamber,
        uint16 total,
        uint16 quorumBps,
        uint16 approvalBps,
        bool mandatory
    );
    event VersionCertified(uint256 indexed proposalId, VersionId indexed versionId, uint256 tokenId, uint48 expiresAt);
    event VersionRenewed(uint256 indexed proposalId, VersionId indexed versionId, uint256 tokenId, uint48 expiresAt);

    error ReviewBoardProposeDisabled();
    error ReviewBoardNotPublisher(VersionId versionId, address account, address publisher);
    error ReviewBoardVersionYanked(VersionId versionId);
    error ReviewBoardUnderReview(VersionId versionId, uint256 proposalId);
    error ReviewBoardRevoked(VersionId versionId);
    error ReviewBoardModuleChanged(VersionId versionId, address module);
    error ReviewBoardNotOwner(PluginId pluginId, address account, address owner);
    error ReviewBoardNotSuccessor(PluginId pluginId, SemVer version, SemVer previous);
    error ReviewBoardDomainsMissing(VersionId versionId, uint16 domains, uint16 clauseDomains);
    error ReviewBoardBountyMismatch(uint256 bountyId, VersionId versionId);
    error ReviewBoardEmptyChamber(Chamber chamber);
    error ReviewBoardChallengeWindowOpen(uint256 proposalId, uint256 eta);
    error ReviewBoardHeld(uint256 proposalId);

    /// @notice Submits a version for review, opens its AUDIT task, and takes the fee (`IReviewFees`). Only its publisher, who pays.
    /// A version that the board has certified is submitted to renew that, unless it was revoked. One that names an on-chain module
    /// needs that module's code registered first (`IModuleRegistry`), so that the reviewers vouch for code that is known.
    /// @param content What the version is made of, checked against the registry
    /// @param bountyId A bounty that this version was submitted to, 0 for none
    function submitForReview(
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content,
        uint256 bountyId
    ) external returns (uint256 proposalId);

    /// @notice The one call of a proposal: attests the version and mints its credential, or renews
    /// both. Only an executed proposal.
    function certify(VersionId versionId, bytes32 artifactDigest, uint256 round) external;

    /// @notice Executes a passed proposal after its challenge window; the board keeps the call. Anyone may call.
    function executeReview(uint256 proposalId) external;

    /// @notice Names a certified version of a plugin as the successor of an earlier one, in their certifications and credentials;
    /// both keep their standing. Only the plugin's owner, once for each.
    function supersede(PluginId pluginId, SemVer version, SemVer previous) external;

    /// @notice The latest proposal about a version, 0 if there is none.
    function latestProposal(VersionId versionId) external view returns (uint256);
}
