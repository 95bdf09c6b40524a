// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev SemVer 2 `major.minor.patch`, 32 bits each, packed so that integer order is precedence.
type SemVer is uint96;

using {major, minor, patch, isAfter} for SemVer global;

function semVer(uint32 major_, uint32 minor_, uint32 patch_) pure returns (SemVer) {
    return SemVer.wrap((uint96(major_) << 64) | (uint96(minor_) << 32) | patch_);
}

function major(SemVer version) pure returns (uint32) {
    return uint32(SemVer.unwrap(version) >> 64);
}

function minor(SemVer version) pure returns (uint32) {
    return uint32(SemVer.unwrap(version) >> 32);
}

function patch(SemVer version) pure returns (uint32) {
    return uint32(SemVer.unwrap(version));
}

function isAfter(SemVer a, SemVer b) pure returns (bool) {
    return SemVer.unwrap(a) > SemVer.unwrap(b);
}
