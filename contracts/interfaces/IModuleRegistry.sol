// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {VersionId} from "../types/Ids.sol";
import {SemVer} from "../types/SemVer.sol";
import {IPluginRegistry} from "./IPluginRegistry.sol";

/// @title ERC-7484 as it is deployed, for versions that name an on-chain module
/// @notice A version's code hash is registered once, before an attester certifies it; anyone then links the certification to
/// the code. A check passes while enough attesters certify the version and the module's live code is the registered one.
interface IModuleRegistry {
    /// @dev `registeredAt` in Unix seconds.
    struct Module {
        bytes32 codeHash;
        address module;
        uint48 registeredAt;
    }

    /// @dev Part of ERC-7484.
    event NewTrustedAttesters(address indexed smartAccount);
    event ModuleRegistered(VersionId indexed versionId, address indexed module, bytes32 codeHash);
    event ModuleLinked(VersionId indexed versionId, address indexed attester, address indexed module);

    error ModuleRegistryNoCode(address module);
    error ModuleRegistryAlreadyRegistered(VersionId versionId);
    error ModuleRegistryUnknown(VersionId versionId);
    error ModuleRegistryRegisteredLate(VersionId versionId, uint48 registeredAt, uint48 issuedAt);
    error ModuleRegistryAlreadyLinked(address module, address attester, VersionId versionId);
    error ModuleRegistryNoTrustedAttesters(address account);
    error ModuleRegistryThresholdNotMet(address module, uint256 valid, uint256 threshold);
    error ModuleRegistryNotOfType(address module, uint256 moduleType);

    /// @notice Keeps the live code hash of the module that a version's signed content names. Once a version, by anyone.
    /// @param registry The version's registry; its id is made from it, so another one can't speak for it
    /// @param nameHash `keccak256` of the plugin's name
    function registerModule(
        IPluginRegistry registry,
        bytes32 nameHash,
        SemVer version,
        IPluginRegistry.VersionContent calldata content
    ) external returns (VersionId versionId);

    /// @notice Lets an attester's valid certification of a version stand for the code of its module. By anyone; only if the
    /// code was registered before the certification was issued, so that it is what the attester looked at.
    function linkModule(VersionId versionId, address attester) external;

    /// @notice Names the attesters (strictly ascending) whom the caller trusts, and how many must agree; replaces the last.
    function trustAttesters(uint8 threshold, address[] calldata attesters) external;

    /// @notice Reverts unless enough of the caller's trusted attesters certify the module's live code now.
    function check(address module) external view;

    /// @notice As `check(module)`; the module must also say that it is of that ERC-7579 type.
    function check(address module, uint256 moduleType) external view;

    /// @notice As `check(module)`, for the attesters that `smartAccount` trusts.
    function checkForAccount(address smartAccount, address module) external view;

    function checkForAccount(address smartAccount, address module, uint256 moduleType) external view;

    /// @notice Reverts unless at least `threshold` of the attesters (strictly ascending) certify the module's live code now.
    function check(address module, address[] calldata attesters, uint256 threshold) external view;

    function check(address module, uint256 moduleType, address[] calldata attesters, uint256 threshold) external view;

    function trustedAttesters(address account) external view returns (uint8 threshold, address[] memory attesters);

    /// @notice The version whose certification stands for a module's live code; zero if there is none.
    function linkedVersion(address module, address attester) external view returns (VersionId);

    /// @notice The registered module of a version; reverts if there is none.
    function moduleOf(VersionId versionId) external view returns (Module memory);
}
