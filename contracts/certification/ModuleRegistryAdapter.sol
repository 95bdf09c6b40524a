// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC7579Module} from "@openzeppelin/contracts/interfaces/draft-IERC7579.sol";
import {IModuleRegistry} from "../interfaces/IModuleRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {CertificationWord} from "../types/CertificationWord.sol";
import {PluginId, VersionId} from "../types/Ids.sol";
import {SemVer} from "../types/SemVer.sol";
import {CertificationRecords} from "./CertificationRecords.sol";

/// @title ERC-7484 over certifications of versions that name an on-chain module
/// @dev What a check reads is kept a second time under `keccak256(module, code hash)`: it asks the account for its live code
/// hash and then reads one slot an attester. Changed code leads to other, empty slots.
abstract contract ModuleRegistryAdapter is CertificationRecords, IModuleRegistry {
    struct TrustedAttesters {
        uint8 threshold;
        address[] attesters;
    }

    VersionId private constant NO_VERSION = VersionId.wrap(0);

    mapping(VersionId versionId => Module) private _modules;
    mapping(bytes32 subject => mapping(address attester => CertificationWord)) private _codeWords;
    /// @dev The version whose certification stands for a code.
    mapping(bytes32 subject => mapping(address attester => VersionId)) private _linked;
    mapping(address account => TrustedAttesters) private _trusted;

    /// @inheritdoc IModuleRegistry
    function registerModule(
        IPluginRegistry registry,
        bytes32 nameHash,
        SemVer version,
        IPluginRegistry.VersionContent calldata content
    ) external returns (VersionId versionId) {
        PluginId pluginId = PluginId.wrap(keccak256(abi.encode(block.chainid, registry, nameHash)));
        versionId = VersionId.wrap(keccak256(abi.encode(pluginId, version)));
        registry.versionWithContent(versionId, content);
        address module = content.module;
        if (module.code.length == 0) revert ModuleRegistryNoCode(module);
        if (_modules[versionId].codeHash != 0) revert ModuleRegistryAlreadyRegistered(versionId);

        _modules[versionId] = Module({
            codeHash: module.codehash,
            module: module,
            registeredAt: uint48(block.timestamp)
        });
        emit ModuleRegistered(versionId, module, module.codehash);
    }

    /// @inheritdoc IModuleRegistry
    function linkModule(VersionId versionId, address attester) external {
        Module memory module = moduleOf(versionId);
        CertificationStatus status = _liveWord(versionId, attester).statusAt(block.timestamp);
        if (status != CertificationStatus.Valid) revert CertificationRegistryNotValid(versionId, attester, status);
        CertificationWord word = _words[versionId][attester];
        if (module.registeredAt > word.issuedAt()) {
            revert ModuleRegistryRegisteredLate(versionId, module.registeredAt, word.issuedAt());
        }
        bytes32 subject = _subjectOf(module.module, module.codeHash);
        _requireFree(subject, versionId, attester, module.module);

        _linked[subject][attester] = versionId;
        _codeWords[subject][attester] = word;
        emit ModuleLinked(versionId, attester, module.module);
    }

    /// @inheritdoc IModuleRegistry
    function trustAttesters(uint8 threshold, address[] calldata attesters) external {
        uint256 count = attesters.length;
        if (count > MAX_ATTESTERS) revert CertificationRegistryTooManyAttesters(count, MAX_ATTESTERS);
        if (threshold == 0 || threshold > count) revert CertificationRegistryInvalidThreshold(threshold, count);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            if (attesters[i] <= previous) revert CertificationRegistryUnsortedAttesters(previous, attesters[i]);
            previous = attesters[i];
        }
        _trusted[msg.sender] = TrustedAttesters({threshold: threshold, attesters: attesters});
        emit NewTrustedAttesters(msg.sender);
    }

    /// @inheritdoc IModuleRegistry
    function check(address module) external view {
        _checkTrusted(msg.sender, module);
    }

    /// @inheritdoc IModuleRegistry
    function check(address module, uint256 moduleType) external view {
        _checkTrusted(msg.sender, module);
        _checkType(module, moduleType);
    }

    /// @inheritdoc IModuleRegistry
    function checkForAccount(address smartAccount, address module) external view {
        _checkTrusted(smartAccount, module);
    }

    /// @inheritdoc IModuleRegistry
    function checkForAccount(address smartAccount, address module, uint256 moduleType) external view {
        _checkTrusted(smartAccount, module);
        _checkType(module, moduleType);
    }

    /// @inheritdoc IModuleRegistry
    function check(address module, address[] calldata attesters, uint256 threshold) external view {
        _checkCode(module, attesters, threshold);
    }

    /// @inheritdoc IModuleRegistry
    function check(address module, uint256 moduleType, address[] calldata attesters, uint256 threshold) external view {
        _checkCode(module, attesters, threshold);
        _checkType(module, moduleType);
    }

    /// @inheritdoc IModuleRegistry
    function trustedAttesters(address account) external view returns (uint8 threshold, address[] memory attesters) {
        return (_trusted[account].threshold, _trusted[account].attesters);
    }

    /// @inheritdoc IModuleRegistry
    function linkedVersion(address module, address attester) external view returns (VersionId) {
        return _linked[_subjectOf(module, module.codehash)][attester];
    }

    /// @inheritdoc IModuleRegistry
    function moduleOf(VersionId versionId) public view returns (Module memory module) {
        module = _modules[versionId];
        if (module.codeHash == 0) revert ModuleRegistryUnknown(versionId);
    }

    /// @dev A linked code's word is its version's, always.
    function _save(VersionId versionId, CertificationWord word) internal override {
        super._save(versionId, word);
        Module storage module = _modules[versionId];
        if (module.codeHash == 0) return;
        bytes32 subject = _subjectOf(module.module, module.codeHash);
        if (_linked[subject][msg.sender] == versionId) _codeWords[subject][msg.sender] = word;
    }

    function _checkCode(address module, address[] calldata attesters, uint256 threshold) private view {
        bytes32 subject = _subjectOf(module, module.codehash);
        uint256 valid = _countValid(_codeWords[subject], subject, attesters, threshold);
        if (valid < threshold) revert ModuleRegistryThresholdNotMet(module, valid, threshold);
    }

    /// @dev At most `MAX_ATTESTERS` rounds; the list was checked when it was kept.
    function _checkTrusted(address account, address module) private view {
        TrustedAttesters storage trusted = _trusted[account];
        uint256 threshold = trusted.threshold;
        if (threshold == 0) revert ModuleRegistryNoTrustedAttesters(account);
        bytes32 subject = _subjectOf(module, module.codehash);
        address[] memory attesters = trusted.attesters;
        uint256 valid = 0;
        for (uint256 i = 0; i < attesters.length; ++i) {
            CertificationWord word = _codeWords[subject][attesters[i]];
            bool holds = word.isValidAt(block.timestamp);
            if (holds || (word.isFollowing() && _followsValid(subject, attesters[i]))) ++valid;
        }
        if (valid < threshold) revert ModuleRegistryThresholdNotMet(module, valid, threshold);
    }

    /// @dev The module's own word about its type counts, because its code is the one that was certified.
    function _checkType(address module, uint256 moduleType) private view {
        try IERC7579Module(module).isModuleType(moduleType) returns (bool isOfType) {
            if (isOfType) return;
        } catch {
            revert ModuleRegistryNotOfType(module, moduleType);
        }
        revert ModuleRegistryNotOfType(module, moduleType);
    }

    /// @dev A code that stands for another version under this attester is free again once that version expired. One that was
    /// revoked never is: nothing leads from a revoked code back to a valid one.
    function _requireFree(bytes32 subject, VersionId versionId, address attester, address module) private view {
        VersionId current = _linked[subject][attester];
        if (current == NO_VERSION) return;
        CertificationStatus status = _liveWord(current, attester).statusAt(block.timestamp);
        if (current == versionId || status != CertificationStatus.Expired) {
            revert ModuleRegistryAlreadyLinked(module, attester, current);
        }
    }

    function _followsValid(bytes32 subject, address attester) internal view override returns (bool) {
        VersionId linked = _linked[subject][attester];
        return super._followsValid(linked == NO_VERSION ? subject : VersionId.unwrap(linked), attester);
    }

    function _subjectOf(address module, bytes32 codeHash) private pure returns (bytes32) {
        return keccak256(abi.encode(module, codeHash));
    }
}
