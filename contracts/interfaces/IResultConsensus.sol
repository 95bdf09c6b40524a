// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ClauseId, EventId, TaskId, VersionId} from "../types/Ids.sol";
import {IClauseRegistry} from "./IClauseRegistry.sol";

/// @title k-of-n agreement of independent executors on one result
/// @notice A task collects up to `panel` salted commitments of distinct affiliations, then their reveals. A result
/// settles when `quorum`, a strict majority of the panel, revealed the same digest and signal. The seed of a
/// task is `keccak256(taskId, hash of the block that created it)`, so nobody knows it before the task exists.
interface IResultConsensus {
    enum TaskKind {
        Audit,
        Execution
    }

    /// @dev The clause's output.
    enum Signal {
        None,
        Pass,
        Fail,
        Trigger,
        Escalate
    }

    /// @dev `Settleable`: every commitment is revealed, or the time to reveal is over. `Failed`: settled without agreement.
    enum TaskState {
        None,
        Committing,
        Revealing,
        Settleable,
        Settled,
        Failed
    }

    /// @param quorum k: executors that must agree; more than half of the panel
    /// @param panel n: commitments accepted, at most `MAX_PANEL`
    /// @param reward Paid by the requester in the payment token, split among the agreeing executors
    /// @param gasCompensation Paid on top, in the payment token, to each executor that revealed and isn't at fault, also
    /// when the task fails
    struct RunTerms {
        uint8 quorum;
        uint8 panel;
        uint96 reward;
        uint72 gasCompensation;
    }

    /// @dev What every task created from now on lives by; a task keeps the rules and the attester of its creation.
    /// @param commitWindow Seconds from creation in which executors commit
    /// @param revealWindow Seconds after the commit window in which they reveal
    /// @param wrongResultSlash Stake lost by revealing another result than the settled one
    /// @param missedRevealSlash Stake lost by not revealing
    /// @param challengeWindow Seconds after the reveal window in which a settled result may be shown to be wrong
    struct ConsensusRules {
        uint32 commitWindow;
        uint32 revealWindow;
        uint96 wrongResultSlash;
        uint96 missedRevealSlash;
        uint32 challengeWindow;
    }

    struct Task {
        TaskKind kind;
        TaskState state;
        Signal signal;
        uint8 quorum;
        uint8 panel;
        uint8 commits;
        uint8 reveals;
        address requester;
        uint96 reward;
        uint72 gasCompensation;
        uint48 createdAt;
        uint48 commitDeadline;
        uint48 revealDeadline;
        uint48 settledAt;
        VersionId versionId;
        ClauseId clauseId;
        EventId eventId;
        bytes32 inputDigest;
        bytes32 resultDigest;
    }

    event TaskCreated(
        TaskId indexed taskId,
        VersionId indexed versionId,
        EventId indexed eventId,
        TaskKind kind,
        ClauseId clauseId,
        bytes32 inputDigest,
        address requester,
        RunTerms terms,
        uint48 commitDeadline,
        uint48 revealDeadline
    );
    event ResultCommitted(TaskId indexed taskId, address indexed executor, bytes32 commitment);
    event ResultRevealed(
        TaskId indexed taskId,
        address indexed executor,
        bytes32 resultDigest,
        Signal signal,
        bytes32 receiptDigest
    );
    event TaskSettled(
        TaskId indexed taskId,
        VersionId indexed versionId,
        bytes32 resultDigest,
        Signal signal,
        uint8 agreed
    );
    event TaskFailed(TaskId indexed taskId, VersionId indexed versionId, uint8 commits, uint8 reveals);
    event RewardAccrued(TaskId indexed taskId, address indexed account, uint256 amount);
    /// @dev `evidenceDigest`: sha2-256 of the evidence, which lies on IPFS.
    event FaultProven(TaskId indexed taskId, address indexed executor, bytes32 evidenceDigest);
    event RewardWithdrawn(address indexed account, uint256 amount);
    event AttesterSet(address previous, address attester);
    event ConsensusRulesSet(ConsensusRules previous, ConsensusRules rules);

