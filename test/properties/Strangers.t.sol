// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../../contracts/interfaces/IResultConsensus.sol";
import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {PluginRegistry} from "../../contracts/registry/PluginRegistry.sol";
import {PluginId, TaskId, VersionId} from "../../contracts/types/Ids.sol";
import {semVer} from "../../contracts/types/SemVer.sol";
import {BoardProperty} from "./BoardProperty.sol";
import {ConsensusSetup} from "./ConsensusSetup.sol";
import {ReleaseSigner} from "./ReleaseSigner.sol";

/// @dev Property 7 for versions: whatever a stranger sends first, who saw the publisher's release in the mempool, the
/// publisher's version is published as it was signed.
contract StrangersBeforeAVersionTest is ReleaseSigner {
    uint256 private constant KEY = 0xb0b;
    uint256 private constant STRANGER_KEY = 0xbad;
    uint256 private constant STEPS = 8;

    PluginRegistry private _registry;
    PluginId private _own;
    PluginId private _strangers;

    function setUp() external {
        _registry = new PluginRegistry();
        VM.prank(VM.addr(KEY));
        _own = _registry.registerPlugin("wanted");
        VM.prank(VM.addr(STRANGER_KEY));
        _strangers = _registry.registerPlugin("strangers");
    }

    function testFuzz_Property7_NobodyPreventsAVersion(uint256 seed, uint256 moves) external {
        IPluginRegistry.PluginRelease memory release = releaseFrom(seed);
        release.pluginId = _own;
        release.major = 1;
        release.publisher = VM.addr(KEY);
        bytes memory signature = sign(_registry, KEY, release);
        for (uint256 step = 0; step < STEPS; ++step) _interfere(release, signature, _word(moves, step));
        VM.prank(release.publisher);
        try _registry.publishVersion(release, signature) {} catch {
            // The stranger relayed it: that is all that it can do.
        }
        VersionId versionId = _registry.versionIdOf(_own, semVer(1, 0, 0));
        IPluginRegistry.Version memory version = _registry.versionWithContent(versionId, release.content);
        assertEq(version.publisher, release.publisher, "7: the publisher's version is there");
        assertEq(uint8(version.licence), uint8(release.licence), "7: with its licence");
        assertEq(version.domains, release.domains, "7: with its domains");
        assertTrue(!version.yanked, "7: and not yanked");
    }

    /// @dev One move of the stranger, refused or not.
    function _interfere(IPluginRegistry.PluginRelease memory release, bytes memory signature, uint256 word) private {
        bytes memory call;
        uint256 move = word % 7;
        if (move == 0) call = abi.encodeCall(_registry.publishVersion, (release, signature));
        if (move == 1) call = _altered(release, signature, word >> 8);
        if (move == 2) call = _copied(release, word >> 8);
        if (move == 3) call = abi.encodeCall(_registry.registerPlugin, ("wanted"));
        if (move == 4) call = abi.encodeCall(_registry.yank, (_own, semVer(1, 0, 0), "stranger"));
        if (move == 5) call = abi.encodeCall(_registry.transferPlugin, (_own, VM.addr(STRANGER_KEY)));
        if (move == 6) call = abi.encodeCall(_registry.acceptPlugin, (_own));
        VM.prank(VM.addr(STRANGER_KEY));
        (bool success, ) = address(_registry).call(call);
        success;
    }

    /// @dev The publisher's release with another field, under the publisher's signature.
    function _altered(
        IPluginRegistry.PluginRelease memory release,
        bytes memory signature,
        uint256 word
    ) private view returns (bytes memory) {
        IPluginRegistry.PluginRelease memory altered = abi.decode(abi.encode(release), (IPluginRegistry.PluginRelease));
        mutate(altered, word, word >> 8);
        return abi.encodeCall(_registry.publishVersion, (altered, signature));
    }

    /// @dev The publisher's content, as the stranger's own version or, in vain, as the publisher's.
    function _copied(IPluginRegistry.PluginRelease memory release, uint256 word) private view returns (bytes memory) {
        IPluginRegistry.PluginRelease memory copied = abi.decode(abi.encode(release), (IPluginRegistry.PluginRelease));
        copied.pluginId = word % 2 == 0 ? _strangers : _own;
        copied.publisher = VM.addr(STRANGER_KEY);
        copied.patch = uint32(word >> 8) % 4;
        copied.nonce = _registry.nonces(copied.publisher);
        return abi.encodeCall(_registry.publishVersion, (copied, sign(_registry, STRANGER_KEY, copied)));
    }

    function _word(uint256 moves, uint256 step) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(moves, step)));
    }
}

/// @dev Property 7 for submissions: the board takes the publisher's, whatever strangers tried on the board before.
contract StrangersBeforeASubmissionTest is BoardProperty {
    function testFuzz_Property7_NobodyPreventsASubmission(address stranger, uint256 bountyId, uint256 seed) external {
        VM.assume(stranger != PUBLISHER && stranger != address(this) && stranger != address(VM));
        neighbours.submitToBounty(VERSION);
        ReviewBoard board = seatedBoard();
        VM.startPrank(stranger);
        try board.submitForReview(VERSION, content(), bountyId) {
            assertTrue(false, "7: a stranger submitted");
        } catch {}
        audits.openAudit(VERSION, seed % 3, IResultConsensus.RunTerms(1, 1, 0, 0));
        VM.stopPrank();
        VM.prank(PUBLISHER);
        uint256 proposalId = board.submitForReview(VERSION, content(), 0);
        assertEq(board.latestProposal(VERSION), proposalId, "7: the publisher's submission is there");
    }
}

/// @dev Property 7 for what a submission needs: its audit opens, whatever audits strangers opened before.
contract StrangersBeforeAnAuditTest is ConsensusSetup {
    function testFuzz_Property7_NobodyTakesTheAuditOfASubmission(
        address stranger,
        VersionId versionId,
        uint256 round,
        uint8 panel
    ) external {
        VM.assume(stranger != address(this) && stranger != address(VM));
        VM.warp(1_000_000);
        deployConsensus();
        panel = uint8(bound(panel, 1, 16));
        IResultConsensus.RunTerms memory terms = IResultConsensus.RunTerms(panel / 2 + 1, panel, 0, 0);
        for (uint256 i = 0; i < 3; ++i) {
            VM.prank(stranger);
            consensus.openAudit(versionId, round ^ i, terms);
        }
        TaskId taskId = consensus.openAudit(versionId, round, terms);
        assertEq(consensus.task(taskId).requester, address(this), "7: the board's audit is there");
    }
}
