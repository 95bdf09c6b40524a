// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {BountyEscrow} from "../../contracts/incentives/BountyEscrow.sol";
import {TaskId} from "../../contracts/types/Ids.sol";

/// @dev An account that funds, claims and publishes, and re-enters the escrow with all it has when it hears of money.
contract BountyActor {
    uint256 internal constant REENTERED = 4;
    address internal constant ETHER = address(0);

    BountyEscrow public immutable escrow;
    uint256 public received;
    bool private transient _reentering;

    constructor(BountyEscrow escrow_) {
        escrow = escrow_;
    }

    receive() external payable {
        received += msg.value;
        _reenter(ETHER);
    }

    /// @dev A token tells its senders and receivers.
    function tokensMoved(address token) external {
        _reenter(token);
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

    function _reenter(address asset) private {
        if (_reentering) return;
        _reentering = true;
        for (uint256 id = 1; id <= REENTERED; ++id) {
            _ignore(abi.encodeCall(escrow.fund, (id, 1 ether)));
            _ignore(abi.encodeCall(escrow.claim, (id)));
            _ignore(abi.encodeCall(escrow.release, (id, 0, new TaskId[](0))));
            _ignore(abi.encodeCall(escrow.freeClaim, (id)));
            _ignore(abi.encodeCall(escrow.retract, (id)));
            _ignore(abi.encodeCall(escrow.expire, (id)));
            _ignore(abi.encodeCall(escrow.refund, (id, address(this))));
        }
        _ignore(abi.encodeCall(escrow.withdraw, (address(this), asset)));
        _ignore(abi.encodeCall(escrow.withdrawTo, (address(this), asset)));
        _reentering = false;
    }

    function _ignore(bytes memory data) private {
        (bool success, ) = address(escrow).call(data);
        success;
    }
}
