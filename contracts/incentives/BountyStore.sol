// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {DOMAIN_MASK} from "../types/Chambers.sol";
import {ClauseId, VersionId} from "../types/Ids.sol";
import {MAX_MILESTONES, MilestoneKind, MilestoneWord, WHOLE_BPS} from "../types/MilestoneWord.sol";
import {AssetLedger} from "./AssetLedger.sol";

/// @title Bounties as they are kept: terms that never change, and how far each has come
abstract contract BountyStore is IBountyEscrow, AssetLedger {
    /// @dev What a payment reads and writes lies in the first four words.
    struct BountyRecord {
        BountyState state;
        address claimant;
        uint48 claimEndsAt;
        uint8 paidMilestones;
        uint16 sharesLeft;
        bool earned;
        VersionId versionId;
        uint112 amount;
        uint96 bond;
        uint48 payableFrom;
        address asset;
        MilestoneWord milestones;
        address attester;
        uint96 claimBond;
        uint96 minimumContribution;
        uint96 minimumReward;
        uint48 pausedTime;
        uint16 domains;
        uint48 claimWindow;
        uint48 reviewWindow;
        uint48 contestWindow;
        uint48 deadline;
        uint48 heldSince;
        BountyState heldState;
        bool lapsed;
        ClauseId clauseId;
        bytes32 specDigest;
    }

    /// @dev Longest window, so that a claim can't hold a bounty for ever.
    uint256 public constant MAX_WINDOW = 365 days;
    /// @dev Furthest deadline, so that an unclaimed bounty's money comes back.
    uint256 public constant MAX_TERM = 5 * 365 days;
    /// @dev Most runs that a milestone counts, so that its proof fits a block.
    uint256 public constant MAX_RUNS = 16;

    /// @inheritdoc IBountyEscrow
    uint256 public bountyCount;
    mapping(uint256 bountyId => BountyRecord) private _records;

    /// @inheritdoc IBountyEscrow
    function bounty(uint256 bountyId) external view returns (Bounty memory made) {
        BountyRecord storage record = _known(bountyId);
        made.terms = _termsOf(record);
        made.state = record.state;
        made.amount = record.amount;
        made.claimant = record.claimant;
        made.bond = record.bond;
        made.claimEndsAt = record.claimEndsAt;
        made.pausedTime = record.pausedTime;
        made.payableFrom = record.payableFrom;
        made.heldSince = record.heldSince;
        made.sharesLeft = record.sharesLeft;
        made.paidMilestones = record.paidMilestones;
        made.versionId = record.versionId;
    }

    function _create(BountyTerms calldata terms) internal returns (uint256 bountyId) {
        _requireValid(terms);
        bountyId = ++bountyCount;
        BountyRecord storage record = _records[bountyId];
        record.state = BountyState.Open;
        record.sharesLeft = WHOLE_BPS;
        record.asset = terms.asset;
        record.milestones = _wordOf(terms);
        record.attester = terms.attester;
        record.claimBond = terms.bond;
        record.minimumContribution = terms.minimumContribution;
        record.minimumReward = terms.minimumReward;
        record.domains = terms.domains;
        record.claimWindow = terms.claimWindow;
        record.reviewWindow = terms.reviewWindow;
        record.contestWindow = terms.contestWindow;
        record.deadline = terms.deadline;
        record.clauseId = terms.clauseId;
        record.specDigest = terms.specDigest;
        emit BountyCreated(bountyId, msg.sender, terms);
    }

    function _inState(uint256 bountyId, BountyState expected) internal view returns (BountyRecord storage record) {
        record = _known(bountyId);
        if (record.state != expected) revert BountyEscrowUnexpectedState(bountyId, record.state, expected);
    }

    function _known(uint256 bountyId) internal view returns (BountyRecord storage record) {
        record = _records[bountyId];
        if (record.state == BountyState.None) revert BountyEscrowUnknownBounty(bountyId);
    }

    function _requireBeforeDeadline(uint256 bountyId, BountyRecord storage record) internal view {
        uint48 deadline = record.deadline;
        if (block.timestamp > deadline) revert BountyEscrowDeadlinePassed(bountyId, deadline);
    }

    function _termsOf(BountyRecord storage record) private view returns (BountyTerms memory terms) {
        terms.asset = record.asset;
        terms.domains = record.domains;
        terms.clauseId = record.clauseId;
        terms.specDigest = record.specDigest;
        terms.attester = record.attester;
        terms.bond = record.claimBond;
        terms.minimumContribution = record.minimumContribution;
        terms.minimumReward = record.minimumReward;
        terms.claimWindow = record.claimWindow;
        terms.reviewWindow = record.reviewWindow;
        terms.contestWindow = record.contestWindow;
        terms.deadline = record.deadline;
        MilestoneWord word = record.milestones;
        terms.milestones = new Milestone[](word.count());
        for (uint8 i = 0; i < terms.milestones.length; ++i) {
            terms.milestones[i] = Milestone(word.kindOf(i), word.shareOf(i), word.runsOf(i));
        }
    }

    function _requireValid(BountyTerms calldata terms) private view {
        if (terms.asset != ETHER && terms.asset.code.length == 0) revert BountyEscrowInvalidTerms("asset");
        if (terms.domains & ~DOMAIN_MASK != 0) revert BountyEscrowInvalidTerms("domains");
        if (terms.clauseId == ClauseId.wrap(0)) revert BountyEscrowInvalidTerms("clauseId");
        if (terms.specDigest == 0) revert BountyEscrowInvalidTerms("specDigest");
        if (terms.attester == address(0)) revert BountyEscrowInvalidTerms("attester");
        if (terms.minimumContribution == 0) revert BountyEscrowInvalidTerms("minimumContribution");
        if (!_isWindow(terms.claimWindow)) revert BountyEscrowInvalidTerms("claimWindow");
        if (!_isWindow(terms.reviewWindow)) revert BountyEscrowInvalidTerms("reviewWindow");
        bool contestable = terms.contestWindow != 0 && terms.contestWindow <= terms.reviewWindow;
        if (!contestable) revert BountyEscrowInvalidTerms("contestWindow");
        bool ahead = terms.deadline > block.timestamp && terms.deadline <= block.timestamp + MAX_TERM;
        if (!ahead) revert BountyEscrowInvalidTerms("deadline");
    }

    /// @dev The milestones, if each has a share, all shares make a whole, and runs are counted where they should be.
    function _wordOf(BountyTerms calldata terms) private pure returns (MilestoneWord word) {
        if (terms.milestones.length > MAX_MILESTONES) revert BountyEscrowInvalidTerms("milestones");
        uint256 shares = 0;
        for (uint8 i = 0; i < terms.milestones.length; ++i) {
            Milestone calldata milestone = terms.milestones[i];
            bool counting = milestone.kind == MilestoneKind.Executed;
            bool sound = counting ? milestone.runs != 0 && milestone.runs <= MAX_RUNS : milestone.runs == 0;
            if (!sound || milestone.shareBps == 0) revert BountyEscrowInvalidTerms("milestones");
            if (counting && terms.minimumReward == 0) revert BountyEscrowInvalidTerms("minimumReward");
            if (milestone.shareBps > WHOLE_BPS) revert BountyEscrowInvalidTerms("milestones");
            shares += milestone.shareBps;
            word = word.withMilestone(i, milestone.kind, milestone.shareBps, milestone.runs);
        }
        if (shares != WHOLE_BPS) revert BountyEscrowInvalidTerms("milestones");
    }

    function _isWindow(uint48 window) private pure returns (bool) {
        return window != 0 && window <= MAX_WINDOW;
    }
}
