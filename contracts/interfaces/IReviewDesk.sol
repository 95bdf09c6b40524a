// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Chamber} from "../types/Chambers.sol";
import {TaskId, VersionId} from "../types/Ids.sol";
import {DisputeKind, IDisputable} from "./IDisputable.sol";

/// @title The Review Board's desk: rules, recusals, batches of ballots, tallies
/// @notice Part of the board's interface. Its code is in a contract that the board deploys and runs as its own; people
/// and services call the board.
interface IReviewDesk is IDisputable {
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

    /// @dev What a review came to. `Voting`: ballots are taken. `Undecided`: its execution, a dispute or, until its challenge
    /// window ends or while one is open, an appeal may decide it. `Uncertified`: defeated, cancelled or lapsed.
    enum Conclusion {
        Voting,
        Undecided,
        Certified,
        Uncertified,
        Annulled
    }

    event Recused(uint256 indexed proposalId, address indexed voter, Chamber chamber, uint16 weight, bool conflicted);
    event ChamberResultChanged(uint256 indexed proposalId, Chamber indexed chamber, bool passes);
    event ObjectionPeriodOpened(uint256 indexed proposalId, uint48 until);
    /// @notice A dispute or an appeal holds the review as it is, until its ruling.
    event ReviewHeld(uint256 indexed proposalId, DisputeKind kind, address challenger);
    /// @param lapsesAt When the review lapses unless it is executed before; 0 if it can't be
    event ReviewReleased(uint256 indexed proposalId, DisputeKind kind, bool upheld, uint48 lapsesAt);
    event ChamberRulesSet(Chamber indexed chamber, ChamberRules previous, ChamberRules rules);
    event ReviewSettingsSet(ReviewSettings previous, ReviewSettings settings);

    error ReviewBoardNotEligible(uint256 proposalId, address account, Eligibility reason);
    error ReviewBoardInvalidCriteria(uint8 criteria);
    error ReviewBoardRecusalClosed(uint256 proposalId);
    error ReviewBoardNotDisputable(DisputeKind kind, bytes32 subject);
    error ReviewBoardNotHeld(DisputeKind kind, bytes32 subject);
    error ReviewBoardNotAppellant(uint256 proposalId, address account, address publisher);
    error ReviewBoardInvalidSetting(string field, uint256 value);

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

    /// @notice What a review came to, and the number of ballots cast in it, 0 while they are taken.
    function conclusion(uint256 proposalId) external view returns (Conclusion reached, uint256 ballots);

    /// @notice Whether the account cast a ballot, with the seat that it held then; false for one that recused itself.
    function hasCast(uint256 proposalId, address account) external view returns (bool);

    function eligibility(uint256 proposalId, address account) external view returns (Eligibility);

    /// @notice Weight against, for and abstaining, summed over the chambers; it decides nothing, see `chamberTally`.
    function proposalVotes(uint256 proposalId) external view returns (uint256, uint256, uint256);

    function chamberRules(Chamber chamber) external view returns (ChamberRules memory);

    function reviewSettings() external view returns (ReviewSettings memory);
}
