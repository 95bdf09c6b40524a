// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IExecutorRegistry} from "../../contracts/interfaces/IExecutorRegistry.sol";
import {IResultConsensus} from "../../contracts/interfaces/IResultConsensus.sol";
import {TaskId, VersionId} from "../../contracts/types/Ids.sol";
import {ConsensusSetup} from "./ConsensusSetup.sol";

/// @dev What an invariant run calls: six executors, two of one affiliation, on a few tasks with three possible results.
contract ConsensusHandler is ConsensusSetup {
    uint256 public constant ACTORS = 6;
    uint256 private constant TASKS = 6;
    uint256 private constant FUNDS = 10_000;

    TaskId[] public tasks;
    string public broken;
    mapping(TaskId taskId => bytes32) public endingOf;
    mapping(TaskId taskId => mapping(address executor => uint256)) private _results;
    mapping(TaskId taskId => mapping(address executor => bool)) private _slashed;

    constructor() {
        VM.warp(1_000_000);
        deployConsensus();
        for (uint256 i = 0; i < ACTORS; ++i) {
            token.transfer(actor(i), FUNDS);
            registry.attestExecutor(actor(i), affiliationOf(i), "CH");
            VM.startPrank(actor(i));
            token.approve(address(registry), FUNDS);
            registry.stake(MINIMUM_STAKE);
            VM.stopPrank();
        }
    }

    function open(uint96 reward, uint8 panel) public {
        if (tasks.length == TASKS) return;
        panel = uint8(bound(panel, 1, ACTORS));
        IResultConsensus.RunTerms memory terms = IResultConsensus.RunTerms(
            panel / 2 + 1,
            panel,
            uint96(reward % 10_000),
            uint72(reward % 7)
        );
        tasks.push(consensus.openAudit(VersionId.wrap(bytes32("version")), tasks.length, terms));
    }

    function commit(uint256 task, uint256 who, uint256 result) public {
        (TaskId taskId, address executor) = _pick(task, who);
        result = bound(result, 1, 3);
        bytes32 commitment = _commitment(taskId, executor, result);
        VM.prank(executor);
        try consensus.commit(taskId, commitment) {
            _results[taskId][executor] = result;
        } catch {}
    }

    function reveal(uint256 task, uint256 who, uint256 other) public {
        (TaskId taskId, address executor) = _pick(task, who);
        uint256 committed = _results[taskId][executor];
        uint256 result = other % 4 == 0 ? bound(other, 1, 3) : committed;
        VM.prank(executor);
        try consensus.reveal(taskId, bytes32(result), IResultConsensus.Signal.Pass, 0, "salt") {
            if (committed == 0) broken = "20: who didn't commit revealed";
            if (committed != result) broken = "20: another result than the committed one was revealed";
        } catch {}
    }

    function settle(uint256 task) public {
        (TaskId taskId, ) = _pick(task, 0);
        try consensus.settle(taskId) {
            if (endingOf[taskId] != 0) broken = "20: a task ended twice";
            endingOf[taskId] = digestOf(taskId);
        } catch {}
    }

    function slash(uint256 task, uint256 who) public {
        (TaskId taskId, address executor) = _pick(task, who);
        uint256 before = token.balanceOf(TREASURY);
        try consensus.slash(taskId, executor) {
            uint256 taken = token.balanceOf(TREASURY) - before;
            bool inTime = block.timestamp < consensus.task(taskId).createdAt + UNBONDING;
            if (inTime && taken != WRONG && taken != MISSED) broken = "21: the stake didn't cover a slash";
            if (_slashed[taskId][executor]) broken = "21: slashed twice";
            _slashed[taskId][executor] = true;
        } catch {}
    }

    /// @dev A later proof of fault takes what no open commitment needs, once, and changes no result.
    function prove(uint256 task, uint256 who) public {
        (TaskId taskId, address executor) = _pick(task, who);
        uint256 owned = _owned(executor);
        uint256 atRisk = consensus.atRisk(executor);
        try consensus.slashProven(taskId, executor, bytes32("evidence")) {
            uint256 taken = owned - _owned(executor);
            if (taken > WRONG) broken = "21: a proven fault cost too much";
            if (taken != 0 && owned - taken < atRisk) broken = "21: a proven fault took what was at risk";
            if (_slashed[taskId][executor]) broken = "21: slashed twice";
            if (endingOf[taskId] != digestOf(taskId)) broken = "20: a proof changed a result";
            _slashed[taskId][executor] = true;
        } catch {}
    }

    /// @dev Two whole tasks side by side, so that short runs reach their ends too: `seed` decides who answers what and
    /// who stays silent.
    function complete(uint96 reward, uint256 seed) external {
        open(reward, uint8(seed));
        open(reward, uint8(seed));
        if (tasks.length < 2) return;
        for (uint256 task = tasks.length - 2; task < tasks.length; ++task) {
            for (uint256 i = 0; i < ACTORS; ++i) commit(task, i, (seed >> (8 * i)) % 4 == 0 ? 2 : 1);
        }
        pass(61);
        for (uint256 task = tasks.length - 2; task < tasks.length; ++task) {
            for (uint256 i = 0; i < ACTORS; ++i) {
                if ((seed >> (8 * i + 4)) % 4 != 0) reveal(task, i, 1);
            }
        }
        pass(61);
        for (uint256 task = tasks.length - 2; task < tasks.length; ++task) {
            settle(task);
            for (uint256 i = 0; i < ACTORS; ++i) slash(task, i);
        }
    }

    function withdrawReward(uint256 who) external {
        VM.prank(actor(who % ACTORS));
        try consensus.withdraw() {} catch {}
    }

    function stake(uint256 who, uint256 amount) external {
        VM.prank(actor(who % ACTORS));
        try registry.stake(bound(amount, 1, FUNDS)) {} catch {}
    }

    function startUnbonding(uint256 who, uint256 amount) external {
        VM.prank(actor(who % ACTORS));
        try registry.startUnbonding(bound(amount, 1, 2 * MINIMUM_STAKE)) {} catch {}
    }

    function withdrawStake(uint256 who) external {
        VM.prank(actor(who % ACTORS));
        try registry.withdraw() {} catch {}
    }

    function pass(uint256 time) public {
        VM.warp(block.timestamp + bound(time, 1, 90));
    }

    function taskCount() external view returns (uint256) {
        return tasks.length;
    }

    function actor(uint256 index) public pure returns (address) {
        return address(uint160(0xac7000 + index));
    }

    /// @dev The first two share one.
    function affiliationOf(uint256 index) public pure returns (uint32) {
        return uint32(index == 0 ? 1 : index);
    }

    function digestOf(TaskId taskId) public view returns (bytes32) {
        IResultConsensus.Task memory task = consensus.task(taskId);
        return keccak256(abi.encode(task.state, task.signal, task.resultDigest, task.settledAt, task.reveals));
    }

    function _owned(address account) internal view returns (uint256) {
        IExecutorRegistry.Executor memory executor = registry.executorOf(account);
        return uint256(executor.stake) + executor.unbonding;
    }

    function _pick(uint256 task, uint256 who) private view returns (TaskId taskId, address executor) {
        if (tasks.length != 0) taskId = tasks[task % tasks.length];
        executor = actor(who % ACTORS);
    }

    function _commitment(TaskId taskId, address executor, uint256 result) private view returns (bytes32) {
        return consensus.commitmentOf(executor, taskId, bytes32(result), IResultConsensus.Signal.Pass, "salt");
    }
}
