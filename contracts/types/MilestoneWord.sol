// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev What must be true of a version: its audit passed, it is certified, or enough others had it run.
enum MilestoneKind {
    Audited,
    Certified,
    Executed
}

uint8 constant MAX_MILESTONES = 4;
uint16 constant WHOLE_BPS = 10_000;

/// @dev A bounty's milestones, 24 bits each, from the lowest bit: share 14, kind 2, runs 8. A lane without a share is none.
type MilestoneWord is uint96;

using {shareOf, kindOf, runsOf, withMilestone, count} for MilestoneWord global;

function shareOf(MilestoneWord word, uint8 index) pure returns (uint16) {
    return uint16(_lane(word, index) & 0x3fff);
}

function kindOf(MilestoneWord word, uint8 index) pure returns (MilestoneKind) {
    return MilestoneKind((_lane(word, index) >> 14) & 0x3);
}

function runsOf(MilestoneWord word, uint8 index) pure returns (uint8) {
    return uint8(_lane(word, index) >> 16);
}

/// @dev The word with a milestone in an empty lane.
function withMilestone(
    MilestoneWord word,
    uint8 index,
    MilestoneKind kind,
    uint16 share,
    uint8 runs
) pure returns (MilestoneWord) {
    uint96 lane = uint96(share) | (uint96(uint8(kind)) << 14) | (uint96(runs) << 16);
    return MilestoneWord.wrap(MilestoneWord.unwrap(word) | (lane << (24 * uint96(index))));
}

function count(MilestoneWord word) pure returns (uint8 milestones) {
    while (milestones < MAX_MILESTONES && shareOf(word, milestones) != 0) ++milestones;
}

function _lane(MilestoneWord word, uint8 index) pure returns (uint24) {
    return uint24(MilestoneWord.unwrap(word) >> (24 * uint256(index)));
}
