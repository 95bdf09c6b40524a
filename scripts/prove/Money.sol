// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Shares} from "../../contracts/types/Shares.sol";

/// @title What holds of every amount that is split; each assertion is proven, not tested
contract Money {
    function splitLosesNothing(Shares memory shares, uint128 price) external pure {
        require(shares.isWhole());
        (uint256 developer, uint256 treasury, uint256 reviewers) = shares.split(price);
        assert(developer + treasury + reviewers == price);
        assert(developer <= price);
    }

    /// @dev ResultConsensus pays `reward / agreed` to each who agreed and returns the rest.
    function rewardCoversItsShares(uint96 reward, uint8 agreed) external pure {
        require(agreed != 0);
        uint256 share = uint256(reward) / agreed;
        assert(share * agreed <= reward);
        assert(reward - share * agreed < agreed);
    }

    /// @dev BountyEscrow refunds `amount * contribution / contributed`; the last refund leaves nothing.
    function refundStaysWithin(uint128 amount, uint128 contribution, uint128 contributed) external pure {
        require(contribution != 0 && contribution <= contributed);
        uint256 share = (uint256(amount) * contribution) / contributed;
        assert(share <= amount);
        assert(contribution != contributed || share == amount);
    }
}
