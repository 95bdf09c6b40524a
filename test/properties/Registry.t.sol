// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {PluginRegistry} from "../../contracts/registry/PluginRegistry.sol";
import {ClauseId, PluginId, VersionId} from "../../contracts/types/Ids.sol";
import {SemVer, semVer} from "../../contracts/types/SemVer.sol";
import {Property} from "./Property.sol";
import {ReleaseSigner} from "./ReleaseSigner.sol";

/// @dev Publishes, yanks and hands on one plugin at random, and keeps its own books.
contract RegistryHandler is Property, ReleaseSigner {
    uint256 public constant MAJORS = 3;
    uint256 internal constant FIRST_KEY = 0xa11ce;

    PluginRegistry public immutable registry;
    PluginId public immutable pluginId;
    uint256 public owner;

    VersionId[] public published;
    mapping(VersionId versionId => bytes32) public signedFields;
    mapping(VersionId versionId => bool) public yanked;
    mapping(uint32 major => SemVer) public highest;
    bool public fell;

    constructor(PluginRegistry registry_) {
        registry = registry_;
        VM.prank(keyHolder(0));
        pluginId = registry_.registerPlugin("handled");
    }

    function publish(uint256 major, uint256 minor, uint256 patch, uint256 seed) external {
        IPluginRegistry.PluginRelease memory release = _release(major, minor, patch, seed);
        VersionId versionId = registry.publishVersion(release, sign(registry, FIRST_KEY + owner, release));
        SemVer version = semVer(release.major, release.minor, release.patch);
        if (!version.isAfter(highest[release.major])) fell = true;
        highest[release.major] = version;
        published.push(versionId);
        signedFields[versionId] = fieldsOf(
            release.publisher,
            release.licence,
            release.domains,
            keccak256(abi.encode(release.content))
        );
    }

    function yank(uint256 major, uint256 minor, uint256 patch) external {
        SemVer version = semVer(uint32(major % MAJORS), uint32(minor % 3), uint32(patch % 3));
        VM.prank(keyHolder(owner));
        registry.yank(pluginId, version, "yanked");
        yanked[registry.versionIdOf(pluginId, version)] = true;
    }

    function yankHighest(uint256 major) external {
        SemVer version = registry.latestPublished(pluginId, uint32(major % MAJORS));
        VM.prank(keyHolder(owner));
        registry.yank(pluginId, version, "yanked");
        yanked[registry.versionIdOf(pluginId, version)] = true;
    }

    function handOn() external {
        VM.prank(keyHolder(owner));
        registry.transferPlugin(pluginId, keyHolder(1 - owner));
        VM.prank(keyHolder(1 - owner));
        registry.acceptPlugin(pluginId);
        owner = 1 - owner;
    }

    function count() external view returns (uint256) {
        return published.length;
    }

    function keyHolder(uint256 index) public pure returns (address) {
        return VM.addr(FIRST_KEY + index);
    }

    function fieldsOf(
        address publisher,
        IPluginRegistry.LicenceTier licence,
        uint16 domains,
        bytes32 contentDigest
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(publisher, licence, domains, contentDigest));
    }

    function _release(
        uint256 major,
        uint256 minor,
        uint256 patch,
        uint256 seed
    ) private view returns (IPluginRegistry.PluginRelease memory release) {
        release = releaseFrom(seed);
        release.pluginId = pluginId;
        release.major = uint32(major % MAJORS);
        release.minor = uint32(minor % 3);
        release.patch = uint32(patch % 3);
        release.publisher = keyHolder(owner);
        release.nonce = registry.nonces(release.publisher);
    }
}

contract RegistryTest is Property, ReleaseSigner {
    uint256 internal constant KEY = 0xb0b;

    PluginRegistry internal registry;
    RegistryHandler internal handler;
    PluginId internal pluginId;

    function setUp() external {
        registry = new PluginRegistry();
        handler = new RegistryHandler(registry);
        VM.prank(VM.addr(KEY));
        pluginId = registry.registerPlugin("fuzzed");
        target(address(handler));
    }

    /// @dev Property 11: no version is published with a field that its publisher didn't sign.
    function testFuzz_Property11_EveryFieldIsSigned(uint256 seed, uint256 field, uint256 change) external {
        IPluginRegistry.PluginRelease memory release = releaseFrom(seed);
        release.pluginId = pluginId;
        release.major = 1;
        release.publisher = VM.addr(KEY);
        bytes memory signature = sign(registry, KEY, release);
        bytes32 before = keccak256(abi.encode(release));
        mutate(release, field, change);
        bool changed = keccak256(abi.encode(release)) != before;
        assertTrue(_publishes(release, signature) == !changed, "11: a changed release is refused, a signed one isn't");
    }

    /// @dev Property 11: what a version is made of never changes.
    function invariant_Property11_VersionsNeverChange() external view {
        for (uint256 i = 0; i < handler.count(); ++i) {
            VersionId versionId = handler.published(i);
            IPluginRegistry.Version memory version = registry.version(versionId);
            bytes32 fields = handler.fieldsOf(
                version.publisher,
                version.licence,
                version.domains,
                version.contentDigest
            );
            assertEq(fields, handler.signedFields(versionId), "11: fields are as signed");
            assertTrue(version.yanked == handler.yanked(versionId), "11: only a yank marks a version");
        }
    }

    /// @dev Property 13: versions rise strictly within a major line, and a yanked one is never the latest.
    function invariant_Property13_LatestRises() external view {
        assertTrue(!handler.fell(), "13: every published version is the highest of its line");
        for (uint32 major = 0; major < handler.MAJORS(); ++major) {
            SemVer highest = registry.latestPublished(handler.pluginId(), major);
            assertEq(SemVer.unwrap(highest), SemVer.unwrap(handler.highest(major)), "13: highest published");
            SemVer latest = registry.latest(handler.pluginId(), major);
            bool yanked = handler.yanked(registry.versionIdOf(handler.pluginId(), highest));
            assertEq(
                SemVer.unwrap(latest),
                yanked ? 0 : SemVer.unwrap(highest),
                "13: a yanked version is never latest"
            );
        }
    }

    /// @dev Property 13: of two releases of one line, the second is published iff it is after the first.
    function testFuzz_Property13_OrderDecides(uint96 first, uint96 second) external {
        VM.assume(first != 0);
        second = (first & (uint96(type(uint32).max) << 64)) | (second & type(uint64).max);
        assertTrue(_publishesVersion(first, 1), "13: a line may start anywhere after 0.0.0");
        assertTrue(_publishesVersion(second, 2) == (second > first), "13: strictly rising");
    }

    function _publishesVersion(uint96 version, uint256 seed) private returns (bool) {
        IPluginRegistry.PluginRelease memory release = releaseFrom(seed);
        release.pluginId = pluginId;
        (release.major, release.minor, release.patch) = (uint32(version >> 64), uint32(version >> 32), uint32(version));
        release.publisher = VM.addr(KEY);
        release.nonce = registry.nonces(release.publisher);
        return _publishes(release, sign(registry, KEY, release));
    }

    function _publishes(IPluginRegistry.PluginRelease memory release, bytes memory signature) private returns (bool) {
        try registry.publishVersion(release, signature) {
            return true;
        } catch {
            return false;
        }
    }
}
