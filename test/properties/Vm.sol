// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev The cheatcodes of the test runner that the properties use.
interface Vm {
    function addr(uint256 privateKey) external pure returns (address);

    function assume(bool condition) external pure;

    function deal(address account, uint256 balance) external;

    function expectRevert(bytes4 selector) external;

    function expectRevert(bytes calldata revertData) external;

    function prank(address sender) external;

    function roll(uint256 blockNumber) external;

    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function startPrank(address sender) external;

    function stopPrank() external;

    function warp(uint256 timestamp) external;
}
