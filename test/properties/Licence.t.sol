// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {LicenceRegistry} from "../../contracts/incentives/LicenceRegistry.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {ILicenceRegistry} from "../../contracts/interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {PluginRegistry} from "../../contracts/registry/PluginRegistry.sol";
import {PluginId, VersionId} from "../../contracts/types/Ids.sol";
import {Shares} from "../../contracts/types/Shares.sol";
import {Property} from "./Property.sol";
import {ReleaseSigner} from "./ReleaseSigner.sol";

/// @dev Calls the licences at random, in every party's name, and checks after each call that no licence shrank.
contract LicenceHandler is Property, ReleaseSigner {
    uint256 public constant VERSIONS = 3;
    uint256 public constant PARTIES = 5;
    uint256 private constant PUBLISHER_KEY = 0xa11ce;
    ILicenceRegistry.LicenceAccess private constant INSTALL = ILicenceRegistry.LicenceAccess.Install;
    ILicenceRegistry.LicenceAccess private constant EXECUTE = ILicenceRegistry.LicenceAccess.Execute;

    LicenceRegistry public immutable licences;
    NexusToken public immutable token;
    VersionId[VERSIONS] public versions;
    address[PARTIES] public parties;

    uint256 public paid;
    uint256 public withdrawn;
    string public broken;

    constructor() {
        AccessManager manager = new AccessManager(address(this));
        token = new NexusToken(address(this));
        PluginRegistry plugins = new PluginRegistry();
        parties = [VM.addr(PUBLISHER_KEY), address(0xb1), address(0xb2), address(0xb3), address(0xb4)];
        licences = new LicenceRegistry(
            address(manager),
            token,
            plugins,
            parties[3],
            parties[4],
            Shares(7_000, 2_000, 1_000)
        );
        VM.prank(parties[0]);
        PluginId pluginId = plugins.registerPlugin("licensed");
        for (uint32 tier = 0; tier < VERSIONS; ++tier) versions[tier] = _publish(plugins, pluginId, tier);
        for (uint256 i = 0; i < PARTIES; ++i) {
            token.transfer(parties[i], 1e24);
            VM.prank(parties[i]);
            token.approve(address(licences), type(uint256).max);
        }
    }

    modifier neverTightens() {
        uint256[VERSIONS] memory tiers;
        uint48[3][PARTIES][VERSIONS] memory ends;
        for (uint256 v = 0; v < VERSIONS; ++v) {
            tiers[v] = uint256(licences.tierOf(versions[v]));
            for (uint256 p = 0; p < PARTIES; ++p) ends[v][p] = _ends(v, p);
        }
        _;
        for (uint256 v = 0; v < VERSIONS; ++v) {
            if (uint256(licences.tierOf(versions[v])) > tiers[v]) broken = "22: a tier tightened";
            for (uint256 p = 0; p < PARTIES; ++p) {
                uint48[3] memory ended = _ends(v, p);
                for (uint256 access = 0; access < 3; ++access) {
                    if (ended[access] < ends[v][p][access]) broken = "22: a licence was cut short";
                }
            }
        }
    }

    function relaxTier(uint256 party, uint256 version, uint8 tier) external neverTightens {
        VM.prank(parties[party % PARTIES]);
        licences.relaxTier(versions[version % VERSIONS], IPluginRegistry.LicenceTier(tier % 3));
    }

    function setOffer(uint256 party, uint256 version, uint128 price, uint48 term) external neverTightens {
        VM.prank(parties[party % 2]);
        licences.setOffer(versions[version % VERSIONS], ILicenceRegistry.Offer(price % 1e21, term % 1e6));
    }

    function grant(uint256 party, uint256 version, uint256 to, uint8 access, uint48 until) external neverTightens {
        uint48 end = uint48(block.timestamp) + (until % 1e7);
        VM.prank(parties[party % 2]);
        licences.grant(
            versions[version % VERSIONS],
            parties[to % PARTIES],
            ILicenceRegistry.LicenceAccess(access % 3),
            end
        );
    }

    function buy(uint256 party, uint256 version, uint256 forWhom) external neverTightens {
        VersionId versionId = versions[version % VERSIONS];
        address account = parties[forWhom % PARTIES];
        ILicenceRegistry.Offer memory offer = licences.offerOf(versionId);
        VM.prank(parties[party % PARTIES]);
        licences.buy(versionId, account, offer);
        paid += offer.price;
        bool licensed =
            licences.hasAccess(account, versionId, INSTALL) && licences.hasAccess(account, versionId, EXECUTE);
        if (!licensed) broken = "22: a buyer has no licence";
    }

    function withdraw(uint256 party) external neverTightens {
        withdrawn += licences.withdraw(parties[party % PARTIES]);
    }

    function pass(uint48 time) external neverTightens {
        VM.warp(block.timestamp + (time % 1e5));
    }

    function owedInAll() external view returns (uint256 sum) {
        for (uint256 i = 0; i < PARTIES; ++i) sum += licences.owed(parties[i]);
    }

    function _publish(PluginRegistry plugins, PluginId pluginId, uint32 tier) private returns (VersionId) {
        IPluginRegistry.PluginRelease memory release = releaseFrom(tier);
        release.pluginId = pluginId;
        release.minor = tier + 1;
        release.publisher = parties[0];
        release.nonce = tier;
        release.licence = IPluginRegistry.LicenceTier(tier);
        return plugins.publishVersion(release, sign(plugins, PUBLISHER_KEY, release));
    }

    /// @dev The ends of what the party was granted of a version.
    function _ends(uint256 version, uint256 party) private view returns (uint48[3] memory ends) {
        for (uint8 access = 0; access < 3; ++access) {
            ends[access] = licences.grantedUntil(
                versions[version],
                parties[party],
                ILicenceRegistry.LicenceAccess(access)
            );
        }
    }
}

