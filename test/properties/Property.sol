// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Vm} from "./Vm.sol";

/// @dev Base of the fuzz and invariant tests: cheatcodes, assertions, and the contracts an invariant run calls.
/// Test names carry the number of the design property they check.
abstract contract Property {
    error PropertyBroken(string property);
    error PropertyNotEqual(string property, uint256 actual, uint256 expected);

    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address[] private _targets;

    /// @dev Read by the test runner before an invariant run.
    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    function target(address called) internal {
        _targets.push(called);
    }

    function assertTrue(bool condition, string memory property) internal pure {
        if (!condition) revert PropertyBroken(property);
    }

    function assertEq(uint256 actual, uint256 expected, string memory property) internal pure {
        if (actual != expected) revert PropertyNotEqual(property, actual, expected);
    }

    function assertEq(bytes32 actual, bytes32 expected, string memory property) internal pure {
        assertEq(uint256(actual), uint256(expected), property);
    }

    function assertEq(address actual, address expected, string memory property) internal pure {
        assertEq(uint256(uint160(actual)), uint256(uint160(expected)), property);
    }

    /// @dev Folds a fuzzed value into `[low, high]`.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        if (low == 0 && high == type(uint256).max) return value;
        return low + (value % (high - low + 1));
    }
}
