// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {TaskId, VersionId} from "../types/Ids.sol";

/// @title Executors: stake, unbonding, attested affiliation and region
/// @notice A stake leaves only after the unbonding period, which is longer than any task can stay open, so that
/// whoever commits to a task can still be slashed for it. Leaving is never restricted.
interface IExecutorRegistry {
    /// @dev `affiliation` 0 = not attested. Amounts in the stake token's smallest unit.
    struct Executor {
        uint96 stake;
        uint96 unbonding;
        uint48 unbondingUntil;
        uint32 affiliation;
        bytes2 region;
        bool suspended;
    }

    /// @dev What an executor found out of the ordinary about a version: a run that used far more than others, calls that
    /// weren't granted, other bytes under its digests, an attempt to leave the sandbox, a result that the others don't
    /// share, too many runs without a result.
    enum AnomalyKind {
        Usage,
        DeniedCalls,
        Tampered,
        EscapeAttempt,
        ReplicaMismatch,
        Unstable
    }

    event StakeAdded(address indexed executor, uint256 amount, uint256 stake);
    event UnbondingStarted(address indexed executor, uint256 amount, uint48 until);
    event StakeWithdrawn(address indexed executor, uint256 amount);
    event StakeSlashed(address indexed executor, TaskId indexed taskId, uint256 amount, address beneficiary);
    event ExecutorAttested(address indexed executor, uint32 affiliation, bytes2 region);
    event ExecutorSuspended(address indexed executor, bool suspended);
    event AnomalyReported(
        VersionId indexed versionId,
        address indexed executor,
        TaskId indexed taskId,
        AnomalyKind kind
    );
    event MinimumStakeSet(uint96 previous, uint96 minimumStake);

    error ExecutorRegistryZeroAmount();
    error ExecutorRegistryInsufficientStake(address executor, uint256 stake, uint256 amount);
    error ExecutorRegistryStillUnbonding(address executor, uint48 until);
    error ExecutorRegistryNothingToWithdraw(address executor);
    error ExecutorRegistryInvalidAffiliation(uint32 affiliation);
    error ExecutorRegistryInvalidRegion(bytes2 region);
    error ExecutorRegistryInactive(address executor);

    /// @notice Adds to the caller's stake; needs an allowance.
    function stake(uint256 amount) external;

    /// @notice Moves stake to unbonding. A further call adds to it and restarts the clock.
    function startUnbonding(uint256 amount) external;

    /// @notice Pays out what has finished unbonding.
    function withdraw() external returns (uint256 amount);

    /// @notice Attests who runs an executor and where (ISO 3166-1 alpha-2). Restricted to executor stewards.
    function attestExecutor(address executor, uint32 affiliation, bytes2 region) external;

    /// @notice Bars an executor from new commitments, or lifts the bar. Restricted to executor stewards.
    function setSuspended(address executor, bool suspended) external;

    /// @notice Sets the stake that an active executor needs, above zero. Restricted to parameter stewards.
    function setMinimumStake(uint96 minimumStake) external;

    /// @notice Tells everyone of an anomaly. It decides nothing; only an active executor may, because its stake and name
    /// stand for it.
    function reportAnomaly(VersionId versionId, TaskId taskId, AnomalyKind kind) external;

    /// @notice Takes up to `amount` from stake, then from unbonding, for the treasury. Restricted to the consensus.
    function slash(address executor, uint256 amount, TaskId taskId) external returns (uint256 slashed);

    /// @notice Attested, not suspended and staked at least the minimum.
    function isActive(address executor) external view returns (bool);

    function executorOf(address executor) external view returns (Executor memory);

    function minimumStake() external view returns (uint96);

    function unbondingPeriod() external view returns (uint48);

    /// @notice Where slashed stake goes.
    function treasury() external view returns (address);
}
