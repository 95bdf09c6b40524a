// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IArbitrable, Ruling} from "../interfaces/IArbitrable.sol";
import {DisputeKind, IDisputable} from "../interfaces/IDisputable.sol";
import {IDisputeManager} from "../interfaces/IDisputeManager.sol";
import {WHOLE_BPS} from "../types/Shares.sol";

/// @title Bonds and evidence of disputes, and their ruling by an arbitrator
/// @dev Decides nothing about a subject: the contract in charge of its kind does, which has to hold it meanwhile. All state
/// is written before a call goes out.
contract DisputeManager is AccessManaged, IDisputeManager {
    using SafeERC20 for IERC20;

    /// @notice Times that an account may add evidence to one dispute.
    uint256 public constant MAX_EVIDENCE = 8;

    /// @notice Gas that is left for the delivery of a ruling, at the least. A failed delivery doesn't undo the ruling, so
    /// whoever looks for the least gas that works, as wallets do, would leave it too little.
    uint256 public constant DELIVERY_GAS = 500_000;

    uint256 private constant MAX_PERIOD = 90 days;

    IERC20 public immutable token;

    /// @inheritdoc IDisputeManager
    address public immutable treasury;

    /// @inheritdoc IDisputeManager
    address public arbitrator;

    /// @inheritdoc IDisputeManager
    uint256 public disputeCount;

    /// @inheritdoc IDisputeManager
    mapping(address payee => uint256) public owed;

    /// @inheritdoc IDisputeManager
    mapping(DisputeKind kind => IDisputable) public targetOf;

    /// @inheritdoc IDisputeManager
    mapping(DisputeKind kind => mapping(bytes32 subject => uint256 disputeId)) public liveDispute;

    /// @inheritdoc IDisputeManager
    mapping(uint256 disputeId => mapping(address author => uint256)) public evidenceCount;

    mapping(uint256 disputeId => Dispute) private _disputes;
    DisputeTerms private _terms;

    constructor(
        address authority_,
        IERC20 token_,
        address treasury_,
        address arbitrator_,
        DisputeTerms memory terms_
    ) AccessManaged(authority_) {
        if (treasury_ == address(0)) revert DisputeManagerInvalidAddress("treasury", treasury_);
        token = token_;
        treasury = treasury_;
        _setArbitrator(arbitrator_);
        _setTerms(terms_);
    }

    /// @inheritdoc IDisputeManager
    function open(DisputeKind kind, bytes32 subject, bytes32 evidence) external returns (uint256 disputeId) {
        IDisputable target = targetOf[kind];
        if (address(target) == address(0)) revert DisputeManagerNoTarget(kind);
        uint256 live = liveDispute[kind][subject];
        if (live != 0) revert DisputeManagerAlreadyDisputed(kind, subject, live);

        disputeId = ++disputeCount;
        liveDispute[kind][subject] = disputeId;
        Dispute storage record = _disputes[disputeId];
        record.subject = subject;
        record.kind = kind;
        record.target = target;
        _freeze(record);
        _emitOpened(disputeId, record);
        _addEvidence(disputeId, evidence);
        target.openDispute(kind, subject, msg.sender);
        token.safeTransferFrom(msg.sender, address(this), record.bond);
    }

    /// @inheritdoc IDisputeManager
    function counter(uint256 disputeId) external {
        Dispute storage record = _known(disputeId);
        DisputeState current = _stateOf(record);
        if (current != DisputeState.Countering) revert DisputeManagerUnexpectedState(disputeId, current);
        if (record.defender != address(0)) revert DisputeManagerAlreadyCountered(disputeId, record.defender);
        if (msg.sender == record.challenger) revert DisputeManagerOwnChallenge(disputeId, msg.sender);

        record.defender = msg.sender;
        emit DisputeCountered(disputeId, msg.sender);
        token.safeTransferFrom(msg.sender, address(this), record.bond);
    }

    /// @inheritdoc IDisputeManager
    function submitEvidence(uint256 disputeId, bytes32 digest) external {
        DisputeState current = _stateOf(_known(disputeId));
        if (current != DisputeState.Countering && current != DisputeState.Evidence) {
            revert DisputeManagerUnexpectedState(disputeId, current);
        }
        _addEvidence(disputeId, digest);
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 disputeId, Ruling ruling) external {
        Dispute storage record = _known(disputeId);
        if (msg.sender != record.arbitrator) {
            revert DisputeManagerNotArbitrator(disputeId, msg.sender, record.arbitrator);
        }
        if (ruling == Ruling.None) revert DisputeManagerNoRuling(disputeId);
        _close(disputeId, record, DisputeState.Arbitration, ruling);
    }

    /// @inheritdoc IDisputeManager
    function lapse(uint256 disputeId) external {
        _close(disputeId, _known(disputeId), DisputeState.Overdue, Ruling.Refused);
    }

    /// @inheritdoc IDisputeManager
    function deliver(uint256 disputeId) external {
        Dispute storage record = _known(disputeId);
        if (record.ruling == Ruling.None) revert DisputeManagerUnexpectedState(disputeId, _stateOf(record));
        if (liveDispute[record.kind][record.subject] != disputeId) revert DisputeManagerNothingToDeliver(disputeId);

        liveDispute[record.kind][record.subject] = 0;
        bool upheld = record.ruling == Ruling.Upheld;
        emit RulingDelivered(disputeId, upheld);
        record.target.closeDispute(record.kind, record.subject, upheld);
    }

    /// @inheritdoc IDisputeManager
    function withdraw(address payee) external returns (uint256 amount) {
        amount = owed[payee];
        if (amount == 0) revert DisputeManagerNothingToWithdraw(payee);
        owed[payee] = 0;
        emit BondsWithdrawn(payee, amount);
        token.safeTransfer(payee, amount);
    }

    /// @inheritdoc IDisputeManager
    function setTarget(DisputeKind kind, IDisputable target) external restricted {
        IDisputable current = targetOf[kind];
        if (address(current) != address(0)) revert DisputeManagerTargetAlreadySet(kind, current);
        if (address(target).code.length == 0) revert DisputeManagerInvalidAddress("target", address(target));
        targetOf[kind] = target;
        emit DisputeTargetSet(kind, target);
    }

    /// @inheritdoc IDisputeManager
    function setArbitrator(address arbitrator_) external restricted {
        _setArbitrator(arbitrator_);
    }

    /// @inheritdoc IDisputeManager
    function setTerms(DisputeTerms calldata terms_) external restricted {
        _setTerms(terms_);
    }

    /// @inheritdoc IDisputeManager
    function dispute(uint256 disputeId) external view returns (Dispute memory) {
        return _known(disputeId);
    }

    /// @inheritdoc IDisputeManager
    function stateOf(uint256 disputeId) external view returns (DisputeState) {
        return _stateOf(_disputes[disputeId]);
    }

    /// @inheritdoc IDisputeManager
    function terms() external view returns (DisputeTerms memory) {
        return _terms;
    }

    /// @dev What a dispute goes by from its opening on, whatever is set later.
    function _freeze(Dispute storage record) private {
        DisputeTerms memory current = _terms;
        uint48 openedAt = Time.timestamp();
        record.challenger = msg.sender;
        record.arbitrator = arbitrator;
        record.bond = current.bond;
        record.treasuryBps = current.treasuryBps;
        record.counterEndsAt = openedAt + current.counterPeriod;
        record.evidenceEndsAt = openedAt + current.evidencePeriod;
        record.rulingEndsAt = openedAt + current.evidencePeriod + current.rulingPeriod;
    }

    function _addEvidence(uint256 disputeId, bytes32 digest) private {
        if (digest == 0) revert DisputeManagerNoEvidence();
        if (++evidenceCount[disputeId][msg.sender] > MAX_EVIDENCE) {
            revert DisputeManagerTooMuchEvidence(disputeId, msg.sender, MAX_EVIDENCE);
        }
        emit EvidenceSubmitted(disputeId, msg.sender, digest);
    }

    /// @dev Settles the bonds, then tells the disputed contract. What that does can't undo the ruling or keep the bonds.
    function _close(uint256 disputeId, Dispute storage record, DisputeState expected, Ruling ruling) private {
        DisputeState current = _stateOf(record);
        if (current != expected) revert DisputeManagerUnexpectedState(disputeId, current);
        record.ruling = ruling;
        emit DisputeRuled(disputeId, ruling, expected == DisputeState.Overdue);
        _settle(disputeId, record, ruling);
        uint256 left = gasleft();
        if (left < DELIVERY_GAS) revert DisputeManagerTooLittleGas(disputeId, left, DELIVERY_GAS);
        // A call of its own, so that a failure takes back the delivery's writes too.
        try this.deliver(disputeId) {
            return;
        } catch (bytes memory reason) {
            emit RulingUndelivered(disputeId, reason);
        }
    }

    function _settle(uint256 disputeId, Dispute storage record, Ruling ruling) private {
        uint256 bond = record.bond;
        address defender = record.defender;
        if (ruling == Ruling.Refused) {
            _credit(disputeId, record.challenger, bond);
            if (defender != address(0)) _credit(disputeId, defender, bond);
        } else if (defender == address(0)) {
            _credit(disputeId, ruling == Ruling.Upheld ? record.challenger : treasury, bond);
        } else {
            uint256 share = (bond * record.treasuryBps) / WHOLE_BPS;
            _credit(disputeId, treasury, share);
            _credit(disputeId, ruling == Ruling.Upheld ? record.challenger : defender, 2 * bond - share);
        }
    }

    function _credit(uint256 disputeId, address payee, uint256 amount) private {
        if (amount == 0) return;
        owed[payee] += amount;
        emit BondCredited(disputeId, payee, amount);
    }

    function _setArbitrator(address arbitrator_) private {
        if (arbitrator_ == address(0)) revert DisputeManagerInvalidAddress("arbitrator", arbitrator_);
        emit ArbitratorSet(arbitrator, arbitrator_);
        arbitrator = arbitrator_;
    }

    function _setTerms(DisputeTerms memory terms_) private {
        if (terms_.bond == 0) revert DisputeManagerInvalidTerms("bond", terms_.bond);
        _requirePeriod("counterPeriod", terms_.counterPeriod, 0);
        _requirePeriod("evidencePeriod", terms_.evidencePeriod, terms_.counterPeriod);
        _requirePeriod("rulingPeriod", terms_.rulingPeriod, 0);
        if (terms_.treasuryBps > WHOLE_BPS) revert DisputeManagerInvalidTerms("treasuryBps", terms_.treasuryBps);
        emit DisputeTermsSet(_terms, terms_);
        _terms = terms_;
    }

    function _emitOpened(uint256 disputeId, Dispute storage record) private {
        emit DisputeOpened(
            disputeId,
            record.kind,
            record.subject,
            record.challenger,
            record.arbitrator,
            record.bond,
            record.counterEndsAt,
            record.evidenceEndsAt,
            record.rulingEndsAt
        );
    }

    function _known(uint256 disputeId) private view returns (Dispute storage record) {
        record = _disputes[disputeId];
        if (record.challenger == address(0)) revert DisputeManagerUnknownDispute(disputeId);
    }

    function _stateOf(Dispute storage record) private view returns (DisputeState) {
        if (record.challenger == address(0)) return DisputeState.None;
        Ruling ruling = record.ruling;
        if (ruling == Ruling.Upheld) return DisputeState.Upheld;
        if (ruling == Ruling.Rejected) return DisputeState.Rejected;
        if (ruling == Ruling.Refused) return DisputeState.Unruled;
        uint48 timestamp = Time.timestamp();
        if (timestamp < record.counterEndsAt) return DisputeState.Countering;
        if (timestamp < record.evidenceEndsAt) return DisputeState.Evidence;
        return timestamp < record.rulingEndsAt ? DisputeState.Arbitration : DisputeState.Overdue;
    }

    function _requirePeriod(string memory field, uint256 period, uint256 longerThan) private pure {
        if (period <= longerThan || period > MAX_PERIOD) revert DisputeManagerInvalidTerms(field, period);
    }
}
