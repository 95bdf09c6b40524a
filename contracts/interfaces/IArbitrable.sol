// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// What an arbitrator says about a dispute. `Refused`: it won't decide.
enum Ruling {
    None,
    Refused,
    Upheld,
    Rejected
}

/// @title A contract whose disputes an arbitrator rules (after ERC-792)
/// @notice Whatever account can make this call can be an arbitrator: a DAO's timelock, a multisig, or an adapter in front
/// of a court, which maps the court's own numbers to the ones here.
interface IArbitrable {
    /// @notice Rules a dispute. Only its arbitrator, in its time to rule.
    function rule(uint256 disputeId, Ruling ruling) external;
}
