// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev A review's rules and result in one word, from the lowest bit: engaged chambers 16, passing chambers 16, the
/// publisher's affiliation 32, minimum For voters 8, deadline 48, objection period 24, challenge window 24, execution
/// window 24, certificate validity 32, round 24, flags 8. While votes are taken only `passing` changes, and once the deadline
/// with the first flag; afterwards disputes set the others.
type ReviewWord is uint256;

using {
    engaged,
    passing,
    affiliation,
    minimumFor,
    deadline,
    objecting,
    objectionUntil,
    objectionPeriod,
    challengeWindow,
    executionWindow,
    certificateValidity,
    round,
    eta,
    engages,
    conflictsWith,
    allPass,
    withResult,
    withObjectionUntil,
    has,
    with,
    without,
    equals
} for ReviewWord global;

uint256 constant PASSING_LANE = 16;
uint256 constant DEADLINE_LANE = 72;
uint256 constant FLAGS_LANE = 248;

/// @dev The objection period has opened.
uint8 constant OBJECTING = 1;
/// @dev A dispute or an appeal awaits its ruling.
uint8 constant HELD = 2;
/// @dev A dispute was upheld.
uint8 constant CANCELED = 4;
/// @dev A dispute was rejected; `ReviewSubject.ruledAt` tells when.
uint8 constant RULED = 8;
/// @dev Its publisher appealed, which a round allows once.
uint8 constant APPEALED = 16;
/// @dev The appeal was upheld.
uint8 constant ANNULLED = 32;
/// @dev The board had certified the version when it was submitted.
uint8 constant RENEWING = 64;

/// @dev What a review freezes at submission.
struct ReviewTerms {
    uint16 engaged;
    uint16 passing;
    uint32 affiliation;
    uint8 minimumFor;
    uint48 deadline;
    uint24 objectionPeriod;
    uint24 challengeWindow;
    uint24 executionWindow;
    uint32 certificateValidity;
    uint24 round;
    bool renewing;
}

function reviewWord(ReviewTerms memory terms) pure returns (ReviewWord) {
    uint256 word =
        uint256(terms.engaged) |
            (uint256(terms.passing) << PASSING_LANE) |
            (uint256(terms.affiliation) << 32) |
            (uint256(terms.minimumFor) << 64) |
            (uint256(terms.deadline) << DEADLINE_LANE);
    word |= (uint256(terms.objectionPeriod) << 120) | (uint256(terms.challengeWindow) << 144);
    word |= (uint256(terms.executionWindow) << 168) | (uint256(terms.certificateValidity) << 192);
    word |= uint256(terms.round) << 224;
    if (terms.renewing) word |= uint256(RENEWING) << FLAGS_LANE;
    return ReviewWord.wrap(word);
}

function engaged(ReviewWord word) pure returns (uint16) {
    return uint16(ReviewWord.unwrap(word));
}

function passing(ReviewWord word) pure returns (uint16) {
    return uint16(ReviewWord.unwrap(word) >> PASSING_LANE);
}

function affiliation(ReviewWord word) pure returns (uint32) {
    return uint32(ReviewWord.unwrap(word) >> 32);
}

function minimumFor(ReviewWord word) pure returns (uint8) {
    return uint8(ReviewWord.unwrap(word) >> 64);
}

/// @dev Last second in which votes are taken; 0 without a review.
function deadline(ReviewWord word) pure returns (uint48) {
    return uint48(ReviewWord.unwrap(word) >> DEADLINE_LANE);
}

/// @dev Whether only Against counts.
function objecting(ReviewWord word) pure returns (bool) {
    return has(word, OBJECTING);
}

/// @dev End of the objection period, 0 if none has opened.
function objectionUntil(ReviewWord word) pure returns (uint48) {
    return objecting(word) ? deadline(word) : 0;
}

function objectionPeriod(ReviewWord word) pure returns (uint24) {
    return uint24(ReviewWord.unwrap(word) >> 120);
}

function challengeWindow(ReviewWord word) pure returns (uint24) {
    return uint24(ReviewWord.unwrap(word) >> 144);
}

function executionWindow(ReviewWord word) pure returns (uint24) {
    return uint24(ReviewWord.unwrap(word) >> 168);
}

function certificateValidity(ReviewWord word) pure returns (uint32) {
    return uint32(ReviewWord.unwrap(word) >> 192);
}

function round(ReviewWord word) pure returns (uint24) {
    return uint24(ReviewWord.unwrap(word) >> 224);
}

/// @dev The end of the challenge window: when a review that passes may be executed.
function eta(ReviewWord word) pure returns (uint48) {
    return deadline(word) + challengeWindow(word);
}

function engages(ReviewWord word, uint8 chamber) pure returns (bool) {
    return (ReviewWord.unwrap(word) >> chamber) & 1 != 0;
}

/// @dev Whether a seat of this affiliation belongs to the publisher's house; 0 = independent.
function conflictsWith(ReviewWord word, uint32 seatAffiliation) pure returns (bool) {
    return seatAffiliation != 0 && seatAffiliation == affiliation(word);
}

/// @dev Every engaged chamber lets the version pass.
function allPass(ReviewWord word) pure returns (bool) {
    return engaged(word) == passing(word);
}

function withResult(ReviewWord word, uint8 chamber, bool passes) pure returns (ReviewWord) {
    uint256 bit = uint256(1) << (PASSING_LANE + chamber);
    return ReviewWord.wrap(passes ? ReviewWord.unwrap(word) | bit : ReviewWord.unwrap(word) & ~bit);
}

/// @dev Opens the objection period, which ends at a new deadline.
function withObjectionUntil(ReviewWord word, uint48 until) pure returns (ReviewWord) {
    uint256 rest = ReviewWord.unwrap(word) & ~(uint256(type(uint48).max) << DEADLINE_LANE);
    return with(ReviewWord.wrap(rest | (uint256(until) << DEADLINE_LANE)), OBJECTING);
}

function has(ReviewWord word, uint8 flag) pure returns (bool) {
    return (ReviewWord.unwrap(word) >> FLAGS_LANE) & flag != 0;
}

function with(ReviewWord word, uint8 flag) pure returns (ReviewWord) {
    return ReviewWord.wrap(ReviewWord.unwrap(word) | (uint256(flag) << FLAGS_LANE));
}

function without(ReviewWord word, uint8 flag) pure returns (ReviewWord) {
    return ReviewWord.wrap(ReviewWord.unwrap(word) & ~(uint256(flag) << FLAGS_LANE));
}

function equals(ReviewWord a, ReviewWord b) pure returns (bool) {
    return ReviewWord.unwrap(a) == ReviewWord.unwrap(b);
}
