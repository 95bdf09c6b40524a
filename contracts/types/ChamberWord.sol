// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev One chamber's count in one review, in one word, from the lowest bit: 128 receipts, then 16 bits each of
/// against, for, abstain, recused, total, quorumBps, approvalBps, then 8 bits of For voters and 8 of flags (bit 0
/// mandatory). It is opened at submission with a total above 0, so a vote never fills an empty slot.
type ChamberWord is uint256;

using {
    isOpen,
    hasReceipt,
    receipts,
    votes,
    againstVotes,
    forVotes,
    abstainVotes,
    recused,
    total,
    quorumBps,
    approvalBps,
    forVoters,
    mandatory,
    withVote,
    withRecusal,
    passes
} for ChamberWord global;

uint256 constant RECEIPTS = 128;
uint256 constant BASIS_POINTS = 10_000;

uint256 constant RECUSED_LANE = 176;
uint256 constant TOTAL_LANE = 192;
uint256 constant QUORUM_LANE = 208;
uint256 constant APPROVAL_LANE = 224;
uint256 constant FOR_VOTERS_LANE = 240;
uint256 constant FLAGS_LANE = 248;

/// @dev Bravo's value of a For vote.
uint8 constant SUPPORT_FOR = 1;

function openChamber(
    uint16 total_,
    uint16 quorumBps_,
    uint16 approvalBps_,
    bool mandatory_
) pure returns (ChamberWord) {
    return
        ChamberWord.wrap(
            (uint256(total_) << TOTAL_LANE) |
                (uint256(quorumBps_) << QUORUM_LANE) |
                (uint256(approvalBps_) << APPROVAL_LANE) |
                (mandatory_ ? uint256(1) << FLAGS_LANE : 0)
        );
}

function isOpen(ChamberWord word) pure returns (bool) {
    return ChamberWord.unwrap(word) != 0;
}

function hasReceipt(ChamberWord word, uint8 index) pure returns (bool) {
    return (ChamberWord.unwrap(word) >> index) & 1 != 0;
}

/// @dev The number of receipts, 128 at most.
function receipts(ChamberWord word) pure returns (uint256 number) {
    uint256 left = uint128(ChamberWord.unwrap(word));
    // Takes the lowest bit in each round.
    for (; left != 0; ++number) left &= left - 1;
}

/// @dev Weight of one kind of support: 0 Against, 1 For, 2 Abstain.
function votes(ChamberWord word, uint8 support) pure returns (uint16) {
    return uint16(ChamberWord.unwrap(word) >> (RECEIPTS + 16 * uint256(support)));
}

function againstVotes(ChamberWord word) pure returns (uint16) {
    return votes(word, 0);
}

function forVotes(ChamberWord word) pure returns (uint16) {
    return votes(word, 1);
}

function abstainVotes(ChamberWord word) pure returns (uint16) {
    return votes(word, 2);
}

function recused(ChamberWord word) pure returns (uint16) {
    return uint16(ChamberWord.unwrap(word) >> RECUSED_LANE);
}

function total(ChamberWord word) pure returns (uint16) {
    return uint16(ChamberWord.unwrap(word) >> TOTAL_LANE);
}

function quorumBps(ChamberWord word) pure returns (uint16) {
    return uint16(ChamberWord.unwrap(word) >> QUORUM_LANE);
}

function approvalBps(ChamberWord word) pure returns (uint16) {
    return uint16(ChamberWord.unwrap(word) >> APPROVAL_LANE);
}

function forVoters(ChamberWord word) pure returns (uint8) {
    return uint8(ChamberWord.unwrap(word) >> FOR_VOTERS_LANE);
}

function mandatory(ChamberWord word) pure returns (bool) {
    return (ChamberWord.unwrap(word) >> FLAGS_LANE) & 1 != 0;
}

/// @dev Adds a vote and its receipt. The caller has checked that the receipt is free and that support is 0, 1 or 2.
function withVote(ChamberWord word, uint8 index, uint16 weight, uint8 support) pure returns (ChamberWord) {
    // Unchecked: each seat of the chamber is added once, so a lane never exceeds the total, which fits 16 bits, and
    // there are at most 128 For voters.
    unchecked {
        uint256 next = ChamberWord.unwrap(word) | (uint256(1) << index);
        next += uint256(weight) << (RECEIPTS + 16 * uint256(support));
        if (support == SUPPORT_FOR) next += uint256(1) << FOR_VOTERS_LANE;
        return ChamberWord.wrap(next);
    }
}

/// @dev Takes a seat's weight out of the quorum's base. The caller has checked that the receipt is free.
function withRecusal(ChamberWord word, uint8 index, uint16 weight) pure returns (ChamberWord) {
    // Unchecked: as in `withVote`, the lane never exceeds the total.
    unchecked {
        return ChamberWord.wrap((ChamberWord.unwrap(word) | (uint256(1) << index)) + (uint256(weight) << RECUSED_LANE));
    }
}

/// @dev Whether the chamber lets the version pass. A mandatory chamber approves it; another one doesn't veto it. Against
/// doesn't count to the quorum and For doesn't count to the veto's, so that neither ever works against itself.
function passes(ChamberWord word, uint256 minimumFor) pure returns (bool) {
    // Unchecked: lanes are 16 bits wide, so no sum or product exceeds 2^32; recused never exceeds total.
    unchecked {
        uint256 inFavour = forVotes(word);
        uint256 against = againstVotes(word);
        uint256 abstained = abstainVotes(word);
        uint256 all = total(word);
        if (!mandatory(word)) {
            bool vetoed = against != 0 && (against + abstained) * 2 >= all && against * 3 >= (inFavour + against) * 2;
            return !vetoed;
        }
        uint256 eligible = all - recused(word);
        return
            forVoters(word) >= minimumFor &&
            (inFavour + abstained) * BASIS_POINTS >= eligible * quorumBps(word) &&
            inFavour * BASIS_POINTS >= (inFavour + against) * approvalBps(word) &&
            eligible * 2 >= all;
    }
}
