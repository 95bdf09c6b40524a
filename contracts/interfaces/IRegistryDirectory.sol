// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Which registries there are, whose they are and what they refer to
/// @notice A phone book: nothing is decided by it. Consumers choose registries from it, and from these their attesters and a
/// threshold.
interface IRegistryDirectory {
    enum RegistryKind {
        Home,
        Dao,
        Mirror
    }

    /// @param attester Who certifies for it: a Review Board, or a mirror's attester
    struct RegistryContracts {
        address accessManager;
        address pluginRegistry;
        address certificationRegistry;
        address attester;
    }

    /// @dev `listedAt` and `delistedAt` in Unix seconds, 0 = never. `parent` is zero for the home alone.
    struct Registry {
        RegistryKind kind;
        uint48 listedAt;
        uint48 delistedAt;
        bytes32 parent;
        RegistryContracts contracts;
        string name;
    }

    event RegistryListed(
        bytes32 indexed registryId,
        bytes32 indexed parent,
        RegistryKind kind,
        string name,
        RegistryContracts contracts
    );
    event RegistryDelisted(bytes32 indexed registryId, string reason);

    error RegistryDirectoryInvalidName(string name);
    error RegistryDirectoryNameTaken(string name);
    error RegistryDirectoryUnknown(bytes32 registryId);
    error RegistryDirectoryDelisted(bytes32 registryId);
    error RegistryDirectoryInvalidParent(RegistryKind kind, bytes32 parent);
    error RegistryDirectoryZeroContract(string field);
    error RegistryDirectoryTooMany(uint256 registries, uint256 maximum);

    /// @notice Lists a registry under its name's hash: the home first and once, a DAO's below the home, a mirror below either.
    /// Restricted.
    function list(
        string calldata name,
        RegistryKind kind,
        bytes32 parent,
        RegistryContracts calldata contracts
    ) external returns (bytes32 registryId);

    /// @notice Marks a registry as no longer recommended; it stays readable, and can't come back. Restricted.
    function delist(bytes32 registryId, string calldata reason) external;

    function registry(bytes32 registryId) external view returns (Registry memory);

    function registryCount() external view returns (uint256);

    /// @notice The registries' ids in the order in which they were listed.
    function registryAt(uint256 index) external view returns (bytes32 registryId);

    /// @notice Attesters of listed registries, ascending and each once, as `ICertificationRegistry.check` wants them.
    function attestersOf(bytes32[] calldata registryIds) external view returns (address[] memory attesters);
}