    error ResultConsensusInvalidTerms(uint8 quorum, uint8 panel);
    error ResultConsensusInvalidRules(string field, uint256 value);
    error ResultConsensusVersionYanked(VersionId versionId);
    error ResultConsensusNotBound(ClauseId clauseId, VersionId versionId);
    error ResultConsensusNotLicensed(VersionId versionId, address requester);
    error ResultConsensusTaskExists(TaskId taskId);
    error ResultConsensusUnexpectedState(TaskId taskId, TaskState current, TaskState expected);
    error ResultConsensusInactiveExecutor(address executor);
    error ResultConsensusStakeAtRisk(address executor, uint256 stake, uint256 needed);
    error ResultConsensusAffiliationTaken(TaskId taskId, uint32 affiliation);
    error ResultConsensusAlreadyCommitted(TaskId taskId, address executor);
    error ResultConsensusAlreadyRevealed(TaskId taskId, address executor);
    error ResultConsensusEmptyCommitment();
    error ResultConsensusNoSignal();
    error ResultConsensusCommitmentMismatch(TaskId taskId, address executor, bytes32 commitment, bytes32 expected);
    error ResultConsensusNotSlashable(TaskId taskId, address executor);
    error ResultConsensusChallengeOver(TaskId taskId, uint48 until);
    error ResultConsensusNoEvidence();
    error ResultConsensusNothingToWithdraw(address account);

    /// @notice Opens an AUDIT task in the caller's name; `round` keeps repeated audits of one version apart, and is the
    /// task's event id. One task per caller, version and round, unless the earlier one failed.
    function openAudit(VersionId versionId, uint256 round, RunTerms calldata terms) external returns (TaskId taskId);

    /// @notice Records the signed event if it is new and opens an EXECUTION task for it. Refused unless the version is
    /// certified, not yanked, licensed to the caller and bound to the clause as executable. One task per caller, event and
    /// version, unless the earlier one failed, so that a stranger's request can't take the place of the caller's.
    function requestRun(
        IClauseRegistry.ClauseEvent calldata clauseEvent,
        bytes calldata signature,
        VersionId versionId,
        RunTerms calldata terms
    ) external returns (TaskId taskId);

    /// @notice Commits to a result (see `commitmentOf`). The caller's stake must cover every commitment that may still
    /// cost it something.
    function commit(TaskId taskId, bytes32 commitment) external;

    /// @notice Opens the caller's commitment.
    /// @param receiptDigest sha2-256 of the executor's signed receipt, which lies on IPFS
    function reveal(TaskId taskId, bytes32 resultDigest, Signal signal, bytes32 receiptDigest, bytes32 salt) external;

    /// @notice Ends a task: settled if a quorum agrees, else failed and the reward returned; of the gas compensation
    /// returns what nobody earned. Anyone may call.
    function settle(TaskId taskId) external;

    /// @notice Slashes an executor who committed to a finished task and didn't reveal, or who revealed another
    /// result than the settled one. Anyone may call, once per task and executor.
    function slash(TaskId taskId, address executor) external;

    /// @notice Slashes an executor of a settled task whose result, though a quorum agreed on it, was shown to be wrong
    /// until the challenge window's end. The result stays as it settled. Takes up to `wrongResultSlash` of what the
    /// executor's open commitments leave; suspend it first to have them end. Restricted to the DAO, once per task and
    /// executor.
    function slashProven(TaskId taskId, address executor, bytes32 evidenceDigest) external;

    /// @notice Pays the caller's accrued rewards and refunds.
    function withdraw() external returns (uint256 amount);

    /// @notice Names the attester whose certification a run needs. Restricted to parameter stewards.
    function setAttester(address attester) external;

    /// @notice Sets the rules of tasks created from now on. Restricted to parameter stewards. The three windows together
    /// are shorter than the unbonding period, so that no stake leaves before the last slash it may have to cover; a slash
    /// takes at most the minimum stake.
    function setRules(ConsensusRules calldata rules) external;

    function task(TaskId taskId) external view returns (Task memory);

    /// @notice Settled, and the version wasn't revoked for cause since.
    function isResultValid(TaskId taskId) external view returns (bool);

    /// @notice Unix seconds at which the task settled with `Signal.Pass`; 0 if it didn't.
    function passedAt(TaskId taskId) external view returns (uint48);

    function owed(address account) external view returns (uint256);

    /// @notice Stake that the executor's commitments may still cost it.
    function atRisk(address executor) external view returns (uint256);

    /// @notice Executors that committed to the task, in order.
    function executorsOf(TaskId taskId) external view returns (address[] memory);

    /// @notice `keccak256(executor, taskId, resultDigest, signal, salt)`, ABI-encoded.
    function commitmentOf(
        address executor,
        TaskId taskId,
        bytes32 resultDigest,
        Signal signal,
        bytes32 salt
    ) external pure returns (bytes32);

    function attester() external view returns (address);

    function rules() external view returns (ConsensusRules memory);
}
