// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @title OpenZeppelin's Governor with its simplest counting, for gas comparisons
contract StockGovernor is Governor, GovernorCountingSimple, GovernorVotes {
    uint256 private constant PERIOD = 1 weeks;

    constructor(IVotes token_) Governor("StockGovernor") GovernorVotes(token_) {}

    function votingDelay() public pure override returns (uint256) {
        return 0;
    }

    function votingPeriod() public pure override returns (uint256) {
        return PERIOD;
    }

    function quorum(uint256) public pure override returns (uint256) {
        return 1;
    }
}
