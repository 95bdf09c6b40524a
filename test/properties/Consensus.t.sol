// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IClauseRegistry} from "../../contracts/interfaces/IClauseRegistry.sol";
import {IExecutorRegistry} from "../../contracts/interfaces/IExecutorRegistry.sol";
import {ILicenceRegistry} from "../../contracts/interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {IResultConsensus} from "../../contracts/interfaces/IResultConsensus.sol";
import {TaskId, VersionId} from "../../contracts/types/Ids.sol";
import {ConsensusHandler} from "./ConsensusHandler.sol";
import {ConsensusSetup} from "./ConsensusSetup.sol";
import {Property} from "./Property.sol";

contract ConsensusTest is Property {
    ConsensusHandler internal handler;

    function setUp() external {
        handler = new ConsensusHandler();
        target(address(handler));
    }

    /// @dev Else the invariants would hold for want of tasks: three of five agree here and two are silent.
    function test_Property20_TheHandlerSettlesTasks() external {
        handler.complete(100, 0x011010101104);
        IResultConsensus.Task memory task = handler.consensus().task(handler.tasks(0));
        assertTrue(task.state == IResultConsensus.TaskState.Settled, "20: the handler settles tasks");
        uint256 slashed = handler.token().balanceOf(handler.TREASURY());
        assertTrue(slashed != 0, "21: the handler slashes");
        for (uint256 i = 0; i < handler.ACTORS(); ++i) handler.prove(0, i);
        assertTrue(handler.token().balanceOf(handler.TREASURY()) > slashed, "21: the handler proves faults");
    }

    /// @dev Property 20: only who committed reveals, an affiliation counts once, and what has ended never changes.
    function invariant_Property20_ResultsAreIndependentAndFinal() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
        for (uint256 i = 0; i < handler.taskCount(); ++i) {
            TaskId taskId = handler.tasks(i);
            bytes32 ending = handler.endingOf(taskId);
            if (ending != 0) assertEq(handler.digestOf(taskId), ending, "20: an ended task changed");
            address[] memory members = handler.consensus().executorsOf(taskId);
            bool both = _contains(members, handler.actor(0)) && _contains(members, handler.actor(1));
            assertTrue(!both, "20: an affiliation counts twice");
        }
    }

    /// @dev Property 21: each contract holds what it owes, to the last unit; slashes are covered and happen once.
    function invariant_Property21_MoneyIsConserved() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
        uint256 staked = 0;
        uint256 owed = handler.consensus().owed(address(handler));
        for (uint256 i = 0; i < handler.ACTORS(); ++i) {
            IExecutorRegistry.Executor memory executor = handler.registry().executorOf(handler.actor(i));
            staked += uint256(executor.stake) + executor.unbonding;
            owed += handler.consensus().owed(handler.actor(i));
        }
        for (uint256 i = 0; i < handler.taskCount(); ++i) {
            TaskId taskId = handler.tasks(i);
            if (handler.endingOf(taskId) != 0) continue;
            IResultConsensus.Task memory task = handler.consensus().task(taskId);
            owed += uint256(task.reward) + uint256(task.panel) * task.gasCompensation;
        }
        assertEq(handler.token().balanceOf(address(handler.registry())), staked, "21: stakes");
        assertEq(handler.token().balanceOf(address(handler.consensus())), owed, "21: rewards");
    }

    function _contains(address[] memory accounts, address account) private pure returns (bool) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == account) return true;
        }
        return false;
    }
}

contract RunAdmissionTest is ConsensusSetup {
    function setUp() external {
        VM.warp(1_000_000);
        deployConsensus();
    }

    /// @dev Property 22, last half: a run's task exists iff the version was certified, bound, not yanked and licensed to
    /// its requester.
    function testFuzz_Property22_TasksAreCertifiedAndLicensed(
        bool certified,
        bool yanked,
        uint8 binding,
        bool licensed,
        bool otherAccess
    ) external {
        IPluginRegistry.Version memory version;
        version.yanked = yanked;
        IClauseRegistry.BindingMode mode = IClauseRegistry.BindingMode(binding % 3);
        subjects.set(version, mode, certified);

        subjects.license(address(this), ILicenceRegistry.LicenceAccess.Execute, licensed);
        subjects.license(address(this), ILicenceRegistry.LicenceAccess.Install, otherAccess);
        subjects.license(address(this), ILicenceRegistry.LicenceAccess.Data, otherAccess);
        subjects.license(address(0xbeef), ILicenceRegistry.LicenceAccess.Execute, otherAccess);
        bool bound_ = mode == IClauseRegistry.BindingMode.Executable;
        assertTrue(_request() == (certified && licensed && bound_ && !yanked), "22: certified and licensed");
    }

    function _request() private returns (bool) {
        IClauseRegistry.ClauseEvent memory clauseEvent;
        IResultConsensus.RunTerms memory terms = IResultConsensus.RunTerms(2, 3, 7, 5);
        try consensus.requestRun(clauseEvent, "", VersionId.wrap("version"), terms) returns (TaskId taskId) {
            return consensus.task(taskId).state == IResultConsensus.TaskState.Committing;
        } catch {
            return false;
        }
    }
}
