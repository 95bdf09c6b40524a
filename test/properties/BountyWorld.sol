// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {BountyEscrow} from "../../contracts/incentives/BountyEscrow.sol";
import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../../contracts/interfaces/IResultConsensus.sol";
import {HostileToken} from "../../contracts/mocks/HostileToken.sol";
import {TaskDesk} from "../../contracts/mocks/TaskDesk.sol";
import {PluginRegistry} from "../../contracts/registry/PluginRegistry.sol";
import {ClauseId, TaskId, VersionId} from "../../contracts/types/Ids.sol";
import {MilestoneKind} from "../../contracts/types/MilestoneWord.sol";
import {BountyActor} from "./BountyActor.sol";
import {Property} from "./Property.sol";

/// @dev An escrow, a token of every habit, and actors that published and committed; the last actor copied the first.
abstract contract BountyWorld is Property {
    uint256 public constant ACTORS = 3;
    uint256 public constant HABITS = 7;
    address internal constant ETHER = address(0);
    address internal constant ATTESTER = address(0xa77e57);
    address internal constant STRANGER = address(0x57a46e);
    ClauseId internal constant CLAUSE = ClauseId.wrap(bytes32(uint256(1)));
    bytes32 internal constant SALT = bytes32(uint256(2));
    uint16 internal constant DOMAINS = 4;

    AccessManager public manager = new AccessManager(address(this));
    CertificationRegistry public certifications = new CertificationRegistry();
    PluginRegistry public registry = new PluginRegistry();
    TaskDesk public tasks = new TaskDesk();
    BountyEscrow public escrow;

    BountyActor[] public actors;
    /// @dev ETH, then a token of each habit, the harmless one first.
    address[] public assets;
    /// @dev Two versions that each actor published.
    mapping(uint256 actor => VersionId[2]) public versions;
    mapping(VersionId versionId => IPluginRegistry.VersionContent) internal contents;

    constructor() {
        escrow = new BountyEscrow(address(manager), registry, certifications, IResultConsensus(address(tasks)));
        assets.push(ETHER);
        for (uint256 i = 0; i < HABITS; ++i) assets.push(address(new HostileToken(HostileToken.Habit(i))));
        for (uint256 i = 0; i < ACTORS; ++i) actors.push(new BountyActor(escrow));
        for (uint256 i = 0; i < ACTORS; ++i) {
            for (uint256 j = 1; j < assets.length; ++j) {
                bytes memory approval = abi.encodeWithSignature(
                    "approve(address,uint256)",
                    address(escrow),
                    type(uint256).max
                );
                actors[i].act(assets[j], 0, approval);
            }
            versions[i][0] = _publish(i, "plugin-a", _artifact(i, 1));
            // The last actor's second version is a copy of the first actor's first.
            versions[i][1] = _publish(i, "plugin-b", i == ACTORS - 1 ? _artifact(0, 1) : _artifact(i, 2));
            VM.warp(block.timestamp + 10);
        }
        VM.roll(block.number + escrow.COMMIT_BLOCKS());
    }

    function contentOf(VersionId versionId) external view returns (IPluginRegistry.VersionContent memory) {
        return contents[versionId];
    }

    function copied() public view returns (VersionId) {
        return versions[ACTORS - 1][1];
    }

    /// @dev Terms with one of three sets of milestones.
    function termsOf(
        address asset,
        uint96 bond,
        uint48 deadline,
        uint256 choice
    ) internal pure returns (IBountyEscrow.BountyTerms memory terms) {
        terms.asset = asset;
        terms.domains = DOMAINS;
        terms.clauseId = CLAUSE;
        terms.specDigest = bytes32(uint256(1));
        terms.attester = ATTESTER;
        terms.bond = bond;
        terms.minimumContribution = 1;
        terms.minimumReward = 1;
        terms.claimWindow = 100;
        terms.reviewWindow = 200;
        terms.contestWindow = 10;
        terms.deadline = deadline;
        terms.milestones = milestonesOf(choice % 3);
    }

    function milestonesOf(uint256 choice) internal pure returns (IBountyEscrow.Milestone[] memory made) {
        made = new IBountyEscrow.Milestone[](choice + 1);
        made[0] = IBountyEscrow.Milestone(MilestoneKind.Certified, choice == 0 ? 10_000 : 3_333, 0);
        if (choice != 0) made[1] = IBountyEscrow.Milestone(MilestoneKind.Audited, choice == 1 ? 6_667 : 1, 0);
        if (choice == 2) made[2] = IBountyEscrow.Milestone(MilestoneKind.Executed, 6_666, 2);
    }

    /// @dev Makes the milestone's predicate true of the bounty's version, and returns the proof.
    function fulfil(uint256 bountyId, uint8 milestone) internal returns (TaskId[] memory proof) {
        IBountyEscrow.Bounty memory bounty = escrow.bounty(bountyId);
        if (milestone >= bounty.terms.milestones.length) return proof;
        IBountyEscrow.Milestone memory chosen = bounty.terms.milestones[milestone];
        if (chosen.kind == MilestoneKind.Certified) {
            VM.prank(ATTESTER);
            try certifications.attest(bounty.versionId, 0, type(uint48).max, 0) {
                return proof;
            } catch {
                return proof;
            }
        }
        proof = new TaskId[](chosen.kind == MilestoneKind.Audited ? 1 : chosen.runs);
        for (uint256 i = 0; i < proof.length; ++i) {
            proof[i] = TaskId.wrap(keccak256(abi.encode(bounty.versionId, chosen.kind, i)));
            IResultConsensus.Task memory task;
            bool audits = chosen.kind == MilestoneKind.Audited;
            task.kind = audits ? IResultConsensus.TaskKind.Audit : IResultConsensus.TaskKind.Execution;
            task.signal = IResultConsensus.Signal.Pass;
            task.requester = audits ? ATTESTER : address(uint160(i + 1));
            task.reward = 1;
            task.versionId = bounty.versionId;
            tasks.setTask(proof[i], task, true);
        }
    }

    function _artifact(uint256 actor, uint256 work) private pure returns (bytes32) {
        return keccak256(abi.encode("artifact", actor, work));
    }

    /// @dev Commits, then publishes.
    function _publish(uint256 actor, bytes memory stem, bytes32 artifact) private returns (VersionId versionId) {
        BountyActor publisher = actors[actor];
        escrow.commitSubmission(escrow.commitmentOf(address(publisher), artifact, SALT));
        string memory name = string(abi.encodePacked(stem, bytes1(uint8(0x61 + actor))));
        publisher.act(address(registry), 0, abi.encodeCall(registry.registerPlugin, (name)));
        IPluginRegistry.PluginRelease memory made;
        made.pluginId = registry.pluginIdOf(name);
        made.major = 1;
        made.content = IPluginRegistry.VersionContent(keccak256(bytes(name)), artifact, CLAUSE, address(0));
        made.domains = DOMAINS;
        made.publisher = address(publisher);
        made.nonce = registry.nonces(address(publisher));
        made.deadline = type(uint48).max;
        versionId = registry.publishVersion(made, "");
        contents[versionId] = made.content;
    }
}
