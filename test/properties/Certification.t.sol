// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {Property} from "./Property.sol";

/// @dev Attests, suspends, revokes and passes time at random, for two attesters and two versions.
contract CertificationHandler is Property {
    CertificationRegistry public immutable registry;
    mapping(VersionId versionId => mapping(address attester => bool)) public everRevoked;

    constructor(CertificationRegistry registry_) {
        registry = registry_;
    }

    function attest(uint256 version, uint256 attester, uint48 expiresAt) external {
        VM.prank(attesterOf(attester));
        registry.attest(versionOf(version), bytes32(version), expiresAt, 0);
    }

    function attestSoon(uint256 version, uint256 attester, uint256 validity) external {
        VM.prank(attesterOf(attester));
        registry.attest(versionOf(version), 0, uint48(block.timestamp + bound(validity, 1, 10_000)), 0);
    }

    function renew(uint256 version, uint256 attester, uint48 expiresAt) external {
        VM.prank(attesterOf(attester));
        registry.renew(versionOf(version), expiresAt, 0);
    }

    function suspend(uint256 version, uint256 attester, uint256 duration) external {
        VM.prank(attesterOf(attester));
        registry.suspend(versionOf(version), uint48(block.timestamp + bound(duration, 0, 1_000)), "suspended");
    }

    function revoke(uint256 version, uint256 attester, bool forCause) external {
        VM.prank(attesterOf(attester));
        registry.revoke(versionOf(version), forCause, "revoked");
        everRevoked[versionOf(version)][attesterOf(attester)] = true;
    }

    function pass(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 0, 5_000));
    }

    function attesterOf(uint256 index) public pure returns (address) {
        return address(uint160(0xa1 + (index % 2)));
    }

    function versionOf(uint256 index) public pure returns (VersionId) {
        return VersionId.wrap(bytes32(1 + (index % 2)));
    }
}

contract CertificationTest is Property {
    uint256 internal constant ATTESTERS = 6;
    VersionId internal constant VERSION = VersionId.wrap(bytes32(uint256(7)));
    uint256 internal constant START = 1_000_000;

    CertificationRegistry internal registry;
    CertificationHandler internal handler;

    function setUp() external {
        VM.warp(START);
        registry = new CertificationRegistry();
        handler = new CertificationHandler(registry);
        target(address(handler));
    }

    /// @dev Property 10: a check that passes has nothing against it, at any timestamp, and the other way round.
    function testFuzz_Property10_CheckMeansValid(
        uint48 expiresAt,
        uint48 suspendedUntil,
        bool suspended,
        bool revoked,
        uint256 moment,
        uint256 random
    ) external {
        expiresAt = uint48(bound(expiresAt, START + 1, type(uint48).max));
        suspendedUntil = uint48(bound(suspendedUntil, START + 1, type(uint48).max));
        registry.attest(VERSION, 0, expiresAt, 0);
        if (suspended) registry.suspend(VERSION, suspendedUntil, "");
        if (revoked) registry.revoke(VERSION, true, "");

        VM.warp(_moment(moment, random, expiresAt, suspendedUntil));
        bool expected = !revoked && block.timestamp < expiresAt && (!suspended || block.timestamp >= suspendedUntil);
        assertTrue(_passes(VERSION, address(this)) == expected, "10: check equals the naive rule");
        bool valid = registry.statusOf(VERSION, address(this)) == ICertificationRegistry.CertificationStatus.Valid;
        assertTrue(valid == expected, "10: status equals the naive rule");
        address[] memory list = new address[](1);
        list[0] = address(this);
        assertTrue(_passesList(list, 1) == expected, "10: a list of one equals the naive rule");
    }

    /// @dev Property 10: whom nobody certified is never valid.
    function testFuzz_Property10_UnknownIsInvalid(VersionId versionId, address attester, uint256 timestamp) external {
        VM.warp(timestamp);
        bool none = registry.statusOf(versionId, attester) == ICertificationRegistry.CertificationStatus.None;
        assertTrue(none, "10: no attestation, no status");
        assertTrue(!_passes(versionId, attester), "10: no attestation, no check");
    }

    /// @dev Property 14: a list's check equals counting its members one by one, for every threshold; 0 reverts.
    function testFuzz_Property14_CheckEqualsNaiveCount(uint256 states, uint256 size) external {
        size = bound(size, 0, ATTESTERS);
        address[] memory attesters = new address[](size);
        uint256 valid = 0;
        for (uint256 i = 0; i < size; ++i) {
            attesters[i] = address(uint160(0x1000 + i));
            _bring(attesters[i], (states >> (8 * i)) % 5);
        }
        VM.warp(START + 100);
        for (uint256 i = 0; i < size; ++i) {
            if (_passes(VERSION, attesters[i])) ++valid;
        }
        for (uint256 threshold = 0; threshold <= size + 1; ++threshold) {
            bool expected = threshold != 0 && threshold <= valid;
            assertTrue(_passesList(attesters, threshold) == expected, "14: check equals the naive count");
        }
    }

    /// @dev Property 14: nothing leads from revoked back to valid.
    function invariant_Property14_RevokedStaysRevoked() external view {
        for (uint256 version = 0; version < 2; ++version) {
            for (uint256 attester = 0; attester < 2; ++attester) {
                VersionId versionId = handler.versionOf(version);
                address account = handler.attesterOf(attester);
                if (!handler.everRevoked(versionId, account)) continue;
                ICertificationRegistry.CertificationStatus status = registry.statusOf(versionId, account);
                assertTrue(status == ICertificationRegistry.CertificationStatus.Revoked, "14: revoked stays revoked");
            }
        }
    }

    /// @dev 0 none, 1 valid, 2 suspended, 3 expired, 4 revoked, all at START + 100.
    function _bring(address attester, uint256 state) private {
        if (state == 0) return;
        VM.startPrank(attester);
        registry.attest(VERSION, 0, uint48(START + (state == 3 ? 100 : 101)), 0);
        if (state == 2) registry.suspend(VERSION, uint48(START + 101), "");
        if (state == 4) registry.revoke(VERSION, false, "");
        VM.stopPrank();
    }

    function _moment(
        uint256 choice,
        uint256 random,
        uint256 expiresAt,
        uint256 suspendedUntil
    ) private pure returns (uint256) {
        uint256[12] memory moments = [
            0,
            2 ** 32 - 1,
            2 ** 32,
            2 ** 48 - 1,
            2 ** 48,
            2 ** 64 - 1,
            expiresAt - 1,
            expiresAt,
            suspendedUntil - 1,
            suspendedUntil,
            random % 2 ** 49,
            START
        ];
        return moments[choice % 12];
    }

    function _passes(VersionId versionId, address attester) private view returns (bool) {
        try registry.check(versionId, attester) {
            return true;
        } catch {
            return false;
        }
    }

    function _passesList(address[] memory attesters, uint256 threshold) private view returns (bool) {
        try registry.check(VERSION, attesters, threshold) {
            return true;
        } catch {
            return false;
        }
    }
}
