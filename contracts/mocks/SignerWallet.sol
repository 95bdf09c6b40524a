// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A smart account whose owner signs for it (ERC-1271), for tests
contract SignerWallet is IERC1271 {
    address public immutable owner;

    error SignerWalletOnlyOwner(address account);

    constructor(address owner_) {
        owner = owner_;
    }

    // solhint-disable-next-line no-empty-blocks
    receive() external payable {}

    /// @notice Calls `target` as this account and passes its result on.
    function execute(address target, uint256 value, bytes calldata data) external payable returns (bytes memory) {
        if (msg.sender != owner) revert SignerWalletOnlyOwner(msg.sender);
        return Address.functionCallWithValue(target, data, value);
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return
            ECDSA.recoverCalldata(hash, signature) == owner ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
