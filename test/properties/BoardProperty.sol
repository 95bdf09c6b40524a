// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {ReviewFees} from "../../contracts/incentives/ReviewFees.sol";
import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {ICertificateToken} from "../../contracts/interfaces/ICertificateToken.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {IClauseRegistry} from "../../contracts/interfaces/IClauseRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../../contracts/interfaces/IResultConsensus.sol";
import {IReviewDesk} from "../../contracts/interfaces/IReviewDesk.sol";
import {AuditDesk} from "../../contracts/mocks/AuditDesk.sol";
import {Chamber} from "../../contracts/types/Chambers.sol";
import {FeeTerms} from "../../contracts/types/FeeTerms.sol";
import {ClauseId, TaskId, VersionId} from "../../contracts/types/Ids.sol";
import {Property} from "./Property.sol";

/// @dev Registries and escrow that say what a property sets: every version exists, one bounty has funders.
contract BoardNeighbours {
    address public publisher;
    uint16 public domains;
    VersionId private _bountyVersion;
    address[] private _funders;

    constructor(address publisher_, uint16 domains_) {
        publisher = publisher_;
        domains = domains_;
    }

    function submitToBounty(VersionId versionId) external {
        _bountyVersion = versionId;
    }

    function addFunder(address funder) external {
        _funders.push(funder);
    }

    function versionWithContent(
        VersionId,
        IPluginRegistry.VersionContent calldata
    ) external view returns (IPluginRegistry.Version memory version) {
        version.publisher = publisher;
        version.domains = domains;
    }

    function clause(ClauseId) external view returns (IClauseRegistry.Clause memory subject) {
        subject.domains = domains;
    }

    function bounty(uint256) external view returns (IBountyEscrow.Bounty memory subject) {
        subject.state = IBountyEscrow.BountyState.Submitted;
        subject.claimant = publisher;
        subject.versionId = _bountyVersion;
    }

    function bountyOf(VersionId versionId) external view returns (uint256) {
        return VersionId.unwrap(versionId) == VersionId.unwrap(_bountyVersion) ? 1 : 0;
    }

    function fundersOf(uint256) external view returns (address[] memory) {
        return _funders;
    }
}

/// @dev Certification registry and credential in one, which record what the board makes them do.
contract CertificationLog {
    uint256 public attestations;
    uint256 public mints;
    VersionId public attestedVersion;
    bytes32 public attestedDigest;
    uint256 public attestedProposal;
    address public holder;
    VersionId public mintedVersion;

    function attest(VersionId versionId, bytes32 artifactDigest, uint48, uint256 proposalId) external {
        ++attestations;
        attestedVersion = versionId;
        attestedDigest = artifactDigest;
        attestedProposal = proposalId;
    }

    function mint(address holder_, VersionId versionId) external returns (uint256) {
        ++mints;
        holder = holder_;
        mintedVersion = versionId;
        return uint256(VersionId.unwrap(versionId));
    }

    function statusOf(VersionId, address) external pure returns (ICertificationRegistry.CertificationStatus) {
        return ICertificationRegistry.CertificationStatus.None;
    }
}

