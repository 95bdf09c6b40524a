// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {TaskId} from "../types/Ids.sol";

/// @title The two calls of `IResultConsensus` that the escrow makes, with answers set by hand, for tests
contract TaskDesk {
    mapping(TaskId taskId => bool) public isResultValid;
    mapping(TaskId taskId => IResultConsensus.Task) private _tasks;

    /// @notice Any call may set a task, and whether its result stands.
    function setTask(TaskId taskId, IResultConsensus.Task calldata task_, bool valid) external {
        _tasks[taskId] = task_;
        isResultValid[taskId] = valid;
    }

    function task(TaskId taskId) external view returns (IResultConsensus.Task memory) {
        return _tasks[taskId];
    }
}
