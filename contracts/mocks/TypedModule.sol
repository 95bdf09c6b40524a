// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC7579Module} from "@openzeppelin/contracts/interfaces/draft-IERC7579.sol";

/// @title An ERC-7579 module of one type that does nothing, for tests
contract TypedModule is IERC7579Module {
    uint256 private immutable _type;

    constructor(uint256 type_) {
        _type = type_;
    }

    // solhint-disable no-empty-blocks
    function onInstall(bytes calldata) external {}

    function onUninstall(bytes calldata) external {}
    // solhint-enable no-empty-blocks

    function isModuleType(uint256 moduleTypeId) external view returns (bool) {
        return moduleTypeId == _type;
    }
}
