// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev The outcome that occurs most often, how often, and where first; zeros are no outcomes, and the first of equally
/// frequent ones leads. Takes at most `length` squared comparisons.
function largestGroup(bytes32[] memory outcomes) pure returns (bytes32 leading, uint8 agreed, uint256 leader) {
    for (uint256 i = 0; i < outcomes.length; ++i) {
        if (outcomes[i] == bytes32(0) || outcomes[i] == leading) continue;
        uint8 count = 0;
        for (uint256 j = i; j < outcomes.length; ++j) {
            if (outcomes[j] == outcomes[i]) ++count;
        }
        if (count > agreed) (leading, agreed, leader) = (outcomes[i], count, i);
    }
}
