// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ClauseId, PluginId, VersionId} from "../types/Ids.sol";
import {SemVer} from "../types/SemVer.sol";

/// @title Plugin names, signed versions and their provenance
/// @notice Holds no certification state: a version's standing is what attesters say in `ICertificationRegistry`.
interface IPluginRegistry {
    /// @dev From most to least permissive.
    enum LicenceTier {
        PublicGood,
        Academic,
        Commercial
    }

    struct Plugin {
        address owner;
        address pendingOwner;
        string name;
    }

    /// @dev What a version is made of; on chain only its hash is kept (`contentDigest`).
    /// @param manifestDigest sha2-256 of the canonical manifest (RFC 8785)
    /// @param artifactDigest sha2-256 of the component that `entry.artifact` names
    /// @param clauseId The clause whose UUID and digest the manifest names first
    /// @param module On-chain module of the version, zero if it has none
    struct VersionContent {
        bytes32 manifestDigest;
        bytes32 artifactDigest;
        ClauseId clauseId;
        address module;
    }

    /// @dev What a publisher signs (EIP-712, type `PluginRelease`, fields in this order, `content` inlined).
    struct PluginRelease {
        PluginId pluginId;
        uint32 major;
        uint32 minor;
        uint32 patch;
        VersionContent content;
        LicenceTier licence;
        uint16 domains;
        address publisher;
        uint256 nonce;
        uint48 deadline;
    }

    struct Version {
        address publisher;
        uint48 publishedAt;
        LicenceTier licence;
        uint16 domains;
        bool yanked;
        bytes32 contentDigest;
    }

    event PluginRegistered(PluginId indexed pluginId, address indexed owner, string name);
    event PluginTransferStarted(PluginId indexed pluginId, address indexed owner, address indexed pendingOwner);
    event PluginTransferred(PluginId indexed pluginId, address indexed previousOwner, address indexed owner);
    event VersionPublished(
        VersionId indexed versionId,
        PluginId indexed pluginId,
        address indexed publisher,
        SemVer version,
        VersionContent content,
        LicenceTier licence,
        uint16 domains
    );
    event VersionYanked(VersionId indexed versionId, PluginId indexed pluginId, string reason);

    error PluginRegistryInvalidName(string name);
    error PluginRegistryNameTaken(string name, PluginId pluginId);
    error PluginRegistryUnknownPlugin(PluginId pluginId);
    error PluginRegistryUnknownVersion(VersionId versionId);
    error PluginRegistryNotOwner(PluginId pluginId, address account, address owner);
    error PluginRegistryNotPendingOwner(PluginId pluginId, address account, address pendingOwner);
    error PluginRegistryVersionNotAfter(PluginId pluginId, SemVer version, SemVer latest);
    error PluginRegistryArtifactTaken(bytes32 artifactDigest, PluginId pluginId);
    error PluginRegistryInvalidDomains(uint16 domains);
    error PluginRegistryEmptyDigest(string field);
    error PluginRegistryExpiredSignature(uint48 deadline);
    error PluginRegistryInvalidSignature(address publisher);
    error PluginRegistryContentMismatch(VersionId versionId, bytes32 contentDigest, bytes32 expected);
    error PluginRegistryAlreadyYanked(VersionId versionId);

    /// @notice Registers a name: 3 to 64 characters of `[a-z0-9-]`, no hyphen at either end or doubled.
    function registerPlugin(string calldata name) external returns (PluginId pluginId);

    /// @notice Offers a plugin to a new owner, who must accept; the zero address withdraws the offer.
    function transferPlugin(PluginId pluginId, address newOwner) external;

    function acceptPlugin(PluginId pluginId) external;

    /// @notice Publishes a version. Anyone may relay it: the publisher's signature (EOA or ERC-1271) covers every field.
    /// The publisher is the plugin's owner; `nonce` is their next one; SemVer rises strictly within the major line.
    function publishVersion(
        PluginRelease calldata release,
        bytes calldata signature
    ) external returns (VersionId versionId);

    /// @notice Marks a version as withdrawn by its plugin's owner. Nothing is deleted, and it can't be undone.
    function yank(PluginId pluginId, SemVer version, string calldata reason) external;

    function plugin(PluginId pluginId) external view returns (Plugin memory);

    /// @notice The version; reverts if it is unknown.
    function version(VersionId versionId) external view returns (Version memory);

    /// @notice The version, after checking that `content` is what its publisher signed.
    function versionWithContent(
        VersionId versionId,
        VersionContent calldata content
    ) external view returns (Version memory);

    /// @notice The highest version ever published in a major line, yanked or not; 0 if there is none.
    function latestPublished(PluginId pluginId, uint32 major) external view returns (SemVer);

    /// @notice The version that users of a major line should take: the highest one unless it is yanked. 0 if there is
    /// none; after a yank of the highest, the line has no latest until a higher one is published.
    function latest(PluginId pluginId, uint32 major) external view returns (SemVer);

    function pluginIdOf(string calldata name) external view returns (PluginId);

    function versionIdOf(PluginId pluginId, SemVer version) external pure returns (VersionId);
}