/// @dev Base of the board's properties: boards with seats in the clause, security, DRR and Hubs chambers. This contract
/// holds every role.
abstract contract BoardProperty is Property {
    uint48 internal constant TERM_UNIT = 1 days;
    uint48 internal constant SUBMITTED_AT = 100 days;
    uint32 internal constant VOTING_PERIOD = 1000;
    uint32 internal constant OBJECTION_PERIOD = 200;
    uint256 internal constant MEMBERS = 5;
    uint256 internal constant BOUNTY = 1;
    VersionId internal constant VERSION = VersionId.wrap(keccak256("version"));
    address internal constant PUBLISHER = address(0xbeef);
    address internal constant TREASURY = address(0x7ea5);
    uint16 internal constant DRR = uint16(1 << uint8(Chamber.Drr));

    Chamber[4] internal seatedChambers = [Chamber.ClauseAuditors, Chamber.Security, Chamber.Drr, Chamber.Hubs];
    AccessManager internal manager = new AccessManager(address(this));
    AuditDesk internal audits = new AuditDesk();
    BoardNeighbours internal neighbours = new BoardNeighbours(PUBLISHER, DRR);
    CertificationLog internal log = new CertificationLog();
    NexusToken internal token = new NexusToken(address(this));
    ReviewFees internal fees;

    function settings() internal pure returns (IReviewDesk.ReviewSettings memory) {
        return IReviewDesk.ReviewSettings(VOTING_PERIOD, OBJECTION_PERIOD, 500, 2000, 1_000_000, 2, 2, 3);
    }

    /// @dev Submissions cost nothing unless a property says otherwise.
    function feeTerms() internal view virtual returns (FeeTerms memory) {
        return FeeTerms(0, 0, 0);
    }

    function content() internal pure returns (IPluginRegistry.VersionContent memory subject) {
        subject.artifactDigest = keccak256("artifact");
    }

    /// @dev A board whose seats were appointed the day before, at the second of submission.
    function seatedBoard() internal returns (ReviewBoard board) {
        return seatedBoardOver(ICertificationRegistry(address(log)), ICertificateToken(address(log)));
    }

    function seatedBoardOver(
        ICertificationRegistry certifications,
        ICertificateToken credentials
    ) internal returns (ReviewBoard board) {
        fees = new ReviewFees(address(manager), token, TREASURY, feeTerms());
        board = new ReviewBoard(
            address(manager),
            IPluginRegistry(address(neighbours)),
            IClauseRegistry(address(neighbours)),
            certifications,
            credentials,
            IResultConsensus(address(audits)),
            IBountyEscrow(address(neighbours)),
            fees,
            TERM_UNIT,
            settings()
        );
        fees.setBoard(address(board));
        VM.warp(SUBMITTED_AT - 1 days);
        for (uint256 i = 0; i < seatedChambers.length; ++i) {
            for (uint256 j = 0; j < MEMBERS; ++j) {
                board.appoint(member(i, j), seatedChambers[i], weightOf(i, j), 0, SUBMITTED_AT + 10 days);
            }
        }
        VM.warp(SUBMITTED_AT);
    }

    /// @dev Submits the version and moves to the first second of voting.
    function submit(ReviewBoard board, VersionId versionId, uint256 bountyId) internal returns (uint256 proposalId) {
        VM.prank(PUBLISHER);
        proposalId = board.submitForReview(versionId, content(), bountyId);
        VM.warp(block.timestamp + 1);
    }

    /// @dev Casts one vote, valid or not; fuzzed sequences don't care which.
    function tryVote(ReviewBoard board, uint256 proposalId, address voter, uint8 support) internal returns (bool) {
        VM.prank(voter);
        try board.castVoteWithReasonAndParams(proposalId, support, "", support == 0 ? objection() : bytes("")) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev What seed byte `step` makes a member do: vote (0 to 2) or, with 3, recuse itself.
    function act(
        ReviewBoard board,
        uint256 proposalId,
        uint256 seed,
        uint256 step
    ) internal returns (address account, bool voted) {
        uint256 word = uint256(keccak256(abi.encode(seed, step)));
        account = member(word % 4, (word >> 8) % MEMBERS);
        uint8 choice = uint8((word >> 16) % 8);
        // For is chosen more often, or nothing would ever pass.
        if (choice == 3) {
            VM.prank(account);
            try board.recuse(proposalId) {} catch {}
        } else voted = tryVote(board, proposalId, account, choice < 3 ? choice : 1);
    }

    function passAudit(ReviewBoard board, uint256 proposalId) internal {
        TaskId taskId = board.review(proposalId).auditTaskId;
        audits.setPassedAt(taskId, uint48(block.timestamp));
    }

    function tallyHash(ReviewBoard board, uint256 proposalId) internal view returns (bytes32 hash) {
        for (uint256 i = 0; i < seatedChambers.length; ++i) {
            hash = keccak256(abi.encode(hash, board.chamberTally(proposalId, seatedChambers[i])));
        }
    }

    function objection() internal pure returns (bytes memory) {
        return abi.encode(uint8(1), bytes32(0));
    }

    function member(uint256 chamber, uint256 index) internal pure returns (address) {
        return address(uint160(0x10000 + chamber * 0x100 + index));
    }

    function weightOf(uint256 chamber, uint256 index) internal pure returns (uint16) {
        return uint16(1 + ((chamber * 7 + index * 3) % 9));
    }
}
