// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";

/// @dev All that decides a certification's status, in one word: from the lowest bit, `issuedAt`, `expiresAt`,
/// `suspendedUntil` and `revokedAt` (48 bits each), revoked for cause (1), follows its home (1). Zero is no certification.
type CertificationWord is uint256;

using {
    issuedAt,
    expiresAt,
    suspendedUntil,
    revokedAt,
    isRevokedForCause,
    isFollowing,
    restrictedBy,
    renewed,
    suspended,
    revoked,
    isValidAt,
    statusAt
} for CertificationWord global;

uint256 constant REVOKED_FOR_CAUSE = 1 << 192;
uint256 constant FOLLOWS_HOME = 1 << 193;

function certificationWord(uint48 issuedAt_, uint48 expiresAt_) pure returns (CertificationWord) {
    return CertificationWord.wrap(uint256(issuedAt_) | (uint256(expiresAt_) << 48));
}

/// @dev A mirror's, which is valid only while its home's is.
function followingWord(uint48 issuedAt_, uint48 expiresAt_) pure returns (CertificationWord) {
    return CertificationWord.wrap(CertificationWord.unwrap(certificationWord(issuedAt_, expiresAt_)) | FOLLOWS_HOME);
}

function issuedAt(CertificationWord word) pure returns (uint48) {
    return uint48(CertificationWord.unwrap(word));
}

function expiresAt(CertificationWord word) pure returns (uint48) {
    return uint48(CertificationWord.unwrap(word) >> 48);
}

function suspendedUntil(CertificationWord word) pure returns (uint48) {
    return uint48(CertificationWord.unwrap(word) >> 96);
}

function revokedAt(CertificationWord word) pure returns (uint48) {
    return uint48(CertificationWord.unwrap(word) >> 144);
}

function isRevokedForCause(CertificationWord word) pure returns (bool) {
    return CertificationWord.unwrap(word) & REVOKED_FOR_CAUSE != 0;
}

function isFollowing(CertificationWord word) pure returns (bool) {
    return CertificationWord.unwrap(word) & FOLLOWS_HOME != 0;
}

/// @dev A following certification with its home's restrictions added, so that it needs no home any more. It never expires
/// after its home, and counts as revoked when either is, for cause when either is for cause.
function restrictedBy(CertificationWord word, CertificationWord home) pure returns (CertificationWord) {
    uint48 until = word.suspendedUntil() > home.suspendedUntil() ? word.suspendedUntil() : home.suspendedUntil();
    uint48 revokedAt_ = word.revokedAt() != 0 ? word.revokedAt() : home.revokedAt();
    CertificationWord live = certificationWord(word.issuedAt(), word.expiresAt()).suspended(until);
    return live.revoked(revokedAt_, word.isRevokedForCause() || home.isRevokedForCause());
}

/// @dev The same certification with another end.
function renewed(CertificationWord word, uint48 expiresAt_) pure returns (CertificationWord) {
    uint256 others = CertificationWord.unwrap(word) & ~(uint256(type(uint48).max) << 48);
    return CertificationWord.wrap(others | (uint256(expiresAt_) << 48));
}

/// @dev The same certification with another end of suspension.
function suspended(CertificationWord word, uint48 until) pure returns (CertificationWord) {
    uint256 others = CertificationWord.unwrap(word) & ~(uint256(type(uint48).max) << 96);
    return CertificationWord.wrap(others | (uint256(until) << 96));
}

/// @dev The same certification, revoked; for one that isn't yet.
function revoked(CertificationWord word, uint48 timestamp, bool forCause) pure returns (CertificationWord) {
    uint256 flag = forCause ? REVOKED_FOR_CAUSE : 0;
    return CertificationWord.wrap(CertificationWord.unwrap(word) | (uint256(timestamp) << 144) | flag);
}

/// @dev `statusAt(timestamp) == Valid`, in two comparisons: what lies above bit 96 is the end of suspension alone unless
/// the certification is revoked or follows its home, and then exceeds any timestamp before `expiresAt`. No certification
/// expires at zero. So a following one is never valid by itself; `restrictedBy` its home it may be.
function isValidAt(CertificationWord word, uint256 timestamp) pure returns (bool) {
    return timestamp < word.expiresAt() && CertificationWord.unwrap(word) >> 96 <= timestamp;
}

function statusAt(CertificationWord word, uint256 timestamp) pure returns (ICertificationRegistry.CertificationStatus) {
    if (CertificationWord.unwrap(word) == 0) return ICertificationRegistry.CertificationStatus.None;
    if (word.revokedAt() != 0) return ICertificationRegistry.CertificationStatus.Revoked;
    if (timestamp >= word.expiresAt()) return ICertificationRegistry.CertificationStatus.Expired;
    if (timestamp < word.suspendedUntil()) return ICertificationRegistry.CertificationStatus.Suspended;
    return ICertificationRegistry.CertificationStatus.Valid;
}
