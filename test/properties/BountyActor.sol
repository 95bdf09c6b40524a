// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {BountyEscrow} from "../../contracts/incentives/BountyEscrow.sol";

/// @dev An account that funds, claims and publishes, and re-enters the escrow with all it has when it is paid.
contract BountyActor {
    uint256 internal constant REENTERED = 4;

    BountyEscrow public immutable escrow;
    uint256 public received;

    constructor(BountyEscrow escrow_) {
        escrow = escrow_;
    }

    receive() external payable {
        received += msg.value;
        for (uint256 id = 1; id <= REENTERED; ++id) {
            _ignore(abi.encodeCall(escrow.release, (id)));
            _ignore(abi.encodeCall(escrow.freeClaim, (id)));
            _ignore(abi.encodeCall(escrow.refund, (id, address(this))));
        }
        _ignore(abi.encodeCall(escrow.withdraw, (payable(this))));
    }

    /// @dev Any signature is this account's (ERC-1271).
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return this.isValidSignature.selector;
    }

    function act(address callee, uint256 value, bytes calldata data) external {
        (bool success, bytes memory reason) = callee.call{value: value}(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    function _ignore(bytes memory data) private {
        (bool success, ) = address(escrow).call(data);
        success;
    }
}
