// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title OpenZeppelin's ERC-721 with an open mint, for gas comparisons
contract StockToken is ERC721("Stock", "STK") {
    function mint(address holder, uint256 tokenId) external {
        _mint(holder, tokenId);
    }
}
