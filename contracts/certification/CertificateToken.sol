// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ICertificateToken} from "../interfaces/ICertificateToken.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IERC5192} from "../interfaces/IERC5192.sol";
import {VersionId} from "../types/Ids.sol";
import {CertificateMetadata} from "./CertificateMetadata.sol";

/// @title The credential a publisher holds for a certified version (ERC-721, ERC-5192, ERC-4906)
contract CertificateToken is ICertificateToken, IERC4906, IERC5192, ERC721, AccessManaged {
    /// @dev `bytes4(0x49064906)`, fixed by ERC-4906: the interface has events only.
    bytes4 private constant ERC4906_ID = 0x49064906;

    ICertificationRegistry public immutable certifications;

    /// @inheritdoc ICertificateToken
    address public board;

    constructor(
        address manager,
        ICertificationRegistry certifications_
    ) ERC721("Nexus Certificate", "NXC") AccessManaged(manager) {
        certifications = certifications_;
    }

    /// @inheritdoc ICertificateToken
    function setBoard(address board_) external restricted {
        if (board != address(0)) revert CertificateTokenBoardAlreadySet(board);
        board = board_;
        emit BoardSet(board_);
    }

    /// @inheritdoc ICertificateToken
    function mint(address holder, VersionId versionId) external returns (uint256 tokenId) {
        if (msg.sender != board) revert CertificateTokenOnlyBoard(msg.sender, board);
        certifications.check(versionId, board);
        tokenId = uint256(VersionId.unwrap(versionId));
        _mint(holder, tokenId);
        emit Locked(tokenId);
    }

    /// @inheritdoc ICertificateToken
    function announceUpdate(uint256 tokenId) external {
        _requireOwned(tokenId);
        emit MetadataUpdate(tokenId);
    }

    /// @inheritdoc ICertificateToken
    function announceExpiry(uint256 tokenId) external {
        _requireOwned(tokenId);
        certifications.expire(_versionOf(tokenId), board);
        emit MetadataUpdate(tokenId);
    }

    /// @inheritdoc ICertificateToken
    function verify(
        uint256 tokenId
    )
        external
        view
        returns (
            ICertificationRegistry.CertificationStatus status,
            address holder,
            ICertificationRegistry.Certification memory certification
        )
    {
        holder = _requireOwned(tokenId);
        VersionId versionId = _versionOf(tokenId);
        status = certifications.statusOf(versionId, board);
        certification = certifications.certificationOf(versionId, board);
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @inheritdoc ERC721
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireOwned(tokenId);
        VersionId versionId = _versionOf(tokenId);
        return
            CertificateMetadata.dataUri(
                versionId,
                board,
                certifications.statusOf(versionId, board),
                certifications.certificationOf(versionId, board),
                certifications.linksOf(versionId, board)
            );
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        return
            interfaceId == ERC4906_ID ||
            interfaceId == type(IERC5192).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    /// @notice Always reverts: a credential can't be handed on.
    function approve(address, uint256 tokenId) public pure override(ERC721, IERC721) {
        revert CertificateTokenLocked(tokenId);
    }

    /// @notice Always reverts: a credential can't be handed on.
    function setApprovalForAll(address, bool) public pure override(ERC721, IERC721) {
        revert CertificateTokenLocked(0);
    }

    /// @dev The only change of owner is the mint.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address) {
        if (_ownerOf(tokenId) != address(0)) revert CertificateTokenLocked(tokenId);
        return super._update(to, tokenId, auth);
    }

    function _versionOf(uint256 tokenId) private pure returns (VersionId) {
        return VersionId.wrap(bytes32(tokenId));
    }
}
