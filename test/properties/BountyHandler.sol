// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {BountyEscrow} from "../../contracts/incentives/BountyEscrow.sol";
import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {PluginRegistry} from "../../contracts/registry/PluginRegistry.sol";
import {ClauseId, PluginId, VersionId} from "../../contracts/types/Ids.sol";
import {semVer} from "../../contracts/types/SemVer.sol";
import {BountyActor} from "./BountyActor.sol";
import {Property} from "./Property.sol";

/// @dev Walks bounties through their lives at random, with actors that re-enter, and notes what must never happen.
contract BountyHandler is Property {
    uint256 public constant ACTORS = 3;
    uint256 public constant MAX_BOUNTIES = 4;
    ClauseId internal constant CLAUSE = ClauseId.wrap(bytes32(uint256(1)));
    address internal constant ATTESTER = address(0xa77e57);
    address internal constant STRANGER = address(0x57a46e);

    BountyEscrow public immutable escrow;
    CertificationRegistry public immutable certifications;
    PluginRegistry public immutable registry;

    BountyActor[] public actors;
    /// @dev Two versions that each actor published.
    mapping(uint256 actor => VersionId[2]) public versions;
    mapping(VersionId versionId => IPluginRegistry.VersionContent) internal contents;
    mapping(uint256 bountyId => bytes32) public termsDigest;
    mapping(uint256 bountyId => bool) public paid;

    uint256 public deposited;
    uint256 public forced;
    string public broken;

    struct Before {
        uint256 count;
        IBountyEscrow.Bounty[] bounties;
    }

    /// @dev Property 18: while a claim is live and on time, nothing takes from its bounty but its payment; 17: nothing
    /// moves a paid bounty.
    modifier watched() {
        Before memory before = _look();
        _;
        for (uint256 i = 0; i < before.count; ++i) {
            _compare(before.bounties[i], escrow.bounty(i + 1));
        }
    }

    constructor() {
        registry = new PluginRegistry();
        certifications = new CertificationRegistry();
        escrow = new BountyEscrow(registry, certifications);
        for (uint256 i = 0; i < ACTORS; ++i) {
            actors.push(new BountyActor(escrow));
            versions[i][0] = _publish(i, 1);
            versions[i][1] = _publish(i, 2);
        }
    }

    function create(uint256 actor, uint256 value, uint256 bond, uint256 term) external watched {
        if (escrow.bountyCount() == MAX_BOUNTIES) return;
        IBountyEscrow.BountyTerms memory terms = IBountyEscrow.BountyTerms({
            domains: 4,
            clauseId: CLAUSE,
            specDigest: bytes32(uint256(1)),
            attester: ATTESTER,
            bond: uint96(bound(bond, 0, 1 ether)),
            claimWindow: 100,
            reviewWindow: 200,
            deadline: uint48(block.timestamp + bound(term, 1, 5_000))
        });
        _act(actor, bound(value, 0, 10 ether), abi.encodeCall(escrow.createBounty, (terms)));
        termsDigest[escrow.bountyCount()] = keccak256(abi.encode(terms));
    }

    function fund(uint256 actor, uint256 bountyId, uint256 value) external watched {
        _act(actor, bound(value, 1, 10 ether), abi.encodeCall(escrow.fund, (_id(bountyId))));
    }

    function claim(uint256 actor, uint256 bountyId) external watched {
        uint256 bond = escrow.bounty(_id(bountyId)).terms.bond;
        _act(actor, bond, abi.encodeCall(escrow.claim, (_id(bountyId))));
    }

    function submit(uint256 bountyId, uint256 version) external watched {
        address claimant = escrow.bounty(_id(bountyId)).claimant;
        for (uint256 i = 0; i < ACTORS; ++i) {
            if (address(actors[i]) != claimant) continue;
            VersionId versionId = versions[i][version % 2];
            _act(i, 0, abi.encodeCall(escrow.submit, (_id(bountyId), versionId, contents[versionId])));
        }
    }

    function certify(uint256 bountyId, uint256 validity) external watched {
        uint48 expiresAt = uint48(block.timestamp + bound(validity, 1, 1_000));
        VersionId versionId = escrow.bounty(_id(bountyId)).versionId;
        VM.prank(ATTESTER);
        certifications.attest(versionId, 0, expiresAt, 0);
    }

    function release(uint256 bountyId) external watched {
        IBountyEscrow.Bounty memory bounty = escrow.bounty(_id(bountyId));
        uint256 owedBefore = escrow.owed(bounty.claimant);
        escrow.release(_id(bountyId));
        if (paid[_id(bountyId)]) broken = "17: a bounty paid twice";
        paid[_id(bountyId)] = true;
        uint256 credited = escrow.owed(bounty.claimant) - owedBefore;
        if (credited != bounty.amount + bounty.terms.bond) broken = "17: a payment isn't reward and bond";
    }

    /// @dev Property 18: anyone can move a claim on once its time is over.
    function freeOverdue(uint256 bountyId) external watched {
        IBountyEscrow.Bounty memory bounty = escrow.bounty(_id(bountyId));
        bool live =
            bounty.state == IBountyEscrow.BountyState.Claimed || bounty.state == IBountyEscrow.BountyState.Submitted;
        if (!live) return;
        if (block.timestamp <= bounty.claimEndsAt) VM.warp(bounty.claimEndsAt + 1);
        VM.prank(STRANGER);
        try escrow.freeClaim(_id(bountyId)) {
            return;
        } catch {
            VM.prank(STRANGER);
            try escrow.release(_id(bountyId)) {
                paid[_id(bountyId)] = true;
            } catch {
                broken = "18: nobody can free an overdue claim";
            }
        }
    }

    function freeClaim(uint256 bountyId) external watched {
        escrow.freeClaim(_id(bountyId));
    }

    function expire(uint256 bountyId) external watched {
        escrow.expire(_id(bountyId));
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

    function refund(uint256 actor, uint256 bountyId) external watched {
        escrow.refund(_id(bountyId), address(actors[actor % ACTORS]));
    }

    function refundAll(uint256 bountyId) external watched {
        address[] memory funders = escrow.fundersOf(_id(bountyId));
        for (uint256 i = 0; i < funders.length; ++i) {
            escrow.refund(_id(bountyId), funders[i]);
        }
    }

    /// @dev Pays the first actor from `actor` on that is owed something.
    function withdraw(uint256 actor) external watched {
        for (uint256 i = 0; i < ACTORS; ++i) {
            address payable payee = payable(address(actors[addmod(actor, i, ACTORS)]));
            if (escrow.owed(payee) == 0) continue;
            escrow.withdraw(payee);
            return;
        }
    }

    function forceEther(uint256 value) external watched {
        value = bound(value, 1, 1 ether);
        VM.deal(address(escrow), address(escrow).balance + value);
        forced += value;
    }

    function pass(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 1, 300));
    }

    function _act(uint256 actor, uint256 value, bytes memory data) private {
        BountyActor chosen = actors[actor % ACTORS];
        VM.deal(address(chosen), address(chosen).balance + value);
        chosen.act(address(escrow), value, data);
        deposited += value;
    }

    function _publish(uint256 actor, uint32 major) private returns (VersionId versionId) {
        BountyActor publisher = actors[actor];
        string memory name = string(abi.encodePacked("plugin-", bytes1(uint8(0x61 + actor * 2 + major))));
        publisher.act(address(registry), 0, abi.encodeCall(registry.registerPlugin, (name)));
        IPluginRegistry.PluginRelease memory made;
        made.pluginId = registry.pluginIdOf(name);
        made.major = major;
        made.content = IPluginRegistry.VersionContent(
            keccak256(bytes(name)),
            keccak256(bytes(name)),
            CLAUSE,
            address(0)
        );
        made.domains = 4;
        made.publisher = address(publisher);
        made.nonce = registry.nonces(address(publisher));
        made.deadline = type(uint48).max;
        versionId = registry.publishVersion(made, "");
        contents[versionId] = made.content;
    }

    function _compare(IBountyEscrow.Bounty memory before, IBountyEscrow.Bounty memory current) private {
        bool live =
            before.state == IBountyEscrow.BountyState.Claimed || before.state == IBountyEscrow.BountyState.Submitted;
        if (live && block.timestamp <= before.claimEndsAt && current.state != IBountyEscrow.BountyState.Paid) {
            bool kept = current.amount >= before.amount && uint8(current.state) >= uint8(before.state);
            if (!kept || current.claimant != before.claimant) broken = "18: a live claim lost its bounty";
        }
        if (before.state == IBountyEscrow.BountyState.Paid) {
            bool still = current.state == IBountyEscrow.BountyState.Paid && current.amount == 0;
            if (!still) broken = "17: a paid bounty moved";
        }
    }

    function _look() private view returns (Before memory before) {
        before.count = escrow.bountyCount();
        before.bounties = new IBountyEscrow.Bounty[](before.count);
        for (uint256 i = 0; i < before.count; ++i) {
            before.bounties[i] = escrow.bounty(i + 1);
        }
    }

    function _id(uint256 bountyId) private view returns (uint256) {
        uint256 count = escrow.bountyCount();
        return count == 0 ? 1 : 1 + (bountyId % count);
    }
}
