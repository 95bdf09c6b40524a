// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IClauseRegistry} from "../interfaces/IClauseRegistry.sol";
import {IModuleRegistry} from "../interfaces/IModuleRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {IReviewBoard} from "../interfaces/IReviewBoard.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {IReviewFees} from "../interfaces/IReviewFees.sol";
import {Chamber, CHAMBER_COUNT, CORE_CHAMBERS, DOMAIN_MASK} from "../types/Chambers.sol";
import {openChamber, ChamberWord} from "../types/ChamberWord.sol";
import {PluginId, VersionId} from "../types/Ids.sol";
import {ReviewCount, ReviewSubject, Withdrawal} from "../types/ReviewCount.sol";
import {ReviewTerms, reviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {SemVer} from "../types/SemVer.sol";
import {RuleBook} from "./ReviewRules.sol";
import {SeatBook, SeatRolls} from "./SeatRolls.sol";

/// @title What the board does when a version is submitted
/// @dev Linked, not inlined: the board's bytecode has a limit. Calls out of here come from the board.
library ReviewIntake {
    using SeatRolls for SeatBook;

    /// @dev The contracts that a submission asks.
    struct Neighbours {
        IPluginRegistry pluginRegistry;
        IClauseRegistry clauseRegistry;
        ICertificationRegistry certifications;
        IResultConsensus consensus;
        IBountyEscrow bounties;
        IReviewFees fees;
    }

    /// @dev A submission that was admitted.
    struct Submission {
        uint256 proposalId;
        VersionId versionId;
        bytes32 artifactDigest;
        uint256 bountyId;
        uint24 round;
        address publisher;
        uint16 domains;
        bool renewing;
        uint48 termUnit;
        uint256 previous;
    }

    uint16 private constant HUBS = uint16(1 << uint8(Chamber.Hubs));

    /// @dev Opens the audit and the chambers, freezes the rules and the conflicts, and takes the fee.
    function open(
        ReviewCount storage count,
        ReviewSubject storage subject,
        SeatBook storage seats,
        RuleBook storage rules,
        Neighbours storage neighbours,
        Submission calldata submission
    ) external {
        ReviewTerms memory terms = _freeze(seats, rules.settings, submission);
        count.review = reviewWord(terms);
        _recordSubject(subject, rules.settings, neighbours.consensus, submission);
        emit IReviewBoard.ReviewSubmitted(
            submission.proposalId,
            submission.versionId,
            subject.auditTaskId,
            submission.bountyId,
            terms.engaged,
            terms.affiliation,
            submission.round
        );
        for (uint8 i = 0; i < CHAMBER_COUNT; ++i) {
            if ((terms.engaged >> i) & 1 != 0) _engage(count, seats, rules, submission, Chamber(i));
        }
        _exclude(count, seats, submission.proposalId, submission.publisher);
        _excludeFunders(count, seats, neighbours.bounties, submission);
        neighbours.fees.charge(submission.proposalId, submission.previous, submission.publisher);
    }

    /// @dev Reverts unless the publisher may submit the version now; returns its domains, and whether the board has certified
    /// it before.
    function admit(
        Neighbours storage neighbours,
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content,
        uint256 bountyId,
        address account
    ) external view returns (uint16 domains, bool renewing) {
        IPluginRegistry.Version memory version = neighbours.pluginRegistry.versionWithContent(versionId, content);
        if (version.publisher != account) {
            revert IReviewBoard.ReviewBoardNotPublisher(versionId, account, version.publisher);
        }
        if (version.yanked) revert IReviewBoard.ReviewBoardVersionYanked(versionId);
        domains = version.domains & DOMAIN_MASK;
        uint16 clauseDomains = neighbours.clauseRegistry.clause(content.clauseId).domains;
        if (domains == 0 || domains & clauseDomains != clauseDomains) {
            revert IReviewBoard.ReviewBoardDomainsMissing(versionId, domains, clauseDomains);
        }
        ICertificationRegistry.CertificationStatus status = neighbours.certifications.statusOf(
            versionId,
            address(this)
        );
        if (status == ICertificationRegistry.CertificationStatus.Revoked) {
            revert IReviewBoard.ReviewBoardRevoked(versionId);
        }
        renewing = status != ICertificationRegistry.CertificationStatus.None;
        if (content.module != address(0)) _requireModule(neighbours.certifications, versionId);
        if (bountyId != 0) _requireSubmittedBounty(neighbours.bounties, bountyId, versionId, account);
    }

    /// @dev The versions, after checking that the account owns the plugin and that the first comes after the other.
    function succession(
        Neighbours storage neighbours,
        PluginId pluginId,
        SemVer version,
        SemVer previous,
        address account
    ) external view returns (VersionId versionId, VersionId previousVersionId) {
        IPluginRegistry plugins = neighbours.pluginRegistry;
        address owner = plugins.plugin(pluginId).owner;
        if (account != owner) revert IReviewBoard.ReviewBoardNotOwner(pluginId, account, owner);
        if (!version.isAfter(previous)) revert IReviewBoard.ReviewBoardNotSuccessor(pluginId, version, previous);
        return (plugins.versionIdOf(pluginId, version), plugins.versionIdOf(pluginId, previous));
    }

    /// @dev Code that is registered later than the certification never stands for it (`ModuleRegistryAdapter.linkModule`).
    function _requireModule(ICertificationRegistry certifications, VersionId versionId) private view {
        IModuleRegistry.Module memory module = IModuleRegistry(address(certifications)).moduleOf(versionId);
        if (module.module.codehash != module.codeHash) {
            revert IReviewBoard.ReviewBoardModuleChanged(versionId, module.module);
        }
    }

    function _excludeFunders(
        ReviewCount storage count,
        SeatBook storage seats,
        IBountyEscrow bounties,
        Submission calldata submission
    ) private {
        // What the escrow knows counts, whether or not the publisher names it.
        uint256 bountyId = bounties.bountyOf(submission.versionId);
        if (bountyId == 0) return;
        // The escrow bounds the funders of a bounty.
        address[] memory funders = bounties.fundersOf(bountyId);
        for (uint256 i = 0; i < funders.length; ++i) {
            _exclude(count, seats, submission.proposalId, funders[i]);
        }
    }

    function _recordSubject(
        ReviewSubject storage subject,
        IReviewDesk.ReviewSettings memory settings,
        IResultConsensus consensus,
        Submission calldata submission
    ) private {
        subject.versionId = submission.versionId;
        subject.artifactDigest = submission.artifactDigest;
        if (submission.bountyId != 0) subject.bountyId = submission.bountyId;
        IResultConsensus.RunTerms memory terms = IResultConsensus.RunTerms({
            quorum: settings.auditQuorum,
            panel: settings.auditPanel,
            reward: 0,
            gasCompensation: 0
        });
        subject.auditTaskId = consensus.openAudit(submission.versionId, submission.round, terms);
    }

    /// @dev The Hubs are engaged if they have seats, and start as passing, that is without a veto.
    function _freeze(
        SeatBook storage seats,
        IReviewDesk.ReviewSettings memory settings,
        Submission calldata submission
    ) private returns (ReviewTerms memory terms) {
        terms.engaged = CORE_CHAMBERS | submission.domains;
        if (seats.syncedWeight(submission.termUnit, Chamber.Hubs) != 0) {
            terms.engaged |= HUBS;
            terms.passing = HUBS;
        }
        terms.affiliation = seats.affiliationOf(submission.publisher);
        terms.minimumFor = settings.minimumFor;
        terms.deadline = uint48(block.timestamp) + settings.votingPeriod;
        // Not truncated: `ReviewRules` keeps these below 2^24 seconds.
        terms.objectionPeriod = uint24(settings.objectionPeriod);
        terms.challengeWindow = uint24(settings.challengeWindow);
        terms.executionWindow = uint24(settings.executionWindow);
        terms.certificateValidity = settings.certificateValidity;
        terms.round = submission.round;
        terms.renewing = submission.renewing;
    }

    function _engage(
        ReviewCount storage count,
        SeatBook storage seats,
        RuleBook storage rules,
        Submission calldata submission,
        Chamber chamber
    ) private {
        uint16 weight = seats.syncedWeight(submission.termUnit, chamber);
        if (weight == 0) revert IReviewBoard.ReviewBoardEmptyChamber(chamber);
        IReviewDesk.ChamberRules memory terms = rules.chambers[chamber];
        count.chambers[uint8(chamber)] = openChamber(weight, terms.quorumBps, terms.approvalBps, terms.mandatory);
        emit IReviewBoard.ChamberEngaged(
            submission.proposalId,
            chamber,
            weight,
            terms.quorumBps,
            terms.approvalBps,
            terms.mandatory
        );
    }

    /// @dev Takes an account's seat, if it has one that counts here, out of the review.
    function _exclude(ReviewCount storage count, SeatBook storage seats, uint256 proposalId, address account) private {
        SeatWord seat = seats.seats[account];
        uint8 chamber = seat.chamber();
        if (
            !seat.counts(block.timestamp) ||
            count.withdrawn[account] != Withdrawal.None ||
            !count.review.engages(chamber)
        ) return;
        count.withdraw(account, Withdrawal.Excluded);
        ChamberWord word = count.chambers[chamber];
        count.chambers[chamber] = word.withRecusal(seat.index(), seat.weight());
        emit IReviewDesk.Recused(proposalId, account, Chamber(chamber), seat.weight(), true);
    }

    function _requireSubmittedBounty(
        IBountyEscrow bounties,
        uint256 bountyId,
        VersionId versionId,
        address publisher
    ) private view {
        IBountyEscrow.Bounty memory bounty = bounties.bounty(bountyId);
        if (
            bounty.state != IBountyEscrow.BountyState.Submitted ||
            bounty.versionId != versionId ||
            bounty.claimant != publisher
        ) revert IReviewBoard.ReviewBoardBountyMismatch(bountyId, versionId);
    }
}
