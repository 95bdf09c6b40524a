// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Roles} from "../../contracts/access/Roles.sol";
import {ExecutorRegistry} from "../../contracts/execution/ExecutorRegistry.sol";
import {ResultConsensus} from "../../contracts/execution/ResultConsensus.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {IClauseRegistry} from "../../contracts/interfaces/IClauseRegistry.sol";
import {ILicenceRegistry} from "../../contracts/interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../../contracts/interfaces/IResultConsensus.sol";
import {Property} from "./Property.sol";
import {RunSubjects} from "./RunSubjects.sol";

/// @dev The execution contracts over set answers; this contract holds every role and the token's supply.
abstract contract ConsensusSetup is Property {
    uint48 internal constant UNBONDING = 300;
    uint96 internal constant MINIMUM_STAKE = 1_000;
    uint32 internal constant CHALLENGE = 120;
    uint96 internal constant WRONG = 700;
    uint96 internal constant MISSED = 100;
    address public constant TREASURY = address(0x7e);

    AccessManager internal manager;
    NexusToken public token;
    ExecutorRegistry public registry;
    ResultConsensus public consensus;
    RunSubjects internal subjects;

    function deployConsensus() internal {
        manager = new AccessManager(address(this));
        subjects = new RunSubjects();
        token = new NexusToken(address(this));
        registry = new ExecutorRegistry(address(manager), token, TREASURY, UNBONDING, MINIMUM_STAKE);
        consensus = new ResultConsensus(
            address(manager),
            token,
            IPluginRegistry(address(subjects)),
            IClauseRegistry(address(subjects)),
            ICertificationRegistry(address(subjects)),
            ILicenceRegistry(address(subjects)),
            registry,
            IResultConsensus.ConsensusRules(60, 60, WRONG, MISSED, CHALLENGE)
        );
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = registry.slash.selector;
        manager.setTargetFunctionRole(address(registry), selectors, Roles.CONSENSUS);
        manager.grantRole(Roles.CONSENSUS, address(consensus), 0);
        token.approve(address(consensus), type(uint256).max);
    }
}
