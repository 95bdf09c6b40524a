// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title The form of a plugin's name
library PluginName {
    uint256 internal constant MIN_LENGTH = 3;
    uint256 internal constant MAX_LENGTH = 64;

    /// @notice True for 3 to 64 characters of `[a-z0-9-]` with no hyphen at either end or doubled.
    function isValid(string calldata name) internal pure returns (bool) {
        bytes calldata characters = bytes(name);
        uint256 length = characters.length;
        if (length < MIN_LENGTH || length > MAX_LENGTH) return false;
        bool afterHyphen = true;
        for (uint256 i = 0; i < length; ++i) {
            bytes1 character = characters[i];
            bool hyphen = character == "-";
            if (hyphen ? afterHyphen : !_isAlphanumeric(character)) return false;
            afterHyphen = hyphen;
        }
        return !afterHyphen;
    }

    function _isAlphanumeric(bytes1 character) private pure returns (bool) {
        return (character >= "a" && character <= "z") || (character >= "0" && character <= "9");
    }
}
