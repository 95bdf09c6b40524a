// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {BountyStore} from "./BountyStore.sol";

/// @title What funders put in, and get back in proportion
abstract contract BountyFunding is BountyStore {
    using SafeCast for uint256;

    /// @param contributed Sum of the contributions that aren't refunded yet
    struct Funding {
        address[] funders;
        mapping(address funder => uint256) contributions;
        uint256 contributed;
    }

    /// @dev A review excludes every funder of its bounty, so they are bounded.
    uint256 public constant MAX_FUNDERS = 32;

    mapping(uint256 bountyId => Funding) private _funding;

    /// @inheritdoc IBountyEscrow
    function createBounty(
        BountyTerms calldata terms,
        uint256 amount
    ) external payable nonReentrant returns (uint256 bountyId) {
        bountyId = _create(terms);
        if (amount != 0 || msg.value != 0) _addFunds(bountyId, amount);
    }

    /// @inheritdoc IBountyEscrow
    function fund(uint256 bountyId, uint256 amount) external payable nonReentrant {
        _addFunds(bountyId, amount);
    }

    /// @inheritdoc IBountyEscrow
    function fundWithPermit(uint256 bountyId, uint256 amount, Permit calldata permit) external nonReentrant {
        address asset = _known(bountyId).asset;
        if (asset == ETHER) revert BountyEscrowNotAToken(bountyId);
        // Refused if the token has no permits or somebody used this one; then the allowance decides.
        // solhint-disable no-empty-blocks
        try
            IERC20Permit(asset).permit(msg.sender, address(this), amount, permit.deadline, permit.v, permit.r, permit.s)
        {} catch {}
        // solhint-enable no-empty-blocks
        _addFunds(bountyId, amount);
    }

    /// @inheritdoc IBountyEscrow
    function expire(uint256 bountyId) external {
        BountyRecord storage record = _inState(bountyId, BountyState.Open);
        uint48 deadline = record.deadline;
        if (block.timestamp <= deadline) revert BountyEscrowDeadlineAhead(bountyId, deadline);
        record.state = BountyState.Expired;
        emit BountyExpired(bountyId, record.amount);
    }

    /// @inheritdoc IBountyEscrow
    function refund(uint256 bountyId, address funder) external {
        BountyRecord storage record = _inState(bountyId, BountyState.Expired);
        Funding storage funding = _funding[bountyId];
        uint256 contribution = funding.contributions[funder];
        if (contribution == 0) revert BountyEscrowNothingToRefund(bountyId, funder);

        // Shares of what is left, so that the last refund leaves no dust.
        uint256 share = Math.mulDiv(record.amount, contribution, funding.contributed);
        funding.contributions[funder] = 0;
        funding.contributed -= contribution;
        record.amount -= uint112(share);
        _owe(funder, record.asset, share);
        emit BountyRefunded(bountyId, funder, share);
    }

    /// @inheritdoc IBountyEscrow
    function fundersOf(uint256 bountyId) external view returns (address[] memory) {
        return _funding[bountyId].funders;
    }

    /// @inheritdoc IBountyEscrow
    function contributionOf(uint256 bountyId, address funder) external view returns (uint256) {
        return _funding[bountyId].contributions[funder];
    }

    function _addFunds(uint256 bountyId, uint256 amount) private {
        BountyRecord storage record = _inState(bountyId, BountyState.Open);
        _requireBeforeDeadline(bountyId, record);
        uint256 received = _collect(record.asset, amount);
        if (received == 0) revert BountyEscrowZeroAmount();
        Funding storage funding = _funding[bountyId];
        if (funding.contributions[msg.sender] == 0) {
            uint256 minimum = record.minimumContribution;
            if (received < minimum) revert BountyEscrowBelowMinimum(bountyId, received, minimum);
            if (funding.funders.length == MAX_FUNDERS) revert BountyEscrowTooManyFunders(bountyId, MAX_FUNDERS);
            funding.funders.push(msg.sender);
        }
        funding.contributions[msg.sender] += received;
        funding.contributed += received;
        uint256 total = record.amount + received;
        record.amount = total.toUint112();
        emit BountyFunded(bountyId, msg.sender, received, total);
    }
}
