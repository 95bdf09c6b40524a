// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAssetLedger} from "../interfaces/IAssetLedger.sol";

/// @title Money in and out, of ETH and of any token
/// @dev Whatever moves a token is guarded against re-entry, because a received amount is a difference of balances.
abstract contract AssetLedger is IAssetLedger, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    address internal constant ETHER = address(0);

    /// @inheritdoc IAssetLedger
    mapping(address payee => mapping(address asset => uint256)) public owed;
    /// @inheritdoc IAssetLedger
    mapping(address asset => uint256) public liabilities;

    /// @inheritdoc IAssetLedger
    function withdraw(address payee, address asset) external nonReentrant returns (uint256 paid) {
        uint256 balance = _balanceOf(asset);
        if (balance < liabilities[asset]) revert AssetLedgerShortfall(asset, balance, liabilities[asset]);
        return _withdraw(payee, payee, asset, balance);
    }

    /// @inheritdoc IAssetLedger
    function withdrawTo(address receiver, address asset) external nonReentrant returns (uint256 paid) {
        return _withdraw(msg.sender, receiver, asset, _balanceOf(asset));
    }

    /// @dev Takes `amount` from the caller; returns what arrived, which the caller of this function must credit.
    function _collect(address asset, uint256 amount) internal returns (uint256 received) {
        uint256 value = asset == ETHER ? amount : 0;
        if (msg.value != value) revert AssetLedgerWrongValue(msg.value, value);
        received = amount;
        if (asset != ETHER && amount != 0) {
            uint256 balance = _balanceOf(asset);
            if (balance < liabilities[asset]) revert AssetLedgerShortfall(asset, balance, liabilities[asset]);
            IERC20(asset).safeTransferFrom(msg.sender, address(this), amount);
            received = _balanceOf(asset) - balance;
        }
        liabilities[asset] += received;
    }

    /// @dev Owes `payee` an amount that the contract already holds for others.
    function _owe(address payee, address asset, uint256 amount) internal {
        owed[payee][asset] += amount;
    }

    function _withdraw(address payee, address receiver, address asset, uint256 balance) private returns (uint256 paid) {
        uint256 due = owed[payee][asset];
        uint256 total = liabilities[asset];
        // What a creditor gets of a balance that falls short is rounded down, so that the others lose nothing by it.
        paid = balance < total ? Math.mulDiv(due, balance, total) : due;
        if (paid == 0) revert AssetLedgerNothingToWithdraw(payee, asset);
        owed[payee][asset] = 0;
        liabilities[asset] = total - due;
        emit PaymentWithdrawn(payee, asset, receiver, due, paid);
        if (asset != ETHER) {
            IERC20(asset).safeTransfer(receiver, paid);
            return paid;
        }
        // solhint-disable-next-line avoid-low-level-calls
        (bool accepted, ) = receiver.call{value: paid}("");
        if (!accepted) revert AssetLedgerPaymentRefused(receiver, paid);
    }

    function _balanceOf(address asset) private view returns (uint256) {
        return asset == ETHER ? address(this).balance : IERC20(asset).balanceOf(address(this));
    }
}
