// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {TypedModule} from "../../contracts/mocks/TypedModule.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {SemVer} from "../../contracts/types/SemVer.sol";
import {Property} from "./Property.sol";

/// @dev Stands in for a plugin registry: every content is signed.
contract SignedContents {
    function versionWithContent(
        VersionId,
        IPluginRegistry.VersionContent calldata
    ) external pure returns (IPluginRegistry.Version memory version) {
        return version;
    }
}

/// @dev Four attesters certify two versions of one module, by themselves or by reference to each other, at random.
contract MirrorHandler is Property {
    uint256 public constant ATTESTERS = 4;
    CertificationRegistry public immutable registry = new CertificationRegistry();
    address public immutable module = address(new TypedModule(1));
    VersionId[2] public versions;

    constructor() {
        SignedContents contents = new SignedContents();
        IPluginRegistry.VersionContent memory content;
        content.module = module;
        for (uint96 i = 0; i < 2; ++i) {
            versions[i] = registry.registerModule(IPluginRegistry(address(contents)), 0, SemVer.wrap(i + 1), content);
        }
    }

    function attest(uint256 version, uint256 attester, uint256 validity) external {
        VM.prank(attesterOf(attester));
        registry.attest(versionOf(version), 0, _soon(validity), 0);
    }

    function mirror(uint256 version, uint256 attester, uint256 home, uint256 validity, bool follows) external {
        VM.prank(attesterOf(attester));
        registry.attestByReference(versionOf(version), attesterOf(home), _soon(validity), follows, 0);
    }

    function renew(uint256 version, uint256 attester, uint256 validity) external {
        VM.prank(attesterOf(attester));
        registry.renew(versionOf(version), _soon(validity), 0);
    }

    function suspend(uint256 version, uint256 attester, uint256 duration) external {
        VM.prank(attesterOf(attester));
        registry.suspend(versionOf(version), uint48(block.timestamp + bound(duration, 1, 1_000)), "");
    }

    function revoke(uint256 version, uint256 attester, bool forCause) external {
        if (uint256(keccak256(abi.encode(version, attester))) % 4 != 0) return;
        VM.prank(attesterOf(attester));
        registry.revoke(versionOf(version), forCause, "");
    }

    function link(uint256 version, uint256 attester) external {
        registry.linkModule(versionOf(version), attesterOf(attester));
    }

    function pass(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 0, 2_000));
    }

    function attesterOf(uint256 index) public pure returns (address) {
        return address(uint160(0xa1 + (index % ATTESTERS)));
    }

    function versionOf(uint256 index) public view returns (VersionId) {
        return versions[index % 2];
    }

    function _soon(uint256 validity) private view returns (uint48) {
        return uint48(block.timestamp + bound(validity, 1, 10_000));
    }
}

contract MirrorTest is Property {
    MirrorHandler internal handler;
    CertificationRegistry internal registry;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new MirrorHandler();
        registry = handler.registry();
        target(address(handler));
    }

    /// @dev Property 23: depth at most 1, no later end than the home's, and following an invalid home means invalid.
    function invariant_Property23_MirrorsStayWithinTheirHome() external view {
        for (uint256 i = 0; i < 2 * handler.ATTESTERS(); ++i) {
            VersionId versionId = handler.versionOf(i);
            address attester = handler.attesterOf(i / 2);
            ICertificationRegistry.CertificationLinks memory links = registry.linksOf(versionId, attester);
            if (links.home == address(0)) continue;
            assertTrue(registry.linksOf(versionId, links.home).home == address(0), "23: depth");
            ICertificationRegistry.Certification memory home = registry.certificationOf(versionId, links.home);
            ICertificationRegistry.Certification memory own = registry.certificationOf(versionId, attester);
            assertTrue(own.expiresAt <= home.expiresAt, "23: end");
            if (links.followsHome && !_valid(versionId, links.home)) {
                assertTrue(!_valid(versionId, attester), "23: follows");
                assertTrue(!_lists(versionId, attester), "23: follows, in a list");
            }
        }
    }

    /// @dev Properties 10 and 14: single checks, lists and statuses agree for mirrors too.
    function invariant_Property14_ChecksAgreeForMirrors() external view {
        for (uint256 i = 0; i < 2 * handler.ATTESTERS(); ++i) {
            VersionId versionId = handler.versionOf(i);
            address attester = handler.attesterOf(i / 2);
            ICertificationRegistry.CertificationStatus status = registry.statusOf(versionId, attester);
            bool valid = status == ICertificationRegistry.CertificationStatus.Valid;
            assertTrue(_valid(versionId, attester) == valid, "14: check equals status");
            assertTrue(_lists(versionId, attester) == valid, "14: a list equals status");
        }
    }

    /// @dev Property 10: a code passes only as the version that stands for it does, at any moment.
    function invariant_Property10_CodeFollowsItsVersion() external view {
        for (uint256 i = 0; i < handler.ATTESTERS(); ++i) {
            address attester = handler.attesterOf(i);
            VersionId versionId = registry.linkedVersion(handler.module(), attester);
            bool expected = VersionId.unwrap(versionId) != 0 && _valid(versionId, attester);
            assertTrue(_codePasses(attester) == expected, "10: a code equals its version");
        }
    }

    /// @dev Property 10: at the boundary timestamps a following mirror is valid iff its own word and its home's are.
    function testFuzz_Property10_MirrorsAtBoundaries(uint48 homeEnd, uint48 until, uint8 choice, bool follows) external {
        homeEnd = uint48(bound(homeEnd, block.timestamp + 2, type(uint48).max));
        until = uint48(bound(until, block.timestamp + 1, type(uint48).max));
        VersionId versionId = VersionId.wrap("boundary");
        registry.attest(versionId, 0, homeEnd, 0);
        VM.prank(address(0xb0));
        registry.attestByReference(versionId, address(this), homeEnd - 1, follows, 0);
        registry.suspend(versionId, until, "");

        uint256[8] memory moments = [
            uint256(0),
            2 ** 32 - 1,
            2 ** 32,
            2 ** 48 - 1,
            homeEnd - 1,
            homeEnd - 2,
            until - 1,
            until
        ];
        VM.warp(moments[choice % 8]);
        bool expected = block.timestamp < homeEnd - 1 && (!follows || block.timestamp >= until);
        assertTrue(_valid(versionId, address(0xb0)) == expected, "10: mirror at a boundary");
        assertTrue(_lists(versionId, address(0xb0)) == expected, "10: mirror in a list at a boundary");
    }

    /// @dev Else the invariants would hold for want of mirrors.
    function test_Property23_TheHandlerMirrorsAndLinks() external {
        handler.attest(0, 0, 5_000);
        handler.mirror(0, 1, 0, 4_000, true);
        handler.link(0, 1);
        assertTrue(_codePasses(handler.attesterOf(1)), "23: the handler mirrors and links");
        handler.suspend(0, 0, 10);
        assertTrue(!_codePasses(handler.attesterOf(1)), "23: the handler suspends homes");
    }

    function _valid(VersionId versionId, address attester) private view returns (bool) {
        try registry.check(versionId, attester) {
            return true;
        } catch {
            return false;
        }
    }

    function _lists(VersionId versionId, address attester) private view returns (bool) {
        try registry.check(versionId, _only(attester), 1) {
            return true;
        } catch {
            return false;
        }
    }

    function _codePasses(address attester) private view returns (bool) {
        try registry.check(handler.module(), _only(attester), 1) {
            return true;
        } catch {
            return false;
        }
    }

    function _only(address attester) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = attester;
    }
}
