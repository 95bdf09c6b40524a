// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {ClauseId, EventId, TaskId, VersionId} from "../types/Ids.sol";
import {ConsensusSettings} from "./ConsensusSettings.sol";

/// @title Tasks, their members and the state that follows from them and the clock
abstract contract TaskStore is ConsensusSettings {
    enum MemberState {
        None,
        Committed,
        Revealed,
        Slashed
    }

    /// @dev One word. `affiliation` is the one at commitment.
    struct Member {
        address executor;
        uint32 affiliation;
        MemberState state;
        Signal signal;
    }

    /// @dev `ending` is `None` until the task is settled or failed.
    struct TaskRecord {
        address requester;
        uint96 reward;
        TaskKind kind;
        TaskState ending;
        Signal signal;
        uint8 quorum;
        uint8 panel;
        uint8 commits;
        uint8 reveals;
        uint48 createdAt;
        uint48 settledAt;
        uint32 settings;
        uint72 gasCompensation;
        VersionId versionId;
        ClauseId clauseId;
        EventId eventId;
        bytes32 inputDigest;
        bytes32 resultDigest;
    }

    /// @dev Tasks so far, by `keccak256(kind, requester, versionId, eventId)`.
    mapping(bytes32 subject => uint256) private _attempts;

    mapping(TaskId taskId => TaskRecord) internal _tasks;
    mapping(TaskId taskId => mapping(uint256 index => Member)) internal _members;

    /// @dev An executor's commitment, replaced by the result digest at its reveal.
    mapping(TaskId taskId => mapping(address executor => bytes32)) internal _digests;

    /// @inheritdoc IResultConsensus
    function task(TaskId taskId) external view returns (Task memory) {
        TaskRecord storage record = _tasks[taskId];
        (uint48 commitDeadline, uint48 revealDeadline) = _deadlines(record);
        return
            Task({
                kind: record.kind,
                state: _stateOf(record),
                signal: record.signal,
                quorum: record.quorum,
                panel: record.panel,
                commits: record.commits,
                reveals: record.reveals,
                requester: record.requester,
                reward: record.reward,
                gasCompensation: record.gasCompensation,
                createdAt: record.createdAt,
                commitDeadline: commitDeadline,
                revealDeadline: revealDeadline,
                settledAt: record.settledAt,
                versionId: record.versionId,
                clauseId: record.clauseId,
                eventId: record.eventId,
                inputDigest: record.inputDigest,
                resultDigest: record.resultDigest
            });
    }

    /// @inheritdoc IResultConsensus
    function passedAt(TaskId taskId) external view returns (uint48) {
        TaskRecord storage record = _tasks[taskId];
        return record.signal == Signal.Pass ? record.settledAt : 0;
    }

    /// @inheritdoc IResultConsensus
    function executorsOf(TaskId taskId) external view returns (address[] memory accounts) {
        accounts = new address[](_tasks[taskId].commits);
        for (uint256 i = 0; i < accounts.length; ++i) accounts[i] = _members[taskId][i].executor;
    }

    /// @dev Stores a task under the next free attempt of its subject, and logs it.
    function _store(TaskRecord memory record, RunTerms calldata terms) internal returns (TaskId taskId) {
        bytes32 subject = keccak256(abi.encode(record.kind, msg.sender, record.versionId, record.eventId));
        uint256 attempt = _attempts[subject];
        if (attempt != 0) {
            TaskId latest = _taskIdOf(record, attempt - 1);
            if (_tasks[latest].ending != TaskState.Failed) revert ResultConsensusTaskExists(latest);
        }
        _attempts[subject] = attempt + 1;
        taskId = _taskIdOf(record, attempt);
        record.requester = msg.sender;
        record.reward = terms.reward;
        record.gasCompensation = terms.gasCompensation;
        record.quorum = terms.quorum;
        record.panel = terms.panel;
        record.createdAt = uint48(block.timestamp);
        record.settings = _currentSettings();
        _tasks[taskId] = record;
        _logCreated(taskId, terms);
    }

    /// @dev The task, if it is in the state that a call needs.
    function _inState(TaskId taskId, TaskState expected) internal view returns (TaskRecord storage record) {
        record = _tasks[taskId];
        TaskState current = _stateOf(record);
        if (current != expected) revert ResultConsensusUnexpectedState(taskId, current, expected);
    }

    /// @dev Index of an executor among the task's members; `commits` if it isn't one.
    function _indexOf(TaskId taskId, uint8 commits, address executor) internal view returns (uint256 index) {
        while (index < commits && _members[taskId][index].executor != executor) ++index;
    }

    function _logCreated(TaskId taskId, RunTerms calldata terms) private {
        TaskRecord storage record = _tasks[taskId];
        (uint48 commitDeadline, uint48 revealDeadline) = _deadlines(record);
        emit TaskCreated(
            taskId,
            record.versionId,
            record.eventId,
            record.kind,
            record.clauseId,
            record.inputDigest,
            msg.sender,
            terms,
            commitDeadline,
            revealDeadline
        );
    }

    function _taskIdOf(TaskRecord memory record, uint256 attempt) private view returns (TaskId) {
        return
            TaskId.wrap(
                keccak256(
                    abi.encode(
                        block.chainid,
                        address(this),
                        record.kind,
                        msg.sender,
                        record.versionId,
                        record.eventId,
                        attempt
                    )
                )
            );
    }

    function _stateOf(TaskRecord storage record) private view returns (TaskState) {
        if (record.createdAt == 0) return TaskState.None;
        if (record.ending != TaskState.None) return record.ending;
        (uint48 commitDeadline, uint48 revealDeadline) = _deadlines(record);
        if (block.timestamp <= commitDeadline && record.commits < record.panel) return TaskState.Committing;
        if (block.timestamp <= revealDeadline && record.reveals < record.commits) return TaskState.Revealing;
        return TaskState.Settleable;
    }

    function _deadlines(
        TaskRecord storage record
    ) internal view returns (uint48 commitDeadline, uint48 revealDeadline) {
        if (record.createdAt == 0) return (0, 0);
        ConsensusRules storage rules_ = _settings(record.settings).rules;
        commitDeadline = record.createdAt + rules_.commitWindow;
        revealDeadline = commitDeadline + rules_.revealWindow;
    }
}