contract LicenceTest is Property {
    LicenceHandler internal handler;
    LicenceRegistry internal licences;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new LicenceHandler();
        licences = handler.licences();
        target(address(handler));
    }

    /// @dev Property 22: whatever anyone calls, no tier tightens, no grant shortens, and who paid has access.
    function invariant_Property22_ALicenceNeverBecomesMoreRestrictive() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
    }

    /// @dev Property 21 for licences: what was paid is owed or paid out, to the smallest unit.
    function invariant_Property21_PaymentsAreConserved() external view {
        assertEq(handler.owedInAll() + handler.withdrawn(), handler.paid(), "21: payments are conserved");
        uint256 balance = handler.token().balanceOf(address(licences));
        assertEq(balance, handler.owedInAll(), "21: the balance covers what is owed");
    }

    /// @dev Property 22: of two tiers the lower allows whatever the higher does.
    function testFuzz_22_relaxingTakesNothingAway(uint8 from, uint8 to, uint48 time, bool data) external {
        uint256 version = from % handler.VERSIONS();
        VersionId versionId = handler.versions(version);
        address account = handler.parties(1);
        VM.warp(1_000_000 + (time % 1e6));
        ILicenceRegistry.LicenceAccess access =
            data ? ILicenceRegistry.LicenceAccess.Data : ILicenceRegistry.LicenceAccess.Execute;
        bool before = licences.hasAccess(account, versionId, access);
        IPluginRegistry.LicenceTier tier = IPluginRegistry.LicenceTier(to % 3);
        address publisher = handler.parties(0);
        if (tier >= licences.tierOf(versionId)) return;
        VM.prank(publisher);
        licences.relaxTier(versionId, tier);
        assertTrue(!before || licences.hasAccess(account, versionId, access), "22: relaxing takes nothing away");
        assertEq(uint256(licences.tierOf(versionId)), uint256(tier), "22: the tier is the relaxed one");
    }

    /// @dev The parts of any price add up to it, and nobody is paid above their share.
    function testFuzz_partsAddUp(uint16 treasuryBps, uint16 reviewersBps, uint128 price) external pure {
        treasuryBps = uint16(bound(treasuryBps, 0, 10_000));
        reviewersBps = uint16(bound(reviewersBps, 0, 10_000 - treasuryBps));
        Shares memory shares = Shares(10_000 - treasuryBps - reviewersBps, treasuryBps, reviewersBps);
        (uint256 developer, uint256 treasury, uint256 reviewers) = shares.split(price);
        assertEq(developer + treasury + reviewers, price, "the parts add up");
        assertTrue(treasury * 10_000 <= uint256(price) * treasuryBps, "the treasury gets at most its share");
        assertTrue(reviewers * 10_000 <= uint256(price) * reviewersBps, "the reviewers get at most their share");
        assertTrue(developer * 10_000 >= uint256(price) * shares.developerBps, "the developer gets at least its share");
    }
}
