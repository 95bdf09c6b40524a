// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

// ERC-721 metadata that is written on chain. Callers vouch that texts need no escape.

function textAttribute(string memory trait, string memory value) pure returns (string memory) {
    return string.concat('{"trait_type":"', trait, '","value":"', value, '"}');
}

function numberAttribute(string memory trait, uint256 value) pure returns (string memory) {
    return string.concat('{"trait_type":"', trait, '","value":', Strings.toString(value), "}");
}

/// @dev `value` in Unix seconds.
function dateAttribute(string memory trait, uint256 value) pure returns (string memory) {
    return string.concat('{"trait_type":"', trait, '","display_type":"date","value":', Strings.toString(value), "}");
}

function jsonUri(string memory json) pure returns (string memory) {
    return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
}
