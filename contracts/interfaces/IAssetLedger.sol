// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title What a contract holds and owes, by asset
/// @notice The zero address stands for ETH. Payments are pulled. Should a token take away from the contract's balance on its
/// own, every creditor bears the loss in proportion, and nothing more of that token is taken in until it is whole again.
interface IAssetLedger {
    event PaymentWithdrawn(address indexed payee, address indexed asset, address receiver, uint256 owed, uint256 paid);

    error AssetLedgerWrongValue(uint256 sent, uint256 expected);
    error AssetLedgerShortfall(address asset, uint256 balance, uint256 liabilities);
    error AssetLedgerNothingToWithdraw(address payee, address asset);
    error AssetLedgerPaymentRefused(address receiver, uint256 amount);

    /// @notice Sends `payee` all that is owed to them in an asset. Anyone may call; refused while the asset falls short, so
    /// that nobody else realizes a payee's loss.
    function withdraw(address payee, address asset) external returns (uint256 paid);

    /// @notice Sends what is owed to the caller to `receiver`; if the asset falls short, the caller's part of what is there,
    /// and the rest is given up.
    function withdrawTo(address receiver, address asset) external returns (uint256 paid);

    function owed(address payee, address asset) external view returns (uint256);

    /// @notice What the contract holds for others or owes them, in an asset.
    function liabilities(address asset) external view returns (uint256);
}
