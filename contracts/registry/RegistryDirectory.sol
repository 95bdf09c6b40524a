// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {IRegistryDirectory} from "../interfaces/IRegistryDirectory.sol";
import {PluginName} from "../types/PluginName.sol";

/// @title The directory of registries
contract RegistryDirectory is IRegistryDirectory, AccessManaged {
    /// @dev As many as a certification's check takes.
    uint256 private constant MAX_REGISTRIES = 32;

    bytes32[] private _ids;
    mapping(bytes32 registryId => Registry) private _registries;

    constructor(address manager) AccessManaged(manager) {}

    /// @inheritdoc IRegistryDirectory
    function list(
        string calldata name,
        RegistryKind kind,
        bytes32 parent,
        RegistryContracts calldata contracts
    ) external restricted returns (bytes32 registryId) {
        if (!PluginName.isValid(name)) revert RegistryDirectoryInvalidName(name);
        registryId = keccak256(bytes(name));
        if (_registries[registryId].listedAt != 0) revert RegistryDirectoryNameTaken(name);
        _requireParent(kind, parent);
        _requireContracts(contracts);

        _ids.push(registryId);
        _registries[registryId] = Registry({
            kind: kind,
            listedAt: uint48(block.timestamp),
            delistedAt: 0,
            parent: parent,
            contracts: contracts,
            name: name
        });
        emit RegistryListed(registryId, parent, kind, name, contracts);
    }

    /// @inheritdoc IRegistryDirectory
    function delist(bytes32 registryId, string calldata reason) external restricted {
        _requireListed(registryId);
        _registries[registryId].delistedAt = uint48(block.timestamp);
        emit RegistryDelisted(registryId, reason);
    }

    /// @inheritdoc IRegistryDirectory
    function registry(bytes32 registryId) external view returns (Registry memory) {
        if (_registries[registryId].listedAt == 0) revert RegistryDirectoryUnknown(registryId);
        return _registries[registryId];
    }

    /// @inheritdoc IRegistryDirectory
    function registryCount() external view returns (uint256) {
        return _ids.length;
    }

    /// @inheritdoc IRegistryDirectory
    function registryAt(uint256 index) external view returns (bytes32) {
        return _ids[index];
    }

    /// @inheritdoc IRegistryDirectory
    function attestersOf(bytes32[] calldata registryIds) external view returns (address[] memory attesters) {
        uint256 count = registryIds.length;
        if (count > MAX_REGISTRIES) revert RegistryDirectoryTooMany(count, MAX_REGISTRIES);
        attesters = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            _requireListed(registryIds[i]);
            attesters[i] = _registries[registryIds[i]].contracts.attester;
        }
        Arrays.sort(attesters);
        uint256 distinct = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (distinct != 0 && attesters[i] == attesters[distinct - 1]) continue;
            attesters[distinct] = attesters[i];
            ++distinct;
        }
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(attesters, distinct)
        }
    }

    /// @dev The home is the first and has no parent; what a mirror refers to is no mirror, so that a certification by
    /// reference is one step from its source.
    function _requireParent(RegistryKind kind, bytes32 parent) private view {
        if (kind == RegistryKind.Home) {
            if (parent != 0 || _ids.length != 0) revert RegistryDirectoryInvalidParent(kind, parent);
            return;
        }
        _requireListed(parent);
        RegistryKind above = _registries[parent].kind;
        bool fits = above == RegistryKind.Home || (kind == RegistryKind.Mirror && above == RegistryKind.Dao);
        if (!fits) revert RegistryDirectoryInvalidParent(kind, parent);
    }

    function _requireListed(bytes32 registryId) private view {
        Registry storage record = _registries[registryId];
        if (record.listedAt == 0) revert RegistryDirectoryUnknown(registryId);
        if (record.delistedAt != 0) revert RegistryDirectoryDelisted(registryId);
    }

    function _requireContracts(RegistryContracts calldata contracts) private pure {
        if (contracts.accessManager == address(0)) revert RegistryDirectoryZeroContract("accessManager");
        if (contracts.pluginRegistry == address(0)) revert RegistryDirectoryZeroContract("pluginRegistry");
        if (contracts.certificationRegistry == address(0)) {
            revert RegistryDirectoryZeroContract("certificationRegistry");
        }
        if (contracts.attester == address(0)) revert RegistryDirectoryZeroContract("attester");
    }
}
