// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {VersionId} from "../types/Ids.sol";
import {ICertificationRegistry} from "./ICertificationRegistry.sol";

/// @title The credential a publisher holds for a certified version (ERC-721, ERC-5192)
/// @notice `tokenId` is the version id. A token is minted with its certification, never moves and is never burnt;
/// `verify` and `tokenURI` follow the certification's live status.
interface ICertificateToken {
    event BoardSet(address indexed board);

    error CertificateTokenOnlyBoard(address account, address board);
    error CertificateTokenBoardAlreadySet(address board);
    /// @dev `tokenId` is 0 for an approval of all tokens.
    error CertificateTokenLocked(uint256 tokenId);

    /// @notice Names the Review Board whose certifications this token shows. Restricted, once.
    function setBoard(address board) external;

    /// @notice Mints the credential of a version that the board has certified. Only the board.
    function mint(address holder, VersionId versionId) external returns (uint256 tokenId);

    /// @notice Announces (ERC-4906) that a credential's metadata changed, which its board does whenever it changes a
    /// certification. Anyone may call, say after a suspension has ended by time.
    function announceUpdate(uint256 tokenId) external;

    /// @notice Announces that a credential's certification has expired, here and in the certification registry. Anyone may call.
    function announceExpiry(uint256 tokenId) external;

    /// @notice The live state of a credential; reverts with `ERC721NonexistentToken` if it was never minted.
    function verify(
        uint256 tokenId
    )
        external
        view
        returns (
            ICertificationRegistry.CertificationStatus status,
            address holder,
            ICertificationRegistry.Certification memory certification
        );

    function board() external view returns (address);
}
