// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IClauseRegistry} from "../interfaces/IClauseRegistry.sol";
import {IExecutorRegistry} from "../interfaces/IExecutorRegistry.sol";
import {ILicenceRegistry} from "../interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {ClauseId, EventId, TaskId, VersionId} from "../types/Ids.sol";
import {ConsensusSettings} from "./ConsensusSettings.sol";
import {largestGroup} from "./LargestGroup.sol";
import {TaskStore} from "./TaskStore.sol";

/// @title Agreement of independent executors on one result
/// @dev Settling only credits and pays nothing, and slashing is a call of its own, so neither a token nor a closed
/// AccessManager target can keep a task from ending or a reward from leaving.
contract ResultConsensus is TaskStore {
    using SafeERC20 for IERC20;

    uint8 public constant MAX_PANEL = 16;

    IERC20 public immutable token;
    IPluginRegistry public immutable plugins;
    IClauseRegistry public immutable clauses;
    ICertificationRegistry public immutable certifications;
    ILicenceRegistry public immutable licences;

    /// @inheritdoc IResultConsensus
    mapping(address account => uint256) public owed;

    /// @inheritdoc IResultConsensus
    mapping(address executor => uint256) public atRisk;

    constructor(
        address authority_,
        IERC20 token_,
        IPluginRegistry plugins_,
        IClauseRegistry clauses_,
        ICertificationRegistry certifications_,
        ILicenceRegistry licences_,
        IExecutorRegistry executors_,
        ConsensusRules memory rules_
    ) ConsensusSettings(authority_, executors_, rules_) {
        token = token_;
        plugins = plugins_;
        clauses = clauses_;
        certifications = certifications_;
        licences = licences_;
    }

    /// @inheritdoc IResultConsensus
    function openAudit(VersionId versionId, uint256 round, RunTerms calldata terms) external returns (TaskId taskId) {
        _checkTerms(terms);
        plugins.version(versionId);
        TaskRecord memory record;
        record.versionId = versionId;
        record.eventId = EventId.wrap(bytes32(round));
        return _create(record, terms);
    }

    /// @inheritdoc IResultConsensus
    function requestRun(
        IClauseRegistry.ClauseEvent calldata clauseEvent,
        bytes calldata signature,
        VersionId versionId,
        RunTerms calldata terms
    ) external returns (TaskId taskId) {
        _checkTerms(terms);
        _checkRunnable(clauseEvent.clauseId, versionId);
        TaskRecord memory record;
        record.kind = TaskKind.Execution;
        record.versionId = versionId;
        record.clauseId = clauseEvent.clauseId;
        record.inputDigest = clauseEvent.inputDigest;
        record.eventId = clauses.trigger(clauseEvent, signature);
        return _create(record, terms);
    }

    /// @inheritdoc IResultConsensus
    function commit(TaskId taskId, bytes32 commitment) external {
        TaskRecord storage record = _inState(taskId, TaskState.Committing);
        if (commitment == bytes32(0)) revert ResultConsensusEmptyCommitment();
        if (!executors.isActive(msg.sender)) revert ResultConsensusInactiveExecutor(msg.sender);
        IExecutorRegistry.Executor memory executor = executors.executorOf(msg.sender);
        uint8 index = record.commits;
        _checkUnrepresented(taskId, index, executor.affiliation);
        uint256 needed = atRisk[msg.sender] + _riskOf(record);
        if (needed > executor.stake) revert ResultConsensusStakeAtRisk(msg.sender, executor.stake, needed);

        atRisk[msg.sender] = needed;
        record.commits = index + 1;
        _members[taskId][index] = Member(msg.sender, executor.affiliation, MemberState.Committed, Signal.None);
        _digests[taskId][msg.sender] = commitment;
        emit ResultCommitted(taskId, msg.sender, commitment);
    }

    /// @inheritdoc IResultConsensus
    function reveal(TaskId taskId, bytes32 resultDigest, Signal signal, bytes32 receiptDigest, bytes32 salt) external {
        TaskRecord storage record = _inState(taskId, TaskState.Revealing);
        if (signal == Signal.None) revert ResultConsensusNoSignal();
        Member storage member = _members[taskId][_indexOf(taskId, record.commits, msg.sender)];
        if (member.state == MemberState.Revealed) revert ResultConsensusAlreadyRevealed(taskId, msg.sender);
        bytes32 commitment = commitmentOf(msg.sender, taskId, resultDigest, signal, salt);
        bytes32 expected = _digests[taskId][msg.sender];
        if (commitment != expected) {
            revert ResultConsensusCommitmentMismatch(taskId, msg.sender, commitment, expected);
        }

        ++record.reveals;
        member.state = MemberState.Revealed;
        member.signal = signal;
        _digests[taskId][msg.sender] = resultDigest;
        emit ResultRevealed(taskId, msg.sender, resultDigest, signal, receiptDigest);
    }

    /// @inheritdoc IResultConsensus
    function settle(TaskId taskId) external {
        TaskRecord storage record = _inState(taskId, TaskState.Settleable);
        (Member[] memory members, bytes32[] memory outcomes) = _loadMembers(taskId, record.commits);
        (bytes32 leading, uint8 agreed, uint256 leader) = largestGroup(outcomes);
        record.settledAt = uint48(block.timestamp);
        if (agreed < record.quorum) {
            record.ending = TaskState.Failed;
            emit TaskFailed(taskId, record.versionId, record.commits, record.reveals);
            _conclude(taskId, record, members, outcomes, bytes32(0), 0);
        } else {
            record.ending = TaskState.Settled;
            record.signal = members[leader].signal;
            record.resultDigest = _digests[taskId][members[leader].executor];
            emit TaskSettled(taskId, record.versionId, record.resultDigest, record.signal, agreed);
            _conclude(taskId, record, members, outcomes, leading, record.reward / agreed);
        }
    }

    /// @inheritdoc IResultConsensus
    function slash(TaskId taskId, address executor) external {
        TaskRecord storage record = _tasks[taskId];
        uint256 index = _indexOf(taskId, record.commits, executor);
        if (index == record.commits) revert ResultConsensusNotSlashable(taskId, executor);
        Member storage member = _members[taskId][index];
        uint256 amount = _faultOf(taskId, record, member);
        member.state = MemberState.Slashed;
        atRisk[executor] -= _riskOf(record);
        executors.slash(executor, amount, taskId);
    }

    /// @inheritdoc IResultConsensus
    function slashProven(TaskId taskId, address executor, bytes32 evidenceDigest) external restricted {
        if (evidenceDigest == bytes32(0)) revert ResultConsensusNoEvidence();
        TaskRecord storage record = _inState(taskId, TaskState.Settled);
        uint256 index = _indexOf(taskId, record.commits, executor);
        Member storage member = _members[taskId][index];
        if (member.state != MemberState.Revealed || _disagreed(taskId, record, member)) {
            revert ResultConsensusNotSlashable(taskId, executor);
        }
        ConsensusRules storage rules_ = _settings(record.settings).rules;
        (, uint48 revealDeadline) = _deadlines(record);
        uint48 until = revealDeadline + rules_.challengeWindow;
        if (block.timestamp > until) revert ResultConsensusChallengeOver(taskId, until);
        member.state = MemberState.Slashed;
        emit FaultProven(taskId, executor, evidenceDigest);
        executors.slash(executor, Math.min(rules_.wrongResultSlash, _freeStakeOf(executor)), taskId);
    }

    /// @inheritdoc IResultConsensus
    function withdraw() external returns (uint256 amount) {
        amount = owed[msg.sender];
        if (amount == 0) revert ResultConsensusNothingToWithdraw(msg.sender);
        owed[msg.sender] = 0;
        emit RewardWithdrawn(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IResultConsensus
    function isResultValid(TaskId taskId) external view returns (bool) {
        TaskRecord storage record = _tasks[taskId];
        if (record.ending != TaskState.Settled) return false;
        address attester_ = _settings(record.settings).attester;
        return !certifications.certificationOf(record.versionId, attester_).revokedForCause;
    }

    /// @inheritdoc IResultConsensus
    function commitmentOf(
        address executor,
        TaskId taskId,
        bytes32 resultDigest,
        Signal signal,
        bytes32 salt
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(executor, taskId, resultDigest, signal, salt));
    }

    function _create(TaskRecord memory record, RunTerms calldata terms) private returns (TaskId taskId) {
        taskId = _store(record, terms);
        uint256 paid = _paidFor(terms.reward, terms.panel, terms.gasCompensation);
        if (paid != 0) token.safeTransferFrom(msg.sender, address(this), paid);
    }

    /// @dev What the requester pays for a task: the reward, and gas compensation for a whole panel.
    function _paidFor(uint96 reward, uint8 panel, uint72 gasCompensation) private pure returns (uint256) {
        return uint256(reward) + uint256(panel) * gasCompensation;
    }

    /// @dev Frees the stake of the members who did as they should, and credits them the gas compensation and their share;
    /// what is left returns to the requester. `leading` is zero when the task failed: then every reveal was in order.
    function _conclude(
        TaskId taskId,
        TaskRecord storage record,
        Member[] memory members,
        bytes32[] memory outcomes,
        bytes32 leading,
        uint256 share
    ) private {
        uint256 risk = _riskOf(record);
        uint256 left = _paidFor(record.reward, record.panel, record.gasCompensation);
        uint256 earned = share + record.gasCompensation;
        for (uint256 i = 0; i < members.length; ++i) {
            if (outcomes[i] == bytes32(0) || (leading != bytes32(0) && outcomes[i] != leading)) continue;
            atRisk[members[i].executor] -= risk;
            left -= earned;
            _accrue(taskId, members[i].executor, earned);
        }
        _accrue(taskId, record.requester, left);
    }

    function _accrue(TaskId taskId, address account, uint256 amount) private {
        if (amount == 0) return;
        owed[account] += amount;
        emit RewardAccrued(taskId, account, amount);
    }

    /// @dev The task's members, and for each the hash of what it revealed, zero if it didn't.
    function _loadMembers(
        TaskId taskId,
        uint8 commits
    ) private view returns (Member[] memory members, bytes32[] memory outcomes) {
        members = new Member[](commits);
        outcomes = new bytes32[](commits);
        for (uint256 i = 0; i < commits; ++i) {
            Member memory member = _members[taskId][i];
            members[i] = member;
            if (member.state != MemberState.Revealed) continue;
            outcomes[i] = keccak256(abi.encode(_digests[taskId][member.executor], member.signal));
        }
    }

    function _checkTerms(RunTerms calldata terms) private pure {
        bool majority = 2 * uint256(terms.quorum) > terms.panel;
        if (terms.panel == 0 || terms.panel > MAX_PANEL || terms.quorum > terms.panel || !majority) {
            revert ResultConsensusInvalidTerms(terms.quorum, terms.panel);
        }
    }

    function _checkRunnable(ClauseId clauseId, VersionId versionId) private view {
        if (plugins.version(versionId).yanked) revert ResultConsensusVersionYanked(versionId);
        if (!licences.hasAccess(msg.sender, versionId, ILicenceRegistry.LicenceAccess.Execute)) {
            revert ResultConsensusNotLicensed(versionId, msg.sender);
        }
        if (clauses.bindingOf(clauseId, versionId) != IClauseRegistry.BindingMode.Executable) {
            revert ResultConsensusNotBound(clauseId, versionId);
        }
        certifications.check(versionId, attester());
    }

    function _checkUnrepresented(TaskId taskId, uint8 commits, uint32 affiliation) private view {
        for (uint256 i = 0; i < commits; ++i) {
            Member storage member = _members[taskId][i];
            if (member.executor == msg.sender) revert ResultConsensusAlreadyCommitted(taskId, msg.sender);
            if (member.affiliation == affiliation) revert ResultConsensusAffiliationTaken(taskId, affiliation);
        }
    }

    /// @dev What one member of the task may lose.
    function _riskOf(TaskRecord storage record) private view returns (uint256) {
        ConsensusRules storage rules_ = _settings(record.settings).rules;
        return Math.max(rules_.wrongResultSlash, rules_.missedRevealSlash);
    }

    /// @dev What the member loses; reverts if it did nothing wrong or has already lost it.
    function _faultOf(TaskId taskId, TaskRecord storage record, Member storage member) private view returns (uint256) {
        ConsensusRules storage rules_ = _settings(record.settings).rules;
        bool ended = record.ending != TaskState.None;
        if (ended && member.state == MemberState.Committed) return rules_.missedRevealSlash;
        bool wrong = record.ending == TaskState.Settled && _disagreed(taskId, record, member);
        if (wrong && member.state == MemberState.Revealed) return rules_.wrongResultSlash;
        revert ResultConsensusNotSlashable(taskId, member.executor);
    }

    /// @dev What an executor's open commitments don't need. What unbonds counts only when there are none: it may leave
    /// before they end.
    function _freeStakeOf(address account) private view returns (uint256) {
        IExecutorRegistry.Executor memory executor = executors.executorOf(account);
        uint256 needed = atRisk[account];
        if (needed == 0) return uint256(executor.stake) + executor.unbonding;
        return Math.saturatingSub(executor.stake, needed);
    }

    /// @dev Whether what a member of a settled task revealed isn't its result.
    function _disagreed(TaskId taskId, TaskRecord storage record, Member storage member) private view returns (bool) {
        return member.signal != record.signal || _digests[taskId][member.executor] != record.resultDigest;
    }
}
