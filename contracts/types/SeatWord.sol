// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev A reviewer's seat in one word, from the lowest bit: weight 16, since 48, until 48, chamber 8, index 8,
/// affiliation 32. Zero is no seat, because no seat ends at time 0.
type SeatWord is uint256;

using {weight, since, until, chamber, index, affiliation, counts, endingAt} for SeatWord global;

function seatWord(
    uint16 weight_,
    uint48 since_,
    uint48 until_,
    uint8 chamber_,
    uint8 index_,
    uint32 affiliation_
) pure returns (SeatWord) {
    return
        SeatWord.wrap(
            uint256(weight_) |
                (uint256(since_) << 16) |
                (uint256(until_) << 64) |
                (uint256(chamber_) << 112) |
                (uint256(index_) << 120) |
                (uint256(affiliation_) << 128)
        );
}

function weight(SeatWord seat) pure returns (uint16) {
    return uint16(SeatWord.unwrap(seat));
}

function since(SeatWord seat) pure returns (uint48) {
    return uint48(SeatWord.unwrap(seat) >> 16);
}

function until(SeatWord seat) pure returns (uint48) {
    return uint48(SeatWord.unwrap(seat) >> 64);
}

function chamber(SeatWord seat) pure returns (uint8) {
    return uint8(SeatWord.unwrap(seat) >> 112);
}

function index(SeatWord seat) pure returns (uint8) {
    return uint8(SeatWord.unwrap(seat) >> 120);
}

function affiliation(SeatWord seat) pure returns (uint32) {
    return uint32(SeatWord.unwrap(seat) >> 128);
}

/// @dev Whether the seat counts at a timepoint: strictly within its term.
function counts(SeatWord seat, uint256 timepoint) pure returns (bool) {
    return since(seat) < timepoint && timepoint < until(seat);
}

/// @dev The same seat with another end.
function endingAt(SeatWord seat, uint48 until_) pure returns (SeatWord) {
    return SeatWord.wrap((SeatWord.unwrap(seat) & ~(uint256(type(uint48).max) << 64)) | (uint256(until_) << 64));
}
