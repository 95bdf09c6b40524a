// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {TaskId, VersionId} from "../types/Ids.sol";
import {MilestoneKind} from "../types/MilestoneWord.sol";
import {BountyClaims} from "./BountyClaims.sol";

/// @title Payment of milestones whose predicates hold
abstract contract BountyMilestones is BountyClaims {
    IResultConsensus public immutable consensus;

    constructor(IResultConsensus consensus_) {
        consensus = consensus_;
    }

    /// @inheritdoc IBountyEscrow
    function release(uint256 bountyId, uint8 milestone, TaskId[] calldata proof) external {
        BountyRecord storage record = _inState(bountyId, BountyState.Submitted);
        if (block.timestamp < record.payableFrom) revert BountyEscrowContestable(bountyId, record.payableFrom);
        uint16 share = record.milestones.shareOf(milestone);
        if (share == 0) revert BountyEscrowUnknownMilestone(bountyId, milestone);
        if ((record.paidMilestones >> milestone) & 1 != 0) revert BountyEscrowMilestonePaid(bountyId, milestone);
        _requirePredicate(record, milestone, proof);
        _payMilestone(bountyId, record, milestone, share);
    }

    function _payMilestone(uint256 bountyId, BountyRecord storage record, uint8 milestone, uint16 share) private {
        // A part of what is left, so that the last milestone leaves no dust.
        uint256 left = record.sharesLeft;
        uint256 amount = (uint256(record.amount) * share) / left;
        uint256 payment = amount;
        left -= share;
        record.sharesLeft = uint16(left);
        record.paidMilestones |= uint8(1 << milestone);
        record.earned = true;
        if (left == 0) {
            payment += record.bond;
            record.state = BountyState.Paid;
            record.bond = 0;
            record.payableFrom = 0;
        }
        record.amount -= uint112(amount);
        _owe(record.claimant, record.asset, payment);
        emit BountyPaid(bountyId, record.claimant, record.versionId, milestone, amount, uint16(left));
    }

    function _requirePredicate(BountyRecord storage record, uint8 milestone, TaskId[] calldata proof) private view {
        MilestoneKind kind = record.milestones.kindOf(milestone);
        uint256 expected = kind == MilestoneKind.Audited ? 1 : record.milestones.runsOf(milestone);
        if (proof.length != expected) revert BountyEscrowWrongProof(milestone, proof.length, expected);
        if (kind == MilestoneKind.Certified) certifications.check(record.versionId, record.attester);
        else if (kind == MilestoneKind.Audited) _requireAudit(record, proof[0]);
        else _requireRuns(record, proof);
    }

    /// @dev Anyone may open an audit on terms of their own; the attester's counts.
    function _requireAudit(BountyRecord storage record, TaskId taskId) private view {
        IResultConsensus.Task memory task = consensus.task(taskId);
        bool audited =
            task.kind == IResultConsensus.TaskKind.Audit &&
                task.versionId == record.versionId &&
                task.requester == record.attester &&
                task.signal == IResultConsensus.Signal.Pass &&
                consensus.isResultValid(taskId);
        if (!audited) revert BountyEscrowNotAudited(record.versionId, taskId);
    }

    function _requireRuns(BountyRecord storage record, TaskId[] calldata proof) private view {
        VersionId versionId = record.versionId;
        address claimant = record.claimant;
        address previous = address(0);
        for (uint256 i = 0; i < proof.length; ++i) {
            IResultConsensus.Task memory task = consensus.task(proof[i]);
            bool counts =
                task.kind == IResultConsensus.TaskKind.Execution &&
                    task.versionId == versionId &&
                    task.requester != claimant &&
                    task.reward >= record.minimumReward &&
                    consensus.isResultValid(proof[i]);
            if (!counts) revert BountyEscrowRunDoesNotCount(versionId, proof[i]);
            if (task.requester <= previous) revert BountyEscrowUnsortedRequesters(previous, task.requester);
            previous = task.requester;
        }
    }
}
