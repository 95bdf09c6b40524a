// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {PluginRegistry} from "../../contracts/registry/PluginRegistry.sol";
import {DOMAIN_MASK} from "../../contracts/types/Chambers.sol";
import {ClauseId, PluginId} from "../../contracts/types/Ids.sol";
import {Property} from "./Property.sol";

/// @dev Makes and signs releases for the properties; the typed data is written out again here.
abstract contract ReleaseSigner is Property {
    uint256 internal constant FIELDS = 13;
    bytes32 private constant RELEASE = keccak256(
        "PluginRelease(bytes32 pluginId,uint32 major,uint32 minor,uint32 patch,bytes32 manifestDigest,bytes32 artifactDigest,bytes32 clauseId,address module,uint8 licence,uint16 domains,address publisher,uint256 nonce,uint48 deadline)"
    );
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    function sign(
        PluginRegistry registry,
        uint256 key,
        IPluginRegistry.PluginRelease memory release
    ) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN, keccak256("PluginRegistry"), keccak256("1"), block.chainid, address(registry))
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, _hash(release)));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev A release whose content, licence and domains follow from `seed`; its plugin, version, publisher and nonce are
    /// the caller's to set.
    function releaseFrom(uint256 seed) internal pure returns (IPluginRegistry.PluginRelease memory release) {
        release.content = IPluginRegistry.VersionContent({
            manifestDigest: keccak256(abi.encode("manifest", seed)),
            artifactDigest: keccak256(abi.encode("artifact", seed)),
            clauseId: ClauseId.wrap(keccak256(abi.encode("clause", seed))),
            module: address(uint160(seed))
        });
        release.licence = IPluginRegistry.LicenceTier(seed % 3);
        release.domains = uint16(seed) & DOMAIN_MASK;
        release.deadline = type(uint48).max;
    }

    /// @dev Gives one of the fields a value that follows from `change`, perhaps the one it had.
    function mutate(IPluginRegistry.PluginRelease memory release, uint256 field, uint256 change) internal pure {
        field %= FIELDS;
        if (field == 0) release.pluginId = PluginId.wrap(bytes32(change));
        if (field == 1) release.major = uint32(change);
        if (field == 2) release.minor = uint32(change);
        if (field == 3) release.patch = uint32(change);
        if (field == 4) release.content.manifestDigest = bytes32(change);
        if (field == 5) release.content.artifactDigest = bytes32(change);
        if (field == 6) release.content.clauseId = ClauseId.wrap(bytes32(change));
        if (field == 7) release.content.module = address(uint160(change));
        if (field == 8) release.licence = IPluginRegistry.LicenceTier(change % 3);
        if (field == 9) release.domains = uint16(change) & DOMAIN_MASK;
        if (field == 10) release.publisher = address(uint160(change));
        if (field == 11) release.nonce = change;
        if (field == 12) release.deadline = uint48(change);
    }

    function _hash(IPluginRegistry.PluginRelease memory release) private pure returns (bytes32) {
        bytes memory first = abi.encode(
            RELEASE,
            release.pluginId,
            release.major,
            release.minor,
            release.patch,
            release.content.manifestDigest,
            release.content.artifactDigest
        );
        bytes memory second = abi.encode(
            release.content.clauseId,
            release.content.module,
            release.licence,
            release.domains,
            release.publisher,
            release.nonce,
            release.deadline
        );
        return keccak256(bytes.concat(first, second));
    }
}
