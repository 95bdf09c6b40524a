// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Chamber} from "../types/Chambers.sol";
import {TaskId, VersionId} from "../types/Ids.sol";
import {IPluginRegistry} from "./IPluginRegistry.sol";

/// @title The Plugin Review Board's vote: submission, chambers, ballots, certification
/// @notice An OpenZeppelin Governor with its events and states, so that stock governance clients show it. A proposal is
/// always one call, `certify`. Support values are Bravo's: 0 Against, 1 For, 2 Abstain. A For vote affirms all three
/// criteria. An Against vote carries `params = abi.encode(uint8 criteria, bytes32 reportDigest)`, where `criteria` names
/// at least one failing criterion (1 security, 2 clause alignment, 4 performance) and `reportDigest` may be zero.
/// A mandatory chamber passes on quorum (For and Abstain), approval (For of For and Against), For voters and half of its
/// weight not recused. The Hubs, engaged if they have seats, veto with two thirds Against of For and Against, when
/// Against and Abstain reach half of their weight: For never helps a veto to its quorum. The first vote or recusal that
/// makes a review pass in the last objection period of its vote moves the deadline by one objection period, in which only
/// Against counts.
interface IReviewBoard {
    /// @dev Shares in basis points.
    struct ChamberRules {
        uint16 quorumBps;
        uint16 approvalBps;
        bool mandatory;
    }

    /// @dev Seconds, and the terms of the AUDIT task that a submission opens.
    struct ReviewSettings {
        uint32 votingPeriod;
        uint32 objectionPeriod;
        uint32 challengeWindow;
        uint32 executionWindow;
        uint32 certificateValidity;
        uint8 minimumFor;
        uint8 auditQuorum;
        uint8 auditPanel;
    }

    struct Review {
        VersionId versionId;
        address publisher;
        uint256 bountyId;
        TaskId auditTaskId;
        uint16 engaged;
        uint16 passing;
        uint32 publisherAffiliation;
        uint48 objectionUntil;
    }

    struct ChamberTally {
        uint16 againstVotes;
        uint16 forVotes;
        uint16 abstainVotes;
        uint16 recused;
        uint16 total;
        uint16 quorumBps;
        uint16 approvalBps;
        uint8 forVoters;
        bool mandatory;
        bool passes;
    }

    /// @dev A ballot signed as stock Governor's `Ballot`, or, with a reason or params, as its `ExtendedBallot`; nonce 0.
    struct SignedBallot {
        address voter;
        uint8 support;
        string reason;
        bytes params;
        bytes signature;
    }

    /// @dev Why an account may or may not vote now.
    enum Eligibility {
        Eligible,
        NotActive,
        NoSeat,
        ChamberNotEngaged,
        ConflictOfInterest,
        AlreadyVoted,
        ObjectionsOnly
    }

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
    event Recused(uint256 indexed proposalId, address indexed voter, Chamber chamber, uint16 weight, bool conflicted);
    event ChamberResultChanged(uint256 indexed proposalId, Chamber indexed chamber, bool passes);
    event ObjectionPeriodOpened(uint256 indexed proposalId, uint48 until);
    event ChamberRulesSet(Chamber indexed chamber, ChamberRules previous, ChamberRules rules);
    event ReviewSettingsSet(ReviewSettings previous, ReviewSettings settings);
    event VersionCertified(uint256 indexed proposalId, VersionId indexed versionId, uint256 tokenId, uint48 expiresAt);

    error ReviewBoardProposeDisabled();
    error ReviewBoardNotPublisher(VersionId versionId, address account, address publisher);
    error ReviewBoardVersionYanked(VersionId versionId);
    error ReviewBoardUnderReview(VersionId versionId, uint256 proposalId);
    error ReviewBoardAlreadyCertified(VersionId versionId);
    error ReviewBoardDomainsMissing(VersionId versionId, uint16 domains, uint16 clauseDomains);
    error ReviewBoardBountyMismatch(uint256 bountyId, VersionId versionId);
    error ReviewBoardEmptyChamber(Chamber chamber);
    error ReviewBoardNotEligible(uint256 proposalId, address account, Eligibility reason);
    error ReviewBoardInvalidCriteria(uint8 criteria);
    error ReviewBoardRecusalClosed(uint256 proposalId);
    error ReviewBoardChallengeWindowOpen(uint256 proposalId, uint256 eta);
    error ReviewBoardInvalidSetting(string field, uint256 value);

    /// @notice Submits a version for review and opens its AUDIT task. Only its publisher.
    /// @param content What the version is made of, checked against the registry
    /// @param bountyId A bounty that this version was submitted to, 0 for none
    function submitForReview(
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content,
        uint256 bountyId
    ) external returns (uint256 proposalId);

    /// @notice The one call of a proposal: attests the version and mints its credential. Only an executed proposal.
    function certify(VersionId versionId, bytes32 artifactDigest, uint256 round) external;

    /// @notice Executes a passed proposal after its challenge window; the board keeps the call. Anyone may call.
    function executeReview(uint256 proposalId) external;

    /// @notice Withdraws the caller's seat from a review; its weight leaves the quorum's base.
    function recuse(uint256 proposalId) external;

    /// @notice Casts many signed ballots of one proposal. Anyone may relay; one bad ballot fails them all.
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external;

    /// @notice Suspends this board's certification of a version until `until`. Restricted to the security council.
    function suspend(VersionId versionId, uint48 until, string calldata reason) external;

    /// @notice Ends this board's certification of a version for ever. Restricted to the DAO.
    function revoke(VersionId versionId, bool forCause, string calldata reason) external;

    /// @notice Sets the quorum and approval of a chamber in reviews submitted from now on. Restricted to parameter
    /// stewards. Every chamber is mandatory but the Hubs, which may veto.
    function setChamberRules(Chamber chamber, ChamberRules calldata rules) external;

    /// @notice Sets the terms of reviews submitted from now on. Restricted to parameter stewards.
    function setReviewSettings(ReviewSettings calldata settings) external;

    function review(uint256 proposalId) external view returns (Review memory);

    function chamberTally(uint256 proposalId, Chamber chamber) external view returns (ChamberTally memory);

    function eligibility(uint256 proposalId, address account) external view returns (Eligibility);

    /// @notice The latest proposal about a version, 0 if there is none.
    function latestProposal(VersionId versionId) external view returns (uint256);

    function chamberRules(Chamber chamber) external view returns (ChamberRules memory);

    function reviewSettings() external view returns (ReviewSettings memory);
}
