// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// What a dispute may be about. The subject is the id in the disputed contract.
enum DisputeKind {
    Review,
    Appeal,
    Certificate,
    Bounty
}

/// @title A contract whose decisions can be disputed
/// @notice It holds what is disputed as it is; the DisputeManager holds the bonds and brings the ruling.
interface IDisputable {
    /// @notice A dispute about `subject` opens: the contract reverts if it can't be disputed now, else holds it as it is
    /// until the ruling. Restricted to the DisputeManager (role DISPUTES).
    function openDispute(DisputeKind kind, bytes32 subject, address challenger) external;

    /// @notice The ruling; `upheld`: the challenger was right. Restricted to the DisputeManager.
    function closeDispute(DisputeKind kind, bytes32 subject, bool upheld) external;
}
