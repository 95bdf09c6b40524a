// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {LicenceRegistry} from "../../contracts/incentives/LicenceRegistry.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {IClauseRegistry} from "../../contracts/interfaces/IClauseRegistry.sol";
import {ILicenceRegistry} from "../../contracts/interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {Shares} from "../../contracts/types/Shares.sol";
import {ConsensusHandler} from "./ConsensusHandler.sol";
import {Property} from "./Property.sol";
import {RunSubjects} from "./RunSubjects.sol";

/// @dev Executors and requesters who leave.
contract LeavingHandler is ConsensusHandler {
    /// @dev Everyone takes out everything, with every target of the AccessManager closed.
    function takeAllOut() external {
        manager.setTargetClosed(address(registry), true);
        manager.setTargetClosed(address(consensus), true);
        VM.warp(block.timestamp + 121);
        for (uint256 task = 0; task < tasks.length; ++task) settle(task);
        if (consensus.owed(address(this)) != 0) consensus.withdraw();
        for (uint256 i = 0; i < ACTORS; ++i) {
            VM.startPrank(actor(i));
            if (consensus.owed(actor(i)) != 0) consensus.withdraw();
            uint96 staked = registry.executorOf(actor(i)).stake;
            if (staked != 0) registry.startUnbonding(staked);
            VM.stopPrank();
        }
        VM.warp(block.timestamp + UNBONDING);
        for (uint256 i = 0; i < ACTORS; ++i) {
            if (_owned(actor(i)) == 0) continue;
            VM.prank(actor(i));
            registry.withdraw();
        }
    }
}

/// @dev Property 24: with every target of the AccessManager closed, what people own still comes out, to the last unit.
contract ExitsTest is Property {
    VersionId private constant VERSION = VersionId.wrap("version");
    address private constant PUBLISHER = address(0xb0);
    address private constant TREASURY = address(0xb1);
    address private constant REVIEWERS = address(0xb2);

    function setUp() external {
        VM.warp(1_000_000);
    }

    function testFuzz_Property24_StakesAndRewardsLeaveClosedContracts(
        uint96 reward,
        uint256 seed,
        uint8 open
    ) external {
        LeavingHandler handler = new LeavingHandler();
        handler.complete(reward, seed);
        handler.open(reward, open);
        for (uint256 i = 0; i < open % handler.ACTORS(); ++i) handler.commit(2, i, seed);
        handler.takeAllOut();
        assertEq(handler.token().balanceOf(address(handler.registry())), 0, "24: every stake left");
        assertEq(handler.token().balanceOf(address(handler.consensus())), 0, "24: every reward and refund left");
    }

    function testFuzz_Property24_LicenceFeesLeaveAClosedContract(
        uint96 price,
        uint16 developerBps,
        uint16 rest
    ) external {
        AccessManager manager = new AccessManager(address(this));
        NexusToken token = new NexusToken(address(this));
        RunSubjects plugins = new RunSubjects();
        IPluginRegistry.Version memory version;
        version.publisher = PUBLISHER;
        version.licence = IPluginRegistry.LicenceTier.Commercial;
        plugins.set(version, IClauseRegistry.BindingMode.None, true);
        developerBps = uint16(bound(developerBps, 0, 10_000));
        uint16 treasuryBps = uint16(bound(rest, 0, 10_000 - developerBps));
        Shares memory shares = Shares(developerBps, treasuryBps, 10_000 - developerBps - treasuryBps);
        LicenceRegistry licences = new LicenceRegistry(
            address(manager),
            token,
            IPluginRegistry(address(plugins)),
            TREASURY,
            REVIEWERS,
            shares
        );
        ILicenceRegistry.Offer memory offer = ILicenceRegistry.Offer(uint128(bound(price, 1, 1e24)), 1 days);
        VM.prank(PUBLISHER);
        licences.setOffer(VERSION, offer);
        token.approve(address(licences), type(uint256).max);
        licences.buy(VERSION, address(0xbee), offer);
        manager.setTargetClosed(address(licences), true);
        address[3] memory payees = [PUBLISHER, TREASURY, REVIEWERS];
        for (uint256 i = 0; i < 3; ++i) {
            try licences.withdraw(payees[i]) {} catch {}
        }
        assertEq(token.balanceOf(address(licences)), 0, "24: every fee left");
    }
}
