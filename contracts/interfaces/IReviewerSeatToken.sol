// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title The seats of a Review Board as soulbound tokens (ERC-721, ERC-5192)
/// @notice A view: who holds what is read from the board at the time of the question, and nothing here decides anything. A
/// seat's token exists while the seat runs and is gone when it ends, by itself, early or by time. Since nothing calls this
/// contract then, `Transfer` and `Locked` are emitted when anybody calls `sync`, and not before.
interface IReviewerSeatToken {
    error ReviewerSeatTokenLocked(uint256 tokenId);
    error ReviewerSeatTokenTooMany(uint256 holders, uint256 maximum);

    /// @notice Emits what has changed about these holders' seats since the last call: the end of a token, the beginning of one.
    function sync(address[] calldata holders) external;

    /// @notice The token of the seat that an account holds now, made of its beginning and its holder; 0 if it holds none.
    function tokenOf(address holder) external view returns (uint256 tokenId);

    /// @notice The token that `sync` announced last for an account and not yet as ended; 0 for none.
    function announced(address holder) external view returns (uint256 tokenId);
}
