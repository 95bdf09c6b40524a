// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {CertificateToken} from "../../contracts/certification/CertificateToken.sol";
import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {DisputeKind} from "../../contracts/interfaces/IDisputable.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {BoardProperty} from "./BoardProperty.sol";

/// @dev A version's reviews, renewals and disputes in any order, over the real certification registry and credential. This
/// contract is the dispute manager.
contract BoardDisputesTest is BoardProperty {
    uint256 private constant STEPS = 16;

    CertificationRegistry private _registry;
    CertificateToken private _token;
    ReviewBoard private _board;

    /// @dev What was seen last, and must hold from then on.
    ICertificationRegistry.Certification private _seen;
    uint256[] private _canceled;
    /// @dev The review that a dispute holds, by what it is; 0 for none.
    uint256 private _held;
    DisputeKind private _heldKind;

    function setUp() external {
        _registry = new CertificationRegistry();
        _token = new CertificateToken(address(manager), _registry);
        _board = seatedBoardOver(_registry, _token);
        _token.setBoard(address(_board));
        _review();
    }

    /// @dev Only an executed review certifies or renews; a ruling never does, a held or cancelled review neither.
    function testFuzz_8_disputesOnlyEverTakeAway(uint256 seed) external {
        for (uint256 step = 0; step < STEPS; ++step) {
            uint256 word = uint256(keccak256(abi.encode(seed, step)));
            ICertificationRegistry.CertificationStatus before = _registry.statusOf(VERSION, address(_board));
            uint256 choice = word % 10;
            uint48 expiresAt = _registry.certificationOf(VERSION, address(_board)).expiresAt;
            bool executed = choice < 3 && _tryExecute();
            if (choice >= 3) _act(choice, word >> 8);
            _requireStanding();
            ICertificationRegistry.Certification memory now_ = _registry.certificationOf(VERSION, address(_board));
            if (executed) continue;
            assertEq(now_.expiresAt, expiresAt, "nothing but an executed review lengthens a certification");
            bool wasNever = before == ICertificationRegistry.CertificationStatus.None;
            assertTrue(!wasNever || now_.issuedAt == 0, "nothing but an executed review certifies");
        }
    }

    function _act(uint256 choice, uint256 word) private {
        uint256 latest = _board.latestProposal(VERSION);
        bool upheld = word % 2 == 0;
        if (choice == 3) VM.warp(block.timestamp + (word % 1500));
        else if (choice == 4) _tryHold(DisputeKind.Review, latest);
        else if (choice == 5) _tryHold(DisputeKind.Appeal, latest);
        else if (choice == 6) _tryRelease(upheld);
        else if (choice == 7) _tryReview(word >> 8);
        else if (choice == 8) _tryCertificate(upheld);
        else {
            uint48 until = uint48(block.timestamp + (word % 1000));
            try _board.suspend(VERSION, until, "") {} catch {}
        }
    }

    function _tryExecute() private returns (bool) {
        uint256 latest = _board.latestProposal(VERSION);
        bool held = _held == latest;
        VM.warp(block.timestamp + 600);
        try _board.executeReview(latest) {
            assertTrue(!held, "a held review isn't executed");
            return true;
        } catch {
            return false;
        }
    }

    function _tryHold(DisputeKind kind, uint256 proposalId) private {
        try _board.openDispute(kind, bytes32(proposalId), PUBLISHER) {
            assertTrue(_held != proposalId, "a review is held once");
            (_held, _heldKind) = (proposalId, kind);
        } catch {}
    }

    function _tryRelease(bool upheld) private {
        if (_held == 0) return;
        _board.closeDispute(_heldKind, bytes32(_held), upheld);
        if (upheld && _heldKind == DisputeKind.Review) _canceled.push(_held);
        _held = 0;
    }

    function _tryReview(uint256 word) private {
        VM.prank(PUBLISHER);
        try _board.submitForReview(VERSION, content(), 0) returns (uint256 proposalId) {
            assertTrue(_held == 0, "a version whose review is held isn't reviewed again");
            VM.warp(block.timestamp + 1);
            // One review in four is voted down, so that appeals happen.
            _vote(proposalId, word % 4 == 0 ? 0 : 1);
        } catch {}
    }

    function _tryCertificate(bool upheld) private {
        try _board.openDispute(DisputeKind.Certificate, _subject(), PUBLISHER) {} catch {
            return;
        }
        _board.closeDispute(DisputeKind.Certificate, _subject(), upheld);
        if (!upheld) return;
        assertTrue(
            _registry.certificationOf(VERSION, address(_board)).revokedForCause,
            "an upheld dispute revokes for cause"
        );
    }

    function _review() private {
        uint256 proposalId = submit(_board, VERSION, 0);
        _vote(proposalId, 1);
    }

    function _vote(uint256 proposalId, uint8 support) private {
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < MEMBERS; ++j) tryVote(_board, proposalId, member(i, j), support);
        }
        passAudit(_board, proposalId);
    }

    /// @dev Facts that stay once they are so.
    function _requireStanding() private {
        for (uint256 i = 0; i < _canceled.length; ++i) {
            bool canceled = _board.state(_canceled[i]) == IGovernor.ProposalState.Canceled;
            assertTrue(canceled, "a cancelled review stays cancelled");
        }
        ICertificationRegistry.Certification memory current = _registry.certificationOf(VERSION, address(_board));
        assertTrue(current.expiresAt >= _seen.expiresAt, "a certification's end is only put off");
        if (_seen.issuedAt != 0) assertEq(current.issuedAt, _seen.issuedAt, "a certification is issued once");
        if (_seen.revokedAt != 0) {
            assertEq(current.revokedAt, _seen.revokedAt, "a revocation is written once");
            assertTrue(current.revokedForCause == _seen.revokedForCause, "and its cause");
        }
        if (current.issuedAt != 0) {
            assertEq(_token.ownerOf(uint256(_subject())), PUBLISHER, "a certification has its credential");
        }
        _seen = current;
    }

    function _subject() private pure returns (bytes32) {
        return keccak256("version");
    }
}
