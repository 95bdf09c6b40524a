// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IExecutorRegistry} from "../interfaces/IExecutorRegistry.sol";
import {TaskId, VersionId} from "../types/Ids.sol";

/// @title Executors, their stakes and what the DAO attests about them
contract ExecutorRegistry is AccessManaged, IExecutorRegistry {
    using SafeERC20 for IERC20;

    IERC20 public immutable token;

    /// @inheritdoc IExecutorRegistry
    address public immutable treasury;

    /// @inheritdoc IExecutorRegistry
    uint48 public immutable unbondingPeriod;

    /// @inheritdoc IExecutorRegistry
    uint96 public minimumStake;

    mapping(address executor => Executor) private _executors;

    constructor(
        address authority_,
        IERC20 token_,
        address treasury_,
        uint48 unbondingPeriod_,
        uint96 minimumStake_
    ) AccessManaged(authority_) {
        if (unbondingPeriod_ == 0) revert ExecutorRegistryZeroAmount();
        token = token_;
        treasury = treasury_;
        unbondingPeriod = unbondingPeriod_;
        _setMinimumStake(minimumStake_);
    }

    /// @inheritdoc IExecutorRegistry
    function stake(uint256 amount) external {
        if (amount == 0) revert ExecutorRegistryZeroAmount();
        Executor storage executor = _executors[msg.sender];
        executor.stake += SafeCast.toUint96(amount);
        emit StakeAdded(msg.sender, amount, executor.stake);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IExecutorRegistry
    function startUnbonding(uint256 amount) external {
        if (amount == 0) revert ExecutorRegistryZeroAmount();
        Executor storage executor = _executors[msg.sender];
        if (amount > executor.stake) revert ExecutorRegistryInsufficientStake(msg.sender, executor.stake, amount);
        uint48 until = uint48(block.timestamp) + unbondingPeriod;
        executor.stake -= uint96(amount);
        executor.unbonding += uint96(amount);
        executor.unbondingUntil = until;
        emit UnbondingStarted(msg.sender, amount, until);
    }

    /// @inheritdoc IExecutorRegistry
    function withdraw() external returns (uint256 amount) {
        Executor storage executor = _executors[msg.sender];
        amount = executor.unbonding;
        uint48 until = executor.unbondingUntil;
        if (amount == 0) revert ExecutorRegistryNothingToWithdraw(msg.sender);
        if (block.timestamp < until) revert ExecutorRegistryStillUnbonding(msg.sender, until);
        executor.unbonding = 0;
        executor.unbondingUntil = 0;
        emit StakeWithdrawn(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IExecutorRegistry
    function attestExecutor(address executor, uint32 affiliation, bytes2 region) external restricted {
        if (affiliation == 0) revert ExecutorRegistryInvalidAffiliation(affiliation);
        if (!_isCapital(region[0]) || !_isCapital(region[1])) revert ExecutorRegistryInvalidRegion(region);
        _executors[executor].affiliation = affiliation;
        _executors[executor].region = region;
        emit ExecutorAttested(executor, affiliation, region);
    }

    /// @inheritdoc IExecutorRegistry
    function setSuspended(address executor, bool suspended) external restricted {
        _executors[executor].suspended = suspended;
        emit ExecutorSuspended(executor, suspended);
    }

    /// @inheritdoc IExecutorRegistry
    function setMinimumStake(uint96 minimumStake_) external restricted {
        _setMinimumStake(minimumStake_);
    }

    /// @inheritdoc IExecutorRegistry
    function reportAnomaly(VersionId versionId, TaskId taskId, AnomalyKind kind) external {
        if (!isActive(msg.sender)) revert ExecutorRegistryInactive(msg.sender);
        emit AnomalyReported(versionId, msg.sender, taskId, kind);
    }

    /// @inheritdoc IExecutorRegistry
    function slash(address executor, uint256 amount, TaskId taskId) external restricted returns (uint256 slashed) {
        Executor storage record = _executors[executor];
        uint96 fromStake = uint96(Math.min(amount, record.stake));
        uint96 fromUnbonding = uint96(Math.min(amount - fromStake, record.unbonding));
        record.stake -= fromStake;
        record.unbonding -= fromUnbonding;
        slashed = uint256(fromStake) + fromUnbonding;
        emit StakeSlashed(executor, taskId, slashed, treasury);
        token.safeTransfer(treasury, slashed);
    }

    /// @inheritdoc IExecutorRegistry
    function executorOf(address executor) external view returns (Executor memory) {
        return _executors[executor];
    }

    /// @inheritdoc IExecutorRegistry
    function isActive(address executor) public view returns (bool) {
        Executor storage record = _executors[executor];
        return record.affiliation != 0 && !record.suspended && record.stake >= minimumStake;
    }

    function _setMinimumStake(uint96 minimumStake_) private {
        if (minimumStake_ == 0) revert ExecutorRegistryZeroAmount();
        emit MinimumStakeSet(minimumStake, minimumStake_);
        minimumStake = minimumStake_;
    }

    function _isCapital(bytes1 letter) private pure returns (bool) {
        return letter >= "A" && letter <= "Z";
    }
}
