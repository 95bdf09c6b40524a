// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChamberWord, openChamber} from "../../contracts/types/ChamberWord.sol";
import {Property} from "./Property.sol";

/// @dev Properties of one chamber's count.
contract ChamberWordProperties is Property {
    uint8 private constant AGAINST = 0;
    uint8 private constant FOR = 1;
    uint8 private constant ABSTAIN = 2;
    uint256 private constant CHAMBERS = 32;
    uint16 private constant MAXIMUM_MORE = 12;

    function testFuzz_4_moreAgainstNeverMakesAChamberPass(uint256 seed) external pure {
        for (uint256 i = 0; i < CHAMBERS; ++i) {
            (ChamberWord word, uint16 room, uint8 minimumFor) = _chamber(uint256(keccak256(abi.encode(seed, i))));
            for (uint16 more = 1; more <= room && more <= MAXIMUM_MORE; ++more) {
                bool after_ = word.withVote(127, more, AGAINST).passes(minimumFor);
                assertTrue(word.passes(minimumFor) || !after_, "4: more Against never helps");
            }
        }
    }

    function testFuzz_4_moreForNeverMakesAChamberFail(uint256 seed) external pure {
        for (uint256 i = 0; i < CHAMBERS; ++i) {
            (ChamberWord word, uint16 room, uint8 minimumFor) = _chamber(uint256(keccak256(abi.encode(seed, i))));
            for (uint16 more = 1; more <= room && more <= MAXIMUM_MORE; ++more) {
                bool after_ = word.withVote(127, more, FOR).passes(minimumFor);
                assertTrue(!word.passes(minimumFor) || after_, "4: more For never harms");
            }
        }
    }

    /// @dev The Hubs' veto: two thirds of the votes cast for or against, and half of the chamber voting so or abstaining.
    function test_5_aVetoTakesTwoThirdsOfThoseWhoDecide() external pure {
        ChamberWord hubs = openChamber(12, 0, 0, false);
        assertTrue(hubs.withVote(0, 7, AGAINST).withVote(1, 5, FOR).passes(0), "5: 7 of 12 are too few");
        assertTrue(!hubs.withVote(0, 8, AGAINST).withVote(1, 4, FOR).passes(0), "5: 8 of 12 suffice");
        assertTrue(hubs.withVote(0, 5, AGAINST).withVote(1, 7, FOR).passes(0), "5: a minority is too few");
        assertTrue(hubs.withVote(0, 5, AGAINST).passes(0), "5: 5 of 12 are too few to decide");
        assertTrue(!hubs.withVote(0, 6, AGAINST).passes(0), "5: half of them suffices");
        assertTrue(!hubs.withVote(0, 2, AGAINST).withVote(1, 4, ABSTAIN).passes(0), "5: Abstain counts to the turnout");
        assertTrue(hubs.withVote(0, 12, ABSTAIN).passes(0), "5: nobody is against");
    }

    function testFuzz_5_aPassingChamberKeepsHalfOfItsWeight(uint256 seed) external pure {
        (ChamberWord word, , uint8 minimumFor) = _chamber(seed);
        if (!word.mandatory() || !word.passes(minimumFor)) return;
        uint256 eligible = word.total() - word.recused();
        assertTrue(eligible * 2 >= word.total(), "5: half of the weight is eligible");
        assertTrue(word.forVoters() >= minimumFor, "5: enough For voters");
    }

    function testFuzz_lanesAreWhatWentIn(uint8 index, uint16 weight, uint8 support, uint16 total) external pure {
        total = uint16(bound(total, 1, type(uint16).max));
        weight = uint16(bound(weight, 1, total));
        index = uint8(bound(index, 0, 127));
        support = uint8(bound(support, 0, 2));
        ChamberWord word = openChamber(total, 5000, 6667, true).withVote(index, weight, support);
        for (uint8 i = 0; i < 128; ++i) assertTrue(word.hasReceipt(i) == (i == index), "one receipt");
        for (uint8 i = 0; i < 3; ++i) assertEq(word.votes(i), i == support ? weight : 0, "one lane");
        assertEq(word.forVoters(), support == FOR ? 1 : 0, "For voters");
        assertEq(word.total(), total, "total");
        assertEq(word.quorumBps(), 5000, "quorum");
        assertEq(word.approvalBps(), 6667, "approval");
        assertEq(word.recused(), 0, "recused");
    }

    /// @dev A chamber with some votes and recusals, and the weight that is left.
    function _chamber(uint256 seed) private pure returns (ChamberWord word, uint16 room, uint8 minimumFor) {
        // Small totals meet the thresholds' edges more often.
        room = uint16(bound(seed >> 8, 1, seed % 2 == 0 ? 12 : type(uint16).max));
        uint16 quorumBps = uint16(bound(seed >> 24, 1, 10_000));
        uint16 approvalBps = uint16(bound(seed >> 40, 5_000, 10_000));
        word = openChamber(room, quorumBps, approvalBps, (seed >> 56) % 4 != 0);
        minimumFor = uint8(bound(seed >> 64, 1, 3));
        uint256 steps = (seed >> 72) % 8;
        for (uint8 step = 0; step < steps && room != 0; ++step) {
            uint256 choice = uint256(keccak256(abi.encode(seed, step)));
            uint16 weight = uint16(bound(choice >> 8, 1, room));
            word = choice % 4 == 3 ? word.withRecusal(step, weight) : word.withVote(step, weight, uint8(choice % 4));
            room -= weight;
        }
    }
}
