// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {DisputeManager} from "../../contracts/governance/DisputeManager.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {Ruling} from "../../contracts/interfaces/IArbitrable.sol";
import {DisputeKind} from "../../contracts/interfaces/IDisputable.sol";
import {IDisputeManager} from "../../contracts/interfaces/IDisputeManager.sol";
import {DisputedDesk} from "../../contracts/mocks/DisputedDesk.sol";
import {Property} from "./Property.sol";

/// @dev Walks disputes through their lives at random, over a desk that refuses and calls back, while terms and arbitrator
/// change; notes what must never happen.
contract DisputeHandler is Property {
    uint256 public constant ACTORS = 4;
    uint256 public constant SUBJECTS = 3;
    address public constant TREASURY = address(0x7ea5);
    address internal constant STRANGER = address(0x57a46e);
    uint256 internal constant FUNDS = 1e24;

    NexusToken public immutable token;
    DisputeManager public immutable disputes;
    DisputedDesk public immutable desk;

    mapping(uint256 disputeId => Ruling) public rulings;
    mapping(uint256 disputeId => bytes32) public frozen;
    uint256 public donated;
    string public broken;
    uint256 private _lapsing;

    constructor() {
        AccessManager manager = new AccessManager(address(this));
        token = new NexusToken(address(this));
        desk = new DisputedDesk();
        disputes = new DisputeManager(address(manager), token, TREASURY, actor(0), _terms(100, 5_000));
        disputes.setTarget(DisputeKind.Certificate, desk);
        for (uint256 i = 0; i < ACTORS; ++i) {
            // The first is poor, so that deposits fail too.
            token.transfer(actor(i), i == 0 ? 150 : FUNDS);
            VM.prank(actor(i));
            token.approve(address(disputes), type(uint256).max);
        }
    }

    /// @dev Opens a dispute and, every other time, has the next actor put a bond against it at once.
    function open(uint256 by, uint256 subject, bool countered) external {
        VM.prank(actor(by));
        uint256 disputeId = disputes.open(DisputeKind.Certificate, bytes32(subject % SUBJECTS), bytes32(uint256(1)));
        frozen[disputeId] = termsOf(disputeId);
        _noteCallback();
        if (!countered) return;
        VM.prank(actor(by + 1));
        try disputes.counter(disputeId) {} catch {}
    }

    function counter(uint256 by, uint256 disputeId) external {
        VM.prank(actor(by));
        disputes.counter(_id(disputeId));
    }

    function submitEvidence(uint256 by, uint256 disputeId) external {
        VM.prank(actor(by));
        disputes.submitEvidence(_id(disputeId), bytes32(uint256(1)));
    }

    function rule(uint256 disputeId, uint256 ruling) external {
        uint256 id = _openId(disputeId);
        IDisputeManager.Dispute memory record = disputes.dispute(id);
        if (ruling % 2 == 0 && block.timestamp < record.evidenceEndsAt) VM.warp(record.evidenceEndsAt);
        VM.prank(record.arbitrator);
        disputes.rule(id, Ruling(bound(ruling, 1, 3)));
        _note(id);
    }

    /// @dev Whatever an open dispute has come to, a stranger can end it once its time is over.
    function lapse(uint256 disputeId) external {
        uint256 id = _openId(disputeId);
        IDisputeManager.Dispute memory record = disputes.dispute(id);
        if (record.ruling != Ruling.None) return;
        if (block.timestamp < record.rulingEndsAt) VM.warp(record.rulingEndsAt);
        VM.prank(STRANGER);
        try disputes.lapse(id) {
            _note(id);
        } catch {
            broken = "nobody can end an overdue dispute";
        }
    }

    function deliver(uint256 disputeId) external {
        VM.prank(STRANGER);
        disputes.deliver(_id(disputeId));
        _noteCallback();
    }

    function withdraw(uint256 by) external {
        address payee = by % (ACTORS + 1) == ACTORS ? TREASURY : actor(by);
        uint256 balance = token.balanceOf(payee);
        uint256 owed = disputes.owed(payee);
        if (owed == 0) return;
        try disputes.withdraw(payee) {
            if (token.balanceOf(payee) != balance + owed) broken = "a payment isn't what was owed";
        } catch {
            broken = "what is owed can't be withdrawn";
        }
    }

    function setTerms(uint256 bond, uint256 treasuryBps) external {
        disputes.setTerms(_terms(bond, treasuryBps));
    }

    function setArbitrator(uint256 by) external {
        disputes.setArbitrator(actor(by));
    }

    function setRefusing(bool refusing) external {
        desk.setRefusing(refusing);
    }

    /// @dev Makes the desk call back with a call that could pay or rule a second time.
    function setCallback(uint256 choice, uint256 disputeId, uint256 by) external {
        _lapsing = choice % 4 == 2 ? _id(disputeId) : 0;
        bytes[4] memory callbacks = [
            bytes(""),
            abi.encodeCall(disputes.deliver, (_id(disputeId))),
            abi.encodeCall(disputes.lapse, (_id(disputeId))),
            abi.encodeCall(disputes.withdraw, (actor(by)))
        ];
        desk.setCallback(callbacks[choice % 4]);
    }

    function wait_(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 1, 60));
    }

    function donate(uint256 amount) external {
        uint256 given = bound(amount, 1, 100);
        token.transfer(address(disputes), given);
        donated += given;
    }

    function termsOf(uint256 disputeId) public view returns (bytes32) {
        IDisputeManager.Dispute memory record = disputes.dispute(disputeId);
        record.ruling = Ruling.None;
        record.defender = address(0);
        return keccak256(abi.encode(record));
    }

    function actor(uint256 index) public pure returns (address) {
        return address(uint160(0xac70 + (index % ACTORS)));
    }

    function _note(uint256 disputeId) private {
        if (rulings[disputeId] != Ruling.None) broken = "a dispute was ruled twice";
        rulings[disputeId] = disputes.dispute(disputeId).ruling;
        _noteCallback();
    }

    /// @dev The desk may have ended another, overdue dispute in its callback.
    function _noteCallback() private {
        uint256 id = _lapsing;
        if (id == 0 || id > disputes.disputeCount() || rulings[id] != Ruling.None) return;
        rulings[id] = disputes.dispute(id).ruling;
    }

    function _id(uint256 value) private view returns (uint256) {
        return bound(value, 1, disputes.disputeCount() + 1);
    }

    /// @dev An open dispute, from the given number on, or the number itself if there is none.
    function _openId(uint256 value) private view returns (uint256 id) {
        id = _id(value);
        for (uint256 i = 0; i < disputes.disputeCount(); ++i) {
            uint256 candidate = 1 + ((id + i) % disputes.disputeCount());
            if (disputes.dispute(candidate).ruling == Ruling.None) return candidate;
        }
    }

    function _terms(uint256 bond, uint256 treasuryBps) private pure returns (IDisputeManager.DisputeTerms memory) {
        return
            IDisputeManager.DisputeTerms({
                bond: uint96(bound(bond, 1, 1e18)),
                counterPeriod: 50,
                evidencePeriod: 100,
                rulingPeriod: 200,
                treasuryBps: uint16(bound(treasuryBps, 0, 10_000))
            });
    }
}
