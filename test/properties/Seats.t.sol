// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {IReviewerSeats} from "../../contracts/interfaces/IReviewerSeats.sol";
import {Chamber} from "../../contracts/types/Chambers.sol";
import {BoardProperty} from "./BoardProperty.sol";

/// @dev Seats that are appointed, ended, left to alternates, taken over, pruned and left to expire, in any order.
contract SeatsTest is BoardProperty {
    uint256 private constant ACCOUNTS = 12;
    uint256 private constant STEPS = 20;

    ReviewBoard private _board;

    function setUp() external {
        _board = seatedBoard();
    }

    /// @dev What a review would freeze as a chamber's total is the weight of its seats that count, to the unit.
    function testFuzz_5_aChambersWeightIsThatOfItsSeats(uint256 seed) external {
        for (uint256 step = 0; step < STEPS; ++step) {
            _change(uint256(keccak256(abi.encode(seed, step))));
            VM.warp(block.timestamp + 1);
            _requireSums();
        }
        // Terms end by time alone: once some are over, and once all are.
        VM.warp(block.timestamp + bound(seed, 0, 11 days));
        _requireSums();
        VM.warp(block.timestamp + 12 days);
        _requireSums();
    }

    /// @dev An alternate gets what was left, once: the same chamber and weight, no longer than the term.
    function testFuzz_anAlternateTakesWhatWasLeftAndOnce(uint256 seed) external {
        (address holder, address alternate) = (_account(seed), address(0xa17));
        _board.nameAlternate(holder, alternate, uint32(seed >> 8));
        IReviewerSeats.Seat memory left = _board.seatOf(holder);
        VM.prank(alternate);
        VM.expectRevert(abi.encodeWithSelector(IReviewerSeats.ReviewerSeatsNotVacant.selector, holder, uint48(0)));
        _board.takeSeat(holder);
        _board.end(holder);
        VM.warp(block.timestamp + bound(seed >> 40, 1, 11 days));
        bool inTerm = block.timestamp < left.until;
        VM.prank(alternate);
        try _board.takeSeat(holder) {
            assertTrue(inTerm, "a seat whose term is over isn't taken");
        } catch {
            assertTrue(!inTerm, "a seat that was left is there to take");
            return;
        }
        IReviewerSeats.Seat memory taken = _board.seatOf(alternate);
        assertTrue(taken.chamber == left.chamber && taken.weight == left.weight, "the seat is the one that was left");
        assertEq(taken.until, left.until, "the term is the one that was left");
        assertEq(taken.affiliation, uint32(seed >> 8), "the affiliation is the alternate's own");
        VM.prank(alternate);
        VM.expectRevert(
            abi.encodeWithSelector(IReviewerSeats.ReviewerSeatsNotAlternate.selector, holder, alternate, address(0))
        );
        _board.takeSeat(holder);
    }

    function _requireSums() private view {
        for (uint256 i = 0; i < seatedChambers.length; ++i) {
            Chamber chamber = seatedChambers[i];
            assertEq(_board.chamberWeight(chamber), _counted(chamber), "a chamber's weight is its seats'");
        }
    }

    /// @dev One change, valid or not; sequences don't care which.
    function _change(uint256 word) private {
        (address account, address other) = (_account(word >> 8), _account(word >> 16));
        Chamber chamber = seatedChambers[(word >> 24) % 4];
        uint256 choice = word % 8;
        if (choice == 0) VM.warp(block.timestamp + ((word >> 32) % 3 days));
        else if (choice == 1) {
            try _board.prune(chamber, (word >> 32) % 20) {} catch {}
        } else if (choice == 2) {
            try _board.nameAlternate(account, other, uint32(word >> 32)) {} catch {}
        } else if (choice == 3) {
            VM.prank(account);
            try _board.takeSeat(other) {} catch {}
        } else if (choice < 6) {
            try _board.end(account) {} catch {}
        } else _tryAppoint(account, chamber, word);
    }

    function _tryAppoint(address account, Chamber chamber, uint256 word) private {
        uint48 until = uint48((block.timestamp / TERM_UNIT + ((word >> 40) % 12)) * TERM_UNIT);
        try _board.appoint(account, chamber, uint16(1 + ((word >> 48) % 100)), 0, until) {} catch {}
    }

    function _counted(Chamber chamber) private view returns (uint256 weight) {
        for (uint256 i = 0; i < 4 * MEMBERS; ++i) {
            IReviewerSeats.Seat memory seat = _board.seatOf(member(i / MEMBERS, i % MEMBERS));
            bool counts = seat.since < block.timestamp && block.timestamp < seat.until;
            if (counts && seat.chamber == chamber) weight += seat.weight;
        }
    }

    /// @dev One of the members, so that seats are ended and followed often.
    function _account(uint256 word) private pure returns (address) {
        uint256 index = word % ACCOUNTS;
        return member(index % 4, index / 4);
    }
}
