// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBountyEscrow} from "../interfaces/IBountyEscrow.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {DOMAIN_MASK} from "../types/Chambers.sol";
import {ClauseId, VersionId} from "../types/Ids.sol";

/// @title Bounties for clauses that need a plugin
/// @dev Ownerless. The balance is at least the sum of every bounty's `amount`, of the bonds of live claims, and of `owed`.
contract BountyEscrow is IBountyEscrow, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @param contributed Wei of the contributions that aren't refunded yet
    struct Funding {
        address[] funders;
        mapping(address funder => uint256) contributions;
        uint256 contributed;
    }

    uint256 public constant MAX_FUNDERS = 32;
    /// @dev Longest claim or review window, so that a claim can't hold a bounty for ever.
    uint256 public constant MAX_WINDOW = 365 days;
    /// @dev Furthest deadline, so that an unclaimed bounty's money comes back.
    uint256 public constant MAX_TERM = 5 * 365 days;
    VersionId private constant NO_VERSION = VersionId.wrap(0);

    IPluginRegistry public immutable registry;
    ICertificationRegistry public immutable certifications;

    /// @inheritdoc IBountyEscrow
    uint256 public bountyCount;
    /// @inheritdoc IBountyEscrow
    mapping(address payee => uint256) public owed;
    mapping(uint256 bountyId => Bounty) private _bounties;
    mapping(uint256 bountyId => Funding) private _funding;

    constructor(IPluginRegistry registry_, ICertificationRegistry certifications_) {
        registry = registry_;
        certifications = certifications_;
    }

    /// @inheritdoc IBountyEscrow
    function createBounty(BountyTerms calldata terms) external payable returns (uint256 bountyId) {
        _requireValid(terms);
        bountyId = ++bountyCount;
        _bounties[bountyId].terms = terms;
        _bounties[bountyId].state = BountyState.Open;
        emit BountyCreated(bountyId, msg.sender, terms);
        if (msg.value != 0) _addFunds(bountyId);
    }

    /// @inheritdoc IBountyEscrow
    function fund(uint256 bountyId) external payable {
        _requireBeforeDeadline(bountyId, _inState(bountyId, BountyState.Open));
        if (msg.value == 0) revert BountyEscrowZeroAmount();
        _addFunds(bountyId);
    }

    /// @inheritdoc IBountyEscrow
    function claim(uint256 bountyId) external payable {
        Bounty storage record = _inState(bountyId, BountyState.Open);
        _requireBeforeDeadline(bountyId, record);
        if (record.amount == 0) revert BountyEscrowZeroAmount();
        uint256 bond = record.terms.bond;
        if (msg.value != bond) revert BountyEscrowWrongBond(msg.value, bond);

        record.state = BountyState.Claimed;
        record.claimant = msg.sender;
        record.claimEndsAt = (block.timestamp + record.terms.claimWindow).toUint48();
        emit BountyClaimed(bountyId, msg.sender, bond, record.claimEndsAt);
    }

    /// @inheritdoc IBountyEscrow
    function submit(uint256 bountyId, VersionId versionId, IPluginRegistry.VersionContent calldata content) external {
        Bounty storage record = _inState(bountyId, BountyState.Claimed);
        if (msg.sender != record.claimant) revert BountyEscrowNotClaimant(bountyId, msg.sender, record.claimant);
        if (block.timestamp > record.claimEndsAt) revert BountyEscrowClaimEnded(bountyId, record.claimEndsAt);
        _requireSubject(record.terms, versionId, content);

        record.state = BountyState.Submitted;
        record.versionId = versionId;
        record.claimEndsAt = (block.timestamp + record.terms.reviewWindow).toUint48();
        emit BountySubmitted(bountyId, msg.sender, versionId, record.claimEndsAt);
    }

    /// @inheritdoc IBountyEscrow
    function release(uint256 bountyId) external {
        Bounty storage record = _inState(bountyId, BountyState.Submitted);
        certifications.check(record.versionId, record.terms.attester);

        uint256 amount = record.amount;
        record.state = BountyState.Paid;
        record.amount = 0;
        owed[record.claimant] += amount + record.terms.bond;
        emit BountyPaid(bountyId, record.claimant, record.versionId, amount);
    }

    /// @inheritdoc IBountyEscrow
    function freeClaim(uint256 bountyId) external {
        Bounty storage record = _known(bountyId);
        if (record.state != BountyState.Submitted || _isCertified(record)) _inState(bountyId, BountyState.Claimed);
        if (block.timestamp <= record.claimEndsAt) revert BountyEscrowClaimRunning(bountyId, record.claimEndsAt);

        address claimant = record.claimant;
        uint256 bond = record.terms.bond;
        record.state = BountyState.Open;
        record.amount += bond;
        record.claimant = address(0);
        record.claimEndsAt = 0;
        record.versionId = NO_VERSION;
        emit BountyClaimFreed(bountyId, claimant, bond);
    }

    /// @inheritdoc IBountyEscrow
    function expire(uint256 bountyId) external {
        Bounty storage record = _inState(bountyId, BountyState.Open);
        uint48 deadline = record.terms.deadline;
        if (block.timestamp <= deadline) revert BountyEscrowDeadlineAhead(bountyId, deadline);
        record.state = BountyState.Expired;
        emit BountyExpired(bountyId, record.amount);
    }

    /// @inheritdoc IBountyEscrow
    function refund(uint256 bountyId, address funder) external {
        Bounty storage record = _inState(bountyId, BountyState.Expired);
        Funding storage funding = _funding[bountyId];
        uint256 contribution = funding.contributions[funder];
        if (contribution == 0) revert BountyEscrowNothingToRefund(bountyId, funder);

        // Shares of what is left, so that the last refund leaves no dust.
        uint256 share = Math.mulDiv(record.amount, contribution, funding.contributed);
        funding.contributions[funder] = 0;
        funding.contributed -= contribution;
        record.amount -= share;
        owed[funder] += share;
        emit BountyRefunded(bountyId, funder, share);
    }

    /// @inheritdoc IBountyEscrow
    function withdraw(address payable payee) external nonReentrant returns (uint256 amount) {
        amount = owed[payee];
        if (amount == 0) revert BountyEscrowNothingToWithdraw(payee);
        owed[payee] = 0;
        emit PaymentWithdrawn(payee, amount);
        // solhint-disable-next-line avoid-low-level-calls
        (bool accepted, ) = payee.call{value: amount}("");
        if (!accepted) revert BountyEscrowPaymentRefused(payee, amount);
    }

    /// @inheritdoc IBountyEscrow
    function bounty(uint256 bountyId) external view returns (Bounty memory) {
        return _known(bountyId);
    }

    /// @inheritdoc IBountyEscrow
    function fundersOf(uint256 bountyId) external view returns (address[] memory) {
        return _funding[bountyId].funders;
    }

    /// @inheritdoc IBountyEscrow
    function contributionOf(uint256 bountyId, address funder) external view returns (uint256) {
        return _funding[bountyId].contributions[funder];
    }

    function _addFunds(uint256 bountyId) private {
        Funding storage funding = _funding[bountyId];
        if (funding.contributions[msg.sender] == 0) {
            if (funding.funders.length == MAX_FUNDERS) revert BountyEscrowTooManyFunders(bountyId, MAX_FUNDERS);
            funding.funders.push(msg.sender);
        }
        funding.contributions[msg.sender] += msg.value;
        funding.contributed += msg.value;
        uint256 total = _bounties[bountyId].amount + msg.value;
        _bounties[bountyId].amount = total;
        emit BountyFunded(bountyId, msg.sender, msg.value, total);
    }

    function _requireSubject(
        BountyTerms storage terms,
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content
    ) private view {
        IPluginRegistry.Version memory version = registry.versionWithContent(versionId, content);
        if (msg.sender != version.publisher) {
            revert BountyEscrowNotPublisher(versionId, msg.sender, version.publisher);
        }
        uint16 domains = terms.domains;
        bool fits = content.clauseId == terms.clauseId && version.domains & domains == domains && !version.yanked;
        if (!fits) revert BountyEscrowWrongSubject(versionId);
    }

    function _requireValid(BountyTerms calldata terms) private view {
        if (terms.domains & ~DOMAIN_MASK != 0) revert BountyEscrowInvalidTerms("domains");
        if (terms.clauseId == ClauseId.wrap(0)) revert BountyEscrowInvalidTerms("clauseId");
        if (terms.specDigest == 0) revert BountyEscrowInvalidTerms("specDigest");
        if (terms.attester == address(0)) revert BountyEscrowInvalidTerms("attester");
        if (!_isWindow(terms.claimWindow)) revert BountyEscrowInvalidTerms("claimWindow");
        if (!_isWindow(terms.reviewWindow)) revert BountyEscrowInvalidTerms("reviewWindow");
        bool ahead = terms.deadline > block.timestamp && terms.deadline <= block.timestamp + MAX_TERM;
        if (!ahead) revert BountyEscrowInvalidTerms("deadline");
    }

    function _requireBeforeDeadline(uint256 bountyId, Bounty storage record) private view {
        uint48 deadline = record.terms.deadline;
        if (block.timestamp > deadline) revert BountyEscrowDeadlinePassed(bountyId, deadline);
    }

    function _inState(uint256 bountyId, BountyState expected) private view returns (Bounty storage record) {
        record = _known(bountyId);
        if (record.state != expected) revert BountyEscrowUnexpectedState(bountyId, record.state, expected);
    }

    function _known(uint256 bountyId) private view returns (Bounty storage record) {
        record = _bounties[bountyId];
        if (record.state == BountyState.None) revert BountyEscrowUnknownBounty(bountyId);
    }

    function _isCertified(Bounty storage record) private view returns (bool) {
        return
            certifications.statusOf(record.versionId, record.terms.attester) ==
            ICertificationRegistry.CertificationStatus.Valid;
    }

    function _isWindow(uint48 window) private pure returns (bool) {
        return window != 0 && window <= MAX_WINDOW;
    }
}
