// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title NXS: votes, stakes and task rewards of the NXS-DAO
/// @notice The whole supply is minted once, at deployment. Votes follow timestamps (ERC-6372).
contract NexusToken is ERC20, ERC20Permit, ERC20Votes {
    /// @dev One thousand million NXS.
    uint256 public constant SUPPLY = 1_000_000_000e18;

    /// @param recipient Receives the whole supply
    constructor(address recipient) ERC20("Nexus", "NXS") ERC20Permit("Nexus") {
        _mint(recipient, SUPPLY);
    }

    /// @notice Unix seconds.
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // The name is fixed by ERC-6372.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
