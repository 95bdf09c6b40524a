// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC5192} from "../interfaces/IERC5192.sol";
import {IReviewerSeats} from "../interfaces/IReviewerSeats.sol";
import {IReviewerSeatToken} from "../interfaces/IReviewerSeatToken.sol";
import {Chamber} from "../types/Chambers.sol";
import {dateAttribute, jsonUri, numberAttribute, textAttribute} from "../types/TokenMetadata.sol";

/// @title The seats of a Review Board as soulbound tokens
/// @dev OpenZeppelin's ERC721 keeps owners of its own; here the board's seats are the only truth, so the interface is
/// answered from them.
contract ReviewerSeatToken is IReviewerSeatToken, IERC721Metadata, IERC5192, IERC721Errors {
    uint256 public constant MAX_HOLDERS = 64;

    IReviewerSeats public immutable board;

    /// @inheritdoc IReviewerSeatToken
    mapping(address holder => uint256 tokenId) public announced;

    constructor(IReviewerSeats board_) {
        board = board_;
    }

    /// @inheritdoc IReviewerSeatToken
    function sync(address[] calldata holders) external {
        if (holders.length > MAX_HOLDERS) revert ReviewerSeatTokenTooMany(holders.length, MAX_HOLDERS);
        for (uint256 i = 0; i < holders.length; ++i) {
            address holder = holders[i];
            (uint256 before, uint256 current) = (announced[holder], tokenOf(holder));
            if (before == current) continue;
            announced[holder] = current;
            if (before != 0) emit Transfer(holder, address(0), before);
            if (current == 0) continue;
            emit Transfer(address(0), holder, current);
            emit Locked(current);
        }
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        ownerOf(tokenId);
        return true;
    }

    /// @inheritdoc IERC721
    function balanceOf(address holder) external view returns (uint256) {
        if (holder == address(0)) revert ERC721InvalidOwner(holder);
        return tokenOf(holder) == 0 ? 0 : 1;
    }

    /// @inheritdoc IERC721
    function getApproved(uint256 tokenId) external view returns (address) {
        ownerOf(tokenId);
        return address(0);
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        IReviewerSeats.Seat memory seat = board.seatOf(ownerOf(tokenId));
        string memory attributes = string.concat(
            textAttribute("chamber", _nameOf(seat.chamber)),
            ",",
            numberAttribute("weight", seat.weight),
            ",",
            numberAttribute("affiliation", seat.affiliation),
            ",",
            dateAttribute("since", seat.since),
            ",",
            dateAttribute("until", seat.until)
        );
        string memory json = string.concat(
            '{"name":"Nexus reviewer, ',
            _nameOf(seat.chamber),
            '","description":"A seat of the Plugin Review Board. Non-transferable; gone when the seat ends.","attributes":[',
            attributes,
            "]}"
        );
        return jsonUri(json);
    }

    /// @notice Always reverts: a seat can't be handed on.
    function transferFrom(address, address, uint256 tokenId) external pure {
        revert ReviewerSeatTokenLocked(tokenId);
    }

    /// @notice Always reverts: a seat can't be handed on.
    function safeTransferFrom(address, address, uint256 tokenId) external pure {
        revert ReviewerSeatTokenLocked(tokenId);
    }

    /// @notice Always reverts: a seat can't be handed on.
    function safeTransferFrom(address, address, uint256 tokenId, bytes calldata) external pure {
        revert ReviewerSeatTokenLocked(tokenId);
    }

    /// @notice Always reverts: a seat can't be handed on.
    function approve(address, uint256 tokenId) external pure {
        revert ReviewerSeatTokenLocked(tokenId);
    }

    /// @notice Always reverts: a seat can't be handed on.
    function setApprovalForAll(address, bool) external pure {
        revert ReviewerSeatTokenLocked(0);
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IERC721Metadata
    function name() external pure returns (string memory) {
        return "Nexus Reviewer Seat";
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external pure returns (string memory) {
        return "NXR";
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IERC721).interfaceId ||
            interfaceId == type(IERC721Metadata).interfaceId ||
            interfaceId == type(IERC5192).interfaceId;
    }

    /// @inheritdoc IReviewerSeatToken
    /// @dev A seat appointed in this second counts from the next on, and is held already.
    function tokenOf(address holder) public view returns (uint256 tokenId) {
        IReviewerSeats.Seat memory seat = board.seatOf(holder);
        if (seat.until <= block.timestamp) return 0;
        return (uint256(seat.since) << 160) | uint160(holder);
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 tokenId) public view returns (address holder) {
        holder = address(uint160(tokenId));
        if (tokenId == 0 || tokenOf(holder) != tokenId) revert ERC721NonexistentToken(tokenId);
    }

    function _nameOf(Chamber chamber) private pure returns (string memory) {
        if (chamber == Chamber.ClauseAuditors) return "ClauseAuditors";
        if (chamber == Chamber.Security) return "Security";
        if (chamber == Chamber.Drf) return "Drf";
        if (chamber == Chamber.Drr) return "Drr";
        if (chamber == Chamber.Health) return "Health";
        if (chamber == Chamber.Esg) return "Esg";
        return "Hubs";
    }
}
