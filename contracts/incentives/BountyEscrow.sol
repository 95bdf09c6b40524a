// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {DisputeKind, IDisputable} from "../interfaces/IDisputable.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../interfaces/IResultConsensus.sol";
import {BountyClaims} from "./BountyClaims.sol";
import {BountyMilestones} from "./BountyMilestones.sol";

/// @title Bounties for clauses that need a plugin
/// @dev Of each asset, the balance is at least every bounty's `amount` and bond and everyone's `owed`, unless the token itself
/// took some away. Only disputes are restricted: nobody's permission is needed to be paid or refunded.
contract BountyEscrow is BountyMilestones, AccessManaged {
    /// @dev Longest hold, so that money can't wait for a ruling that never comes.
    uint256 public constant MAX_HOLD = 90 days;

    constructor(
        address authority_,
        IPluginRegistry registry_,
        ICertificationRegistry certifications_,
        IResultConsensus consensus_
    ) AccessManaged(authority_) BountyClaims(registry_, certifications_) BountyMilestones(consensus_) {}

    /// @inheritdoc IDisputable
    function openDispute(DisputeKind kind, bytes32 subject, address challenger) external restricted {
        uint256 bountyId = _bountyIdOf(kind, subject);
        BountyRecord storage record = _known(bountyId);
        if (record.lapsed) revert BountyEscrowRulingDue(bountyId);
        if (record.state != BountyState.Claimed) _inState(bountyId, BountyState.Submitted);
        record.heldState = record.state;
        record.heldSince = uint48(block.timestamp);
        record.state = BountyState.Disputed;
        emit BountyDisputed(bountyId, challenger);
    }

    /// @inheritdoc IDisputable
    /// @dev A ruling that comes after its hold lapsed changes nothing.
    function closeDispute(DisputeKind kind, bytes32 subject, bool upheld) external restricted {
        uint256 bountyId = _bountyIdOf(kind, subject);
        BountyRecord storage record = _known(bountyId);
        if (record.lapsed) {
            record.lapsed = false;
            return;
        }
        _inState(bountyId, BountyState.Disputed);
        if (!upheld) return _resume(bountyId, record);
        record.heldSince = 0;
        emit BountyDisputeClosed(bountyId, true, 0);
        _endClaim(bountyId, record, true);
    }

    /// @inheritdoc IBountyEscrow
    function lapseDispute(uint256 bountyId) external {
        BountyRecord storage record = _inState(bountyId, BountyState.Disputed);
        uint256 lapsesAt = record.heldSince + MAX_HOLD;
        if (block.timestamp <= lapsesAt) revert BountyEscrowHoldRunning(bountyId, lapsesAt);
        record.lapsed = true;
        _resume(bountyId, record);
    }

    /// @dev Goes on where the dispute held it: its clock gets the time of the hold back.
    function _resume(uint256 bountyId, BountyRecord storage record) private {
        record.state = record.heldState;
        record.claimEndsAt += uint48(block.timestamp) - record.heldSince;
        record.heldSince = 0;
        emit BountyDisputeClosed(bountyId, false, record.claimEndsAt);
    }

    function _bountyIdOf(DisputeKind kind, bytes32 subject) private pure returns (uint256) {
        if (kind != DisputeKind.Bounty) revert BountyEscrowNotABounty(subject);
        return uint256(subject);
    }
}
