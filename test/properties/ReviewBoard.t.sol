// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {IReviewBoard} from "../../contracts/interfaces/IReviewBoard.sol";
import {IReviewDesk} from "../../contracts/interfaces/IReviewDesk.sol";
import {Chamber} from "../../contracts/types/Chambers.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {BoardProperty} from "./BoardProperty.sol";

/// @dev Properties of the board's reviews.
contract ReviewBoardProperties is BoardProperty {
    uint256 private constant STEPS = 24;

    ReviewBoard private _board;
    uint256 private _proposalId;

    function setUp() external {
        neighbours.submitToBounty(VERSION);
        _board = seatedBoard();
        _proposalId = submit(_board, VERSION, 0);
    }

    function testFuzz_1_seatsThatChangeAfterASubmissionChangeNothingInIt(uint256 seed) external {
        bytes32 before = tallyHash(_board, _proposalId);
        for (uint256 step = 0; step < 8; ++step) _changeSeats(_board, seed, step);
        assertEq(tallyHash(_board, _proposalId), before, "1: the tally stays");
        address newcomer = address(0xa11ce);
        _board.appoint(newcomer, Chamber.Drr, 1, 0, SUBMITTED_AT + 20 days);
        VM.warp(block.timestamp + 1);
        assertTrue(!tryVote(_board, _proposalId, newcomer, 1), "1: a new seat doesn't vote");
        for (uint256 i = 0; i < seatedChambers.length; ++i) {
            for (uint256 j = 0; j < MEMBERS; ++j) {
                assertTrue(tryVote(_board, _proposalId, member(i, j), 1), "1: an old seat still votes");
            }
            IReviewDesk.ChamberTally memory tally = _board.chamberTally(_proposalId, seatedChambers[i]);
            assertEq(tally.forVotes, tally.total, "1: all of the weight voted");
        }
    }

    function testFuzz_2_aLateTurnToPassingIsFollowedByTheObjectionPeriod(uint256 seed, uint256 turn) external {
        uint256 deadline = _board.proposalDeadline(_proposalId);
        uint256 lateFrom = deadline - OBJECTION_PERIOD + 1;
        bool passedBefore;
        for (uint256 step = 0; step < STEPS * 2; ++step) {
            if (step == turn % STEPS) {
                IReviewDesk.Review memory early = _board.review(_proposalId);
                passedBefore = early.engaged == early.passing;
                VM.warp(lateFrom + (turn % OBJECTION_PERIOD));
            }
            act(_board, _proposalId, seed, step);
        }
        IReviewDesk.Review memory late = _board.review(_proposalId);
        bool extended = _board.proposalDeadline(_proposalId) > deadline;
        assertTrue(extended == (late.objectionUntil != 0), "2: the deadline rises with the period alone");
        if (late.engaged == late.passing && !passedBefore) assertTrue(extended, "2: objections were possible");
        assertTrue(_board.proposalDeadline(_proposalId) <= SUBMITTED_AT + 2 * VOTING_PERIOD, "2: twice the period");
    }

    function testFuzz_3_noSettingChangesTheOutcomeOfARunningReview(uint256 seed, uint256 changes) external {
        ReviewBoard other = seatedBoard();
        uint256 otherId = submit(other, VERSION, 0);
        for (uint256 step = 0; step < STEPS; ++step) {
            _changeSettings(other, changes, step);
            act(_board, _proposalId, seed, step);
            act(other, otherId, seed, step);
        }
        assertEq(tallyHash(other, otherId), tallyHash(_board, _proposalId), "3: the same tally");
        assertEq(other.review(otherId).passing, _board.review(_proposalId).passing, "3: the same result");
        assertEq(other.proposalEta(otherId), _board.proposalEta(_proposalId), "3: the same times");
        passAudit(_board, _proposalId);
        passAudit(other, otherId);
        for (uint256 wait = 0; wait < 4; ++wait) {
            VM.warp(_board.proposalDeadline(_proposalId) + wait * 900);
            assertEq(uint8(other.state(otherId)), uint8(_board.state(_proposalId)), "3: the same state");
        }
    }

    function testFuzz_5_aChamberNeverCountsMoreThanItsWeight(uint256 seed) external {
        for (uint256 step = 0; step < STEPS * 2; ++step) act(_board, _proposalId, seed, step);
        for (uint256 i = 0; i < seatedChambers.length; ++i) {
            IReviewDesk.ChamberTally memory tally = _board.chamberTally(_proposalId, seatedChambers[i]);
            uint256 counted = uint256(tally.forVotes) + tally.againstVotes + tally.abstainVotes + tally.recused;
            assertTrue(counted <= tally.total, "5: counted <= total");
            if (!tally.mandatory || !tally.passes) continue;
            assertTrue((tally.total - tally.recused) * 2 >= tally.total, "5: half is eligible");
            assertTrue(tally.forVoters >= 2, "5: enough For voters");
        }
    }

    function testFuzz_8_anExecutedReviewMadeExactlyItsOneCall(bytes32 versionId, uint256 seed) external {
        VersionId version = VersionId.wrap(versionId);
        // The fuzzer also draws the version whose review is open from the start.
        VM.assume(_board.latestProposal(version) == 0);
        uint256 proposalId = submit(_board, version, 0);
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < MEMBERS; ++j) tryVote(_board, proposalId, member(i, j), 1);
        }
        for (uint256 step = 0; step < 4; ++step) act(_board, _proposalId, seed, step);
        passAudit(_board, proposalId);
        VM.warp(_board.proposalEta(proposalId));
        assertTrue(!_tryForged(version, seed), "8: no other call executes");
        assertEq(log.attestations() + log.mints(), 0, "8: nothing happens before");
        _board.executeReview(proposalId);
        assertEq(log.attestations(), 1, "8: one attestation");
        assertEq(log.mints(), 1, "8: one credential");
        assertEq(VersionId.unwrap(log.attestedVersion()), versionId, "8: of its version");
        assertEq(VersionId.unwrap(log.mintedVersion()), versionId, "8: for its version");
        assertEq(log.attestedDigest(), content().artifactDigest, "8: with its artifact");
        assertEq(log.attestedProposal(), proposalId, "8: naming the proposal");
        assertEq(log.holder(), PUBLISHER, "8: to its publisher");
        VM.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                proposalId,
                IGovernor.ProposalState.Executed,
                bytes32(1 << uint8(IGovernor.ProposalState.Queued))
            )
        );
        _board.executeReview(proposalId);
    }

    function testFuzz_12_conflictsAreThoseAtSubmission(uint8 before, uint8 later, uint32 affiliation) external {
        affiliation = uint32(bound(affiliation, 1, type(uint32).max));
        _fund(before);
        VersionId version = VersionId.wrap(keccak256("funded version"));
        neighbours.submitToBounty(version);
        uint256 proposalId = submit(_board, version, BOUNTY);
        bytes32 tally = tallyHash(_board, proposalId);
        assertEq(_board.chamberTally(proposalId, Chamber.Drr).recused, _weightOfFunders(before), "12: recused");
        _fund(later);
        _board.setAffiliation(PUBLISHER, affiliation);
        for (uint256 j = 0; j < MEMBERS; ++j) _board.setAffiliation(member(2, j), affiliation);
        assertEq(tallyHash(_board, proposalId), tally, "12: the tally stays");
        assertEq(_board.review(proposalId).publisherAffiliation, 0, "12: the affiliation stays");
        for (uint256 j = 0; j < MEMBERS; ++j) {
            bool conflicted = (before >> j) & 1 != 0;
            IReviewDesk.Eligibility expected =
                conflicted ? IReviewDesk.Eligibility.ConflictOfInterest : IReviewDesk.Eligibility.Eligible;
            assertEq(uint8(_board.eligibility(proposalId, member(2, j))), uint8(expected), "12: eligibility");
            assertTrue(tryVote(_board, proposalId, member(2, j), 1) != conflicted, "12: votes");
        }
    }

    function test_aReviewIsPendingForTheSecondOfItsSubmission() external {
        VersionId version = VersionId.wrap(keccak256("pending"));
        VM.prank(PUBLISHER);
        uint256 proposalId = _board.submitForReview(version, content(), 0);
        assertEq(uint8(_board.state(proposalId)), uint8(IGovernor.ProposalState.Pending), "pending");
        address voter = member(2, 0);
        _expectPending(proposalId, IGovernor.ProposalState.Active);
        VM.prank(voter);
        _board.castVote(proposalId, 1);
        _expectPending(proposalId, IGovernor.ProposalState.Active);
        VM.prank(voter);
        _board.recuse(proposalId);
        _expectPending(proposalId, IGovernor.ProposalState.Active);
        _board.castVotesBySig(proposalId, new IReviewDesk.SignedBallot[](0));
        _expectPending(proposalId, IGovernor.ProposalState.Queued);
        _board.executeReview(proposalId);
        VM.expectRevert(abi.encodeWithSelector(IReviewBoard.ReviewBoardUnderReview.selector, version, proposalId));
        VM.prank(PUBLISHER);
        _board.submitForReview(version, content(), 0);
    }

    function _expectPending(uint256 proposalId, IGovernor.ProposalState needed) private {
        VM.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                proposalId,
                IGovernor.ProposalState.Pending,
                bytes32(1 << uint8(needed))
            )
        );
    }

    function _weightOfFunders(uint8 mask) private pure returns (uint256 weight) {
        for (uint256 j = 0; j < MEMBERS; ++j) {
            if ((mask >> j) & 1 != 0) weight += weightOf(2, j);
        }
    }

    function _fund(uint8 mask) private {
        for (uint256 j = 0; j < MEMBERS; ++j) {
            if ((mask >> j) & 1 != 0) neighbours.addFunder(member(2, j));
        }
    }

    /// @dev Ends a member's seat, appoints a stranger, prunes or lets time pass.
    function _changeSeats(ReviewBoard board, uint256 seed, uint256 step) private {
        uint256 word = uint256(keccak256(abi.encode(seed, step)));
        uint256 chamber = (word >> 8) % 4;
        if (word % 4 == 0) {
            try board.end(member(chamber, (word >> 16) % MEMBERS)) {} catch {}
        } else if (word % 4 == 1) {
            address stranger = address(uint160(0x900000 + step));
            board.appoint(stranger, seatedChambers[chamber], 3, 0, SUBMITTED_AT + 20 days);
        } else if (word % 4 == 2) board.prune(seatedChambers[chamber], word % 5);
        else VM.warp(block.timestamp + ((word >> 32) % 50));
    }

    function _changeSettings(ReviewBoard board, uint256 changes, uint256 step) private {
        uint256 word = uint256(keccak256(abi.encode(changes, step)));
        Chamber chamber = Chamber(word % 7);
        uint16 quorumBps = uint16(bound(word >> 8, 1, 10_000));
        uint16 approvalBps = uint16(bound(word >> 24, 5_000, 10_000));
        board.setChamberRules(chamber, IReviewDesk.ChamberRules(quorumBps, approvalBps, chamber != Chamber.Hubs));
        IReviewDesk.ReviewSettings memory changed = settings();
        changed.votingPeriod = uint32(bound(word >> 40, 1, 90 days));
        changed.objectionPeriod = uint32(bound(word >> 72, 1, changed.votingPeriod));
        changed.challengeWindow = uint32(bound(word >> 104, 1, 90 days));
        changed.executionWindow = uint32(bound(word >> 136, 1, 90 days));
        changed.minimumFor = uint8(bound(word >> 168, 1, 128));
        board.setReviewSettings(changed);
        board.setAffiliation(PUBLISHER, uint32(word >> 176));
        if (word % 3 == 0) {
            try board.end(member(word % 4, (word >> 208) % MEMBERS)) {} catch {}
        }
    }

    /// @dev Tries to execute calls that nobody proposed.
    function _tryForged(VersionId version, uint256 seed) private returns (bool) {
        address[] memory targets = new address[](1);
        bytes[] memory calldatas = new bytes[](1);
        targets[0] = seed % 2 == 0 ? address(log) : address(_board);
        calldatas[0] = abi.encodeCall(_board.certify, (version, bytes32(seed), seed));
        try _board.execute(targets, new uint256[](1), calldatas, bytes32(seed)) {
            return true;
        } catch {
            return false;
        }
    }
}
