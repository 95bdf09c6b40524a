// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {TaskId, VersionId} from "../types/Ids.sol";

/// @title The two calls of `IResultConsensus` that the board makes, with outcomes set by hand, for tests
contract AuditDesk {
    mapping(TaskId taskId => uint48) public passedAt;

    event AuditOpened(TaskId indexed taskId, address indexed requester, IResultConsensus.RunTerms terms);

    /// @notice Any call may set when a task passed, 0 for never.
    function setPassedAt(TaskId taskId, uint48 timestamp) external {
        passedAt[taskId] = timestamp;
    }

    function openAudit(
        VersionId versionId,
        uint256 round,
        IResultConsensus.RunTerms calldata terms
    ) external returns (TaskId taskId) {
        taskId = TaskId.wrap(keccak256(abi.encode(msg.sender, versionId, round)));
        emit AuditOpened(taskId, msg.sender, terms);
    }
}
