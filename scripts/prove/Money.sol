// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {FeeTerms} from "../../contracts/types/FeeTerms.sol";
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

    /// @dev ResultConsensus takes `reward + panel * gasCompensation`, and credits `reward / agreed + gasCompensation` to each
    /// of those who agreed, who are at most the panel.
    function settledTaskPaysNoMoreThanItTook(
        uint96 reward,
        uint72 gasCompensation,
        uint8 panel,
        uint8 agreed
    ) external pure {
        require(panel <= 16 && agreed != 0 && agreed <= panel);
        uint256 paid = uint256(reward) + uint256(panel) * gasCompensation;
        uint256 earned = uint256(agreed) * (uint256(reward) / agreed + gasCompensation);
        assert(earned <= paid);
    }

    /// @dev A task that failed credits `gasCompensation` to each who revealed; the requester gets the whole reward back.
    function failedTaskReturnsTheReward(uint96 reward, uint72 gasCompensation, uint8 panel, uint8 reveals) external pure {
        require(panel <= 16 && reveals <= panel);
        uint256 paid = uint256(reward) + uint256(panel) * gasCompensation;
        uint256 earned = uint256(reveals) * gasCompensation;
        assert(paid - earned >= reward);
    }

    /// @dev BountyEscrow pays a milestone `amount * share / left` of what is left; the last one leaves nothing.
    function milestoneStaysWithin(uint128 amount, uint16 share, uint16 left) external pure {
        require(share != 0 && share <= left && left <= 10_000);
        uint256 paid = (uint256(amount) * share) / left;
        assert(paid <= amount);
        assert(share != left || paid == amount);
    }

    /// @dev DisputeManager gives the treasury `bond * treasuryBps / 10_000` of a lost bond, and the rest to the other side.
    function bondShareStaysWithin(uint96 bond, uint16 treasuryBps) external pure {
        require(treasuryBps <= 10_000);
        assert((uint256(bond) * treasuryBps) / 10_000 <= bond);
    }

    /// @dev ReviewFees pays `pay` to each vote, the refund to the publisher of what was certified, and what is left to the treasury.
    function feeCoversPayAndRefund(FeeTerms memory terms, uint16 ballots) external pure {
        require(terms.refundBps <= 10_000);
        uint256 refunded = terms.refund();
        uint256 paid = uint256(ballots) * terms.pay(ballots);
        assert(paid + refunded <= terms.fee);
        assert(terms.rest(ballots) >= refunded);
        assert(terms.rest(ballots) <= terms.fee);
        assert(terms.pay(ballots) <= terms.payPerVote);
    }

    /// @dev BountyEscrow refunds `amount * contribution / contributed`; the last refund leaves nothing.
    function refundStaysWithin(uint128 amount, uint128 contribution, uint128 contributed) external pure {
        require(contribution != 0 && contribution <= contributed);
        uint256 share = (uint256(amount) * contribution) / contributed;
        assert(share <= amount);
        assert(contribution != contributed || share == amount);
    }
}
