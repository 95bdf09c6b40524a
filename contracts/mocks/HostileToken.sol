// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Who wants to hear of a token's movements, as ERC-777 has it
interface ITokenHook {
    function tokensMoved(address token) external;
}

/// @title A token with one bad habit, and an open mint, for tests
contract HostileToken is ERC20("Hostile", "BAD") {
    enum Habit {
        None,
        TakesFee,
        ReturnsNothing,
        ReturnsFalse,
        Blocklists,
        CallsBack,
        Shrinks
    }

    uint256 public constant FEE_PERCENT = 10;

    Habit public immutable habit;
    mapping(address account => bool) public isBlocked;

    error HostileTokenBlocked(address account);

    constructor(Habit habit_) {
        habit = habit_;
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    /// @notice Takes a part of an account's balance, as a rebase of a token that lost value does.
    function shrink(address account, uint256 percent) external {
        if (habit == Habit.Shrinks) _burn(account, (balanceOf(account) * percent) / 100);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        return _answer();
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        return _answer();
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (habit == Habit.Blocklists && isBlocked[to]) revert HostileTokenBlocked(to);
        bool moves = from != address(0) && to != address(0);
        if (moves && habit == Habit.CallsBack) _call(from);
        super._update(from, to, amount);
        if (moves && habit == Habit.TakesFee) super._update(to, address(0), (amount * FEE_PERCENT) / 100);
        if (moves && habit == Habit.CallsBack) _call(to);
    }

    function _call(address account) private {
        if (account.code.length == 0) return;
        // Whether it listens is its own affair.
        // solhint-disable-next-line no-empty-blocks
        try ITokenHook(account).tokensMoved(address(this)) {} catch {}
    }

    function _answer() private view returns (bool) {
        if (habit == Habit.ReturnsFalse) return false;
        if (habit == Habit.ReturnsNothing) {
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }
}
