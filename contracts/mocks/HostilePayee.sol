// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";

/// @title A funder that misbehaves when it is paid, for tests
contract HostilePayee {
    enum Behaviour {
        Accept,
        Refuse,
        ReenterAndFail,
        ReenterAndSwallow
    }

    IBountyEscrow public immutable escrow;
    Behaviour public behaviour;
    uint256 public reentries;
    bytes public reentryError;

    error HostilePayeeRefused();

    constructor(IBountyEscrow escrow_) {
        escrow = escrow_;
    }

    // solhint-disable-next-line no-complex-fallback
    receive() external payable {
        if (behaviour == Behaviour.Refuse) revert HostilePayeeRefused();
        if (behaviour == Behaviour.ReenterAndFail) escrow.withdraw(address(this), address(0));
        if (behaviour == Behaviour.ReenterAndSwallow) _tryAgain();
    }

    function setBehaviour(Behaviour behaviour_) external {
        behaviour = behaviour_;
    }

    function fund(uint256 bountyId) external payable {
        escrow.fund{value: msg.value}(bountyId, msg.value);
    }

    /// @notice Sends what the escrow owes this contract elsewhere.
    function withdrawTo(address receiver, address asset) external {
        escrow.withdrawTo(receiver, asset);
    }

    function _tryAgain() private {
        try escrow.withdraw(address(this), address(0)) {
            ++reentries;
        } catch (bytes memory reason) {
            reentryError = reason;
        }
    }
}
