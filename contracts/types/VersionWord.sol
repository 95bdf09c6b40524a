// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";

/// @dev A version's record in one word, so that publishing writes it once: from the lowest bit, publisher (160),
/// publication time (48), licence tier (8), domains (16), yanked (1).
type VersionWord is uint256;

using {publisher, publishedAt, licence, domains, isYanked, yanked} for VersionWord global;

uint256 constant YANKED = 1 << 232;

function versionWord(
    address publisher_,
    uint48 publishedAt_,
    IPluginRegistry.LicenceTier licence_,
    uint16 domains_
) pure returns (VersionWord) {
    return
        VersionWord.wrap(
            uint256(uint160(publisher_)) |
                (uint256(publishedAt_) << 160) |
                (uint256(licence_) << 208) |
                (uint256(domains_) << 216)
        );
}

function publisher(VersionWord word) pure returns (address) {
    return address(uint160(VersionWord.unwrap(word)));
}

function publishedAt(VersionWord word) pure returns (uint48) {
    return uint48(VersionWord.unwrap(word) >> 160);
}

function licence(VersionWord word) pure returns (IPluginRegistry.LicenceTier) {
    return IPluginRegistry.LicenceTier(uint8(VersionWord.unwrap(word) >> 208));
}

function domains(VersionWord word) pure returns (uint16) {
    return uint16(VersionWord.unwrap(word) >> 216);
}

function isYanked(VersionWord word) pure returns (bool) {
    return VersionWord.unwrap(word) & YANKED != 0;
}

/// @dev The same version, yanked.
function yanked(VersionWord word) pure returns (VersionWord) {
    return VersionWord.wrap(VersionWord.unwrap(word) | YANKED);
}
