// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {DisputeKind} from "../../contracts/interfaces/IDisputable.sol";
import {HostileToken} from "../../contracts/mocks/HostileToken.sol";
import {TaskId, VersionId} from "../../contracts/types/Ids.sol";
import {BountyActor} from "./BountyActor.sol";
import {BountyWorld} from "./BountyWorld.sol";

/// @dev Walks bounties through their lives at random, with hostile tokens and actors that re-enter, and notes what must never happen.
contract BountyHandler is BountyWorld {
    uint256 public constant MAX_BOUNTIES = 4;

    mapping(uint256 bountyId => bytes32) public termsDigest;
    mapping(uint256 bountyId => mapping(uint8 milestone => bool)) public paid;
    /// @dev What was sent to the escrow outside its calls.
    mapping(address asset => uint256) public forced;
    uint256 public payments;
    string public broken;

    /// @dev The call may end claims that are on time: a proven copy, or a ruling.
    bool private _excused;

    /// @dev Property 18: while a claim is live and on time, nothing takes from its bounty but its payments; 17: nothing moves
    /// a paid bounty.
    modifier watched() {
        IBountyEscrow.Bounty[] memory before = _look();
        _;
        for (uint256 i = 0; i < before.length; ++i) _compare(before[i], escrow.bounty(i + 1));
        _excused = false;
    }

    function create(uint256 actor, uint256 asset, uint256 value, uint256 bond, uint256 term) external watched {
        if (escrow.bountyCount() == MAX_BOUNTIES) return;
        address chosen = assets[asset % assets.length];
        uint48 deadline = uint48(block.timestamp + bound(term, 1, 5_000));
        IBountyEscrow.BountyTerms memory terms = termsOf(chosen, uint96(bound(bond, 0, 1 ether)), deadline, term);
        value = bound(value, 0, 10 ether);
        _act(actor, chosen, value, abi.encodeCall(escrow.createBounty, (terms, value)));
        termsDigest[escrow.bountyCount()] = keccak256(abi.encode(terms));
    }

    function fund(uint256 actor, uint256 bountyId, uint256 value) external watched {
        value = bound(value, 1, 10 ether);
        _act(actor, _asset(bountyId), value, abi.encodeCall(escrow.fund, (_id(bountyId), value)));
    }

    function claim(uint256 actor, uint256 bountyId) external watched {
        uint256 bond = escrow.bounty(_id(bountyId)).terms.bond;
        _act(actor, _asset(bountyId), bond, abi.encodeCall(escrow.claim, (_id(bountyId))));
    }

    function submit(uint256 bountyId, uint256 version) external watched {
        uint256 actor = _claimant(bountyId);
        VersionId versionId = versions[actor][version % 2];
        actors[actor].act(
            address(escrow),
            0,
            abi.encodeCall(escrow.submit, (_id(bountyId), versionId, contents[versionId], SALT))
        );
    }

    function retract(uint256 bountyId) external watched {
        actors[_claimant(bountyId)].act(address(escrow), 0, abi.encodeCall(escrow.retract, (_id(bountyId))));
    }

    /// @dev Property 19: the first actor is vigilant, so what was copied from it ends before it pays.
    function release(uint256 bountyId, uint256 milestone) external watched {
        uint256 id = _id(bountyId);
        IBountyEscrow.Bounty memory bounty = escrow.bounty(id);
        if (bounty.state == IBountyEscrow.BountyState.Submitted && bounty.versionId == copied()) {
            escrow.proveAuthorship(address(actors[0]), contents[copied()].artifactDigest, SALT);
            _excused = true;
            escrow.contest(id, contents[copied()]);
            if (escrow.bounty(id).claimant != address(0)) broken = "19: a proven copy kept its claim";
            return;
        }
        uint8 chosen = uint8(milestone % 3);
        TaskId[] memory proof = fulfil(id, chosen);
        uint256 owedBefore = escrow.owed(bounty.claimant, bounty.terms.asset);
        escrow.release(id, chosen, proof);
        ++payments;
        if (paid[id][chosen]) broken = "17: a milestone paid twice";
        paid[id][chosen] = true;
        uint256 credited = escrow.owed(bounty.claimant, bounty.terms.asset) - owedBefore;
        IBountyEscrow.Bounty memory current = escrow.bounty(id);
        uint256 left = bounty.amount + bounty.bond - current.amount - current.bond;
        if (credited != left) broken = "17: a payment isn't what left the bounty";
    }

    /// @dev Property 18: anyone can move a claim on once its time is over.
    function freeOverdue(uint256 bountyId) external watched {
        uint256 id = _id(bountyId);
        IBountyEscrow.Bounty memory bounty = escrow.bounty(id);
        if (!_isLive(bounty)) return;
        if (block.timestamp <= bounty.claimEndsAt) VM.warp(bounty.claimEndsAt + 1);
        VM.prank(STRANGER);
        try escrow.freeClaim(id) {
            return;
        } catch {
            // The certification is due; it is the first milestone.
            VM.prank(STRANGER);
            try escrow.release(id, 0, new TaskId[](0)) {
                if (paid[id][0]) broken = "17: a milestone paid twice";
                paid[id][0] = true;
            } catch {
                broken = "18: nobody can free an overdue claim";
            }
        }
    }

    function freeClaim(uint256 bountyId) external watched {
        escrow.freeClaim(_id(bountyId));
    }

    function dispute(uint256 bountyId) external watched {
        escrow.openDispute(DisputeKind.Bounty, bytes32(_id(bountyId)), STRANGER);
    }

    function rule(uint256 bountyId, bool upheld) external watched {
        _excused = upheld;
        escrow.closeDispute(DisputeKind.Bounty, bytes32(_id(bountyId)), upheld);
    }

    function lapse(uint256 bountyId) external watched {
        VM.warp(block.timestamp + escrow.MAX_HOLD() + 1);
        escrow.lapseDispute(_id(bountyId));
    }

    /// @dev Anyone can expire an open bounty once its deadline is over.
    function expireOverdue(uint256 bountyId) external watched {
        IBountyEscrow.Bounty memory bounty = escrow.bounty(_id(bountyId));
        if (bounty.state != IBountyEscrow.BountyState.Open) return;
        if (block.timestamp <= bounty.terms.deadline) VM.warp(bounty.terms.deadline + 1);
        VM.prank(STRANGER);
        try escrow.expire(_id(bountyId)) {
            return;
        } catch {
            broken = "18: nobody can expire an overdue bounty";
        }
    }

    function refundAll(uint256 bountyId) external watched {
        address[] memory funders = escrow.fundersOf(_id(bountyId));
        for (uint256 i = 0; i < funders.length; ++i) escrow.refund(_id(bountyId), funders[i]);
    }

    function refund(uint256 actor, uint256 bountyId) external watched {
        escrow.refund(_id(bountyId), address(actors[actor % ACTORS]));
    }

    /// @dev Anyone pays the actor, or it takes what is there of an asset that falls short.
    function withdraw(uint256 actor, uint256 asset) external watched {
        BountyActor payee = actors[actor % ACTORS];
        address chosen = assets[asset % assets.length];
        if (escrow.owed(address(payee), chosen) == 0) return;
        try escrow.withdraw(address(payee), chosen) {
            return;
        } catch {
            payee.act(address(escrow), 0, abi.encodeCall(escrow.withdrawTo, (address(payee), chosen)));
        }
    }

    function force(uint256 asset, uint256 value) external watched {
        address chosen = assets[asset % assets.length];
        value = bound(value, 1, 1 ether);
        if (chosen == ETHER) VM.deal(address(escrow), address(escrow).balance + value);
        else HostileToken(chosen).mint(address(escrow), value);
        forced[chosen] += value;
    }

    function shrink(uint256 percent) external watched {
        HostileToken(assets[HABITS]).shrink(address(escrow), bound(percent, 1, 50));
    }

    function pass(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 1, 300));
    }

    function _act(uint256 actor, address asset, uint256 value, bytes memory data) private {
        BountyActor chosen = actors[actor % ACTORS];
        if (asset == ETHER) VM.deal(address(chosen), address(chosen).balance + value);
        else HostileToken(asset).mint(address(chosen), value);
        chosen.act(address(escrow), asset == ETHER ? value : 0, data);
    }

    function _compare(IBountyEscrow.Bounty memory before, IBountyEscrow.Bounty memory current) private {
        if (before.state == IBountyEscrow.BountyState.Paid) {
            bool still = current.state == IBountyEscrow.BountyState.Paid && current.amount == 0 && current.bond == 0;
            if (!still) broken = "17: a paid bounty moved";
        }
        if (_excused || !_isLive(before) || block.timestamp > before.claimEndsAt) return;
        if (current.claimant != before.claimant) broken = "18: a claim on time lost its bounty";
        bool paidOut = current.paidMilestones != before.paidMilestones;
        if (!paidOut && current.amount < before.amount) broken = "18: a claim on time lost money";
    }

    function _claimant(uint256 bountyId) private view returns (uint256 actor) {
        address claimant = escrow.bounty(_id(bountyId)).claimant;
        while (actor < ACTORS - 1 && address(actors[actor]) != claimant) ++actor;
    }

    function _look() private view returns (IBountyEscrow.Bounty[] memory before) {
        before = new IBountyEscrow.Bounty[](escrow.bountyCount());
        for (uint256 i = 0; i < before.length; ++i) before[i] = escrow.bounty(i + 1);
    }

    function _asset(uint256 bountyId) private view returns (address) {
        return escrow.bounty(_id(bountyId)).terms.asset;
    }

    function _id(uint256 bountyId) private view returns (uint256) {
        uint256 count = escrow.bountyCount();
        return count == 0 ? 1 : 1 + (bountyId % count);
    }

    function _isLive(IBountyEscrow.Bounty memory bounty) private pure returns (bool) {
        return bounty.state == IBountyEscrow.BountyState.Claimed || bounty.state == IBountyEscrow.BountyState.Submitted;
    }
}
