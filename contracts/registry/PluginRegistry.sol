// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {DOMAIN_MASK} from "../types/Chambers.sol";
import {ClauseId, PluginId, VersionId} from "../types/Ids.sol";
import {PluginName} from "../types/PluginName.sol";
import {SemVer, semVer} from "../types/SemVer.sol";
import {VersionWord, versionWord} from "../types/VersionWord.sol";

/// @title Plugin names, signed versions and their provenance
/// @dev A version costs two words, its record and its content's hash, beside the artifact index and its major line's
/// highest version.
contract PluginRegistry is IPluginRegistry, EIP712, Nonces {
    struct Record {
        VersionWord word;
        bytes32 contentDigest;
    }

    bytes32 private constant RELEASE_TYPEHASH = keccak256(
        "PluginRelease(bytes32 pluginId,uint32 major,uint32 minor,uint32 patch,bytes32 manifestDigest,bytes32 artifactDigest,bytes32 clauseId,address module,uint8 licence,uint16 domains,address publisher,uint256 nonce,uint48 deadline)"
    );
    PluginId private constant NO_PLUGIN = PluginId.wrap(0);

    mapping(PluginId pluginId => Plugin) private _plugins;
    mapping(VersionId versionId => Record) private _versions;
    /// @dev Whole words, because a write of a part reads the rest first.
    mapping(PluginId pluginId => mapping(uint32 major => uint256 semVer)) private _highest;
    /// @dev By publisher, so that nobody blocks another by publishing the same artifact first.
    mapping(address publisher => mapping(bytes32 artifactDigest => PluginId)) private _artifacts;

    constructor() EIP712("PluginRegistry", "1") {}

    /// @inheritdoc IPluginRegistry
    function registerPlugin(string calldata name) external returns (PluginId pluginId) {
        if (!PluginName.isValid(name)) revert PluginRegistryInvalidName(name);
        pluginId = pluginIdOf(name);
        if (_plugins[pluginId].owner != address(0)) revert PluginRegistryNameTaken(name, pluginId);

        _plugins[pluginId] = Plugin({owner: msg.sender, pendingOwner: address(0), name: name});
        emit PluginRegistered(pluginId, msg.sender, name);
    }

    /// @inheritdoc IPluginRegistry
    function transferPlugin(PluginId pluginId, address newOwner) external {
        _requireOwner(pluginId, msg.sender);
        _plugins[pluginId].pendingOwner = newOwner;
        emit PluginTransferStarted(pluginId, msg.sender, newOwner);
    }

    /// @inheritdoc IPluginRegistry
    function acceptPlugin(PluginId pluginId) external {
        address previousOwner = _ownerOf(pluginId);
        Plugin storage record = _plugins[pluginId];
        address pendingOwner = record.pendingOwner;
        if (msg.sender != pendingOwner) revert PluginRegistryNotPendingOwner(pluginId, msg.sender, pendingOwner);

        record.owner = msg.sender;
        record.pendingOwner = address(0);
        emit PluginTransferred(pluginId, previousOwner, msg.sender);
    }

    /// @inheritdoc IPluginRegistry
    /// @dev `release` lies in memory because it is hashed twice and logged: reading it from calldata each time costs more.
    // solhint-disable gas-calldata-parameters
    function publishVersion(
        PluginRelease memory release,
        bytes calldata signature
    ) external returns (VersionId versionId) {
        // solhint-enable gas-calldata-parameters
        PluginId pluginId = release.pluginId;
        _requireOwner(pluginId, release.publisher);
        _requireComplete(release);
        _requireSigned(release, signature);
        _useCheckedNonce(release.publisher, release.nonce);

        SemVer version_ = _advanceLine(release);
        _indexArtifact(release);
        versionId = versionIdOf(pluginId, version_);
        Record storage record = _versions[versionId];
        record.word = versionWord(release.publisher, uint48(block.timestamp), release.licence, release.domains);
        record.contentDigest = _digestOf(release.content);
        emit VersionPublished(
            versionId,
            pluginId,
            release.publisher,
            version_,
            release.content,
            release.licence,
            release.domains
        );
    }

    /// @inheritdoc IPluginRegistry
    function yank(PluginId pluginId, SemVer version_, string calldata reason) external {
        _requireOwner(pluginId, msg.sender);
        VersionId versionId = versionIdOf(pluginId, version_);
        Record storage record = _known(versionId);
        if (record.word.isYanked()) revert PluginRegistryAlreadyYanked(versionId);

        record.word = record.word.yanked();
        emit VersionYanked(versionId, pluginId, reason);
    }

    /// @inheritdoc IPluginRegistry
    function plugin(PluginId pluginId) external view returns (Plugin memory) {
        _ownerOf(pluginId);
        return _plugins[pluginId];
    }

    /// @inheritdoc IPluginRegistry
    function version(VersionId versionId) external view returns (Version memory) {
        return _versionOf(_known(versionId));
    }

    /// @inheritdoc IPluginRegistry
    function versionWithContent(
        VersionId versionId,
        VersionContent calldata content
    ) external view returns (Version memory) {
        Record storage record = _known(versionId);
        bytes32 contentDigest = _digestOf(content);
        if (contentDigest != record.contentDigest) {
            revert PluginRegistryContentMismatch(versionId, contentDigest, record.contentDigest);
        }
        return _versionOf(record);
    }

    /// @inheritdoc IPluginRegistry
    function latestPublished(PluginId pluginId, uint32 major) external view returns (SemVer) {
        return _highestOf(pluginId, major);
    }

    /// @inheritdoc IPluginRegistry
    function latest(PluginId pluginId, uint32 major) external view returns (SemVer) {
        SemVer highest = _highestOf(pluginId, major);
        return _versions[versionIdOf(pluginId, highest)].word.isYanked() ? SemVer.wrap(0) : highest;
    }

    /// @inheritdoc IPluginRegistry
    function pluginIdOf(string calldata name) public view returns (PluginId) {
        return PluginId.wrap(keccak256(abi.encode(block.chainid, address(this), keccak256(bytes(name)))));
    }

    /// @inheritdoc IPluginRegistry
    function versionIdOf(PluginId pluginId, SemVer version_) public pure returns (VersionId) {
        return VersionId.wrap(keccak256(abi.encode(pluginId, version_)));
    }

    function _advanceLine(PluginRelease memory release) private returns (SemVer version_) {
        version_ = semVer(release.major, release.minor, release.patch);
        mapping(uint32 major => uint256 semVer) storage lines = _highest[release.pluginId];
        SemVer highest = SemVer.wrap(uint96(lines[release.major]));
        if (!version_.isAfter(highest)) revert PluginRegistryVersionNotAfter(release.pluginId, version_, highest);
        lines[release.major] = SemVer.unwrap(version_);
    }

    function _indexArtifact(PluginRelease memory release) private {
        bytes32 artifactDigest = release.content.artifactDigest;
        mapping(bytes32 artifactDigest => PluginId) storage holders = _artifacts[release.publisher];
        PluginId holder = holders[artifactDigest];
        if (holder == NO_PLUGIN) holders[artifactDigest] = release.pluginId;
        else if (holder != release.pluginId) revert PluginRegistryArtifactTaken(artifactDigest, holder);
    }

    function _requireSigned(PluginRelease memory release, bytes calldata signature) private view {
        if (block.timestamp > release.deadline) revert PluginRegistryExpiredSignature(release.deadline);
        // All members are static, so the struct's encoding is its members' words in their order, `content` inlined: what
        // EIP-712 hashes.
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(RELEASE_TYPEHASH, release)));
        // First as a key's signature: that reads no account, and serves accounts that delegate their code (EIP-7702).
        (address signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (signer == release.publisher) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(release.publisher, digest, signature)) {
            revert PluginRegistryInvalidSignature(release.publisher);
        }
    }

    function _highestOf(PluginId pluginId, uint32 major) private view returns (SemVer) {
        return SemVer.wrap(uint96(_highest[pluginId][major]));
    }

    function _requireOwner(PluginId pluginId, address account) private view {
        address owner = _ownerOf(pluginId);
        if (account != owner) revert PluginRegistryNotOwner(pluginId, account, owner);
    }

    function _ownerOf(PluginId pluginId) private view returns (address owner) {
        owner = _plugins[pluginId].owner;
        if (owner == address(0)) revert PluginRegistryUnknownPlugin(pluginId);
    }

    function _known(VersionId versionId) private view returns (Record storage record) {
        record = _versions[versionId];
        if (record.word.publisher() == address(0)) revert PluginRegistryUnknownVersion(versionId);
    }

    function _versionOf(Record storage record) private view returns (Version memory) {
        VersionWord word = record.word;
        return
            Version({
                publisher: word.publisher(),
                publishedAt: word.publishedAt(),
                licence: word.licence(),
                domains: word.domains(),
                yanked: word.isYanked(),
                contentDigest: record.contentDigest
            });
    }

    function _requireComplete(PluginRelease memory release) private pure {
        if (release.domains & ~DOMAIN_MASK != 0) revert PluginRegistryInvalidDomains(release.domains);
        VersionContent memory content = release.content;
        if (content.manifestDigest == 0) revert PluginRegistryEmptyDigest("manifestDigest");
        if (content.artifactDigest == 0) revert PluginRegistryEmptyDigest("artifactDigest");
        if (ClauseId.unwrap(content.clauseId) == 0) revert PluginRegistryEmptyDigest("clauseId");
    }

    /// @dev `keccak256(abi.encode(content))`; member by member is cheaper.
    function _digestOf(VersionContent memory content) private pure returns (bytes32) {
        return keccak256(abi.encode(content.manifestDigest, content.artifactDigest, content.clauseId, content.module));
    }
}
