// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {DisputeManager} from "../../contracts/governance/DisputeManager.sol";
import {Ruling} from "../../contracts/interfaces/IArbitrable.sol";
import {DisputeKind} from "../../contracts/interfaces/IDisputable.sol";
import {IDisputeManager} from "../../contracts/interfaces/IDisputeManager.sol";
import {DisputeHandler} from "./DisputeHandler.sol";
import {Property} from "./Property.sol";

contract DisputesTest is Property {
    DisputeHandler internal handler;
    DisputeManager internal disputes;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new DisputeHandler();
        disputes = handler.disputes();
        target(address(handler));
    }

    /// @dev A dispute that the desk's callback ends while another's ruling is delivered has been ruled too.
    function test_ACallbackMayEndAnotherDispute() external {
        handler.open(1, 0, false);
        handler.open(1, 1, false);
        // Values are folded: the callback ends dispute 2, while the call ends dispute 1.
        handler.setCallback(2, 1, 0);
        handler.lapse(1);
        assertTrue(disputes.dispute(2).ruling == Ruling.Refused, "disputes: the callback ended the second");
        assertTrue(handler.rulings(2) == Ruling.Refused, "disputes: and the handler knows");
        this.invariant_DisputesEndOnceOnFixedTerms();
    }

    /// @dev The manager holds the bonds of open disputes and what it owes, to the unit, beside what it was given.
    function invariant_BondsAreConserved() external view {
        uint256 liabilities = disputes.owed(handler.TREASURY());
        for (uint256 i = 0; i < handler.ACTORS(); ++i) liabilities += disputes.owed(handler.actor(i));
        for (uint256 id = 1; id <= disputes.disputeCount(); ++id) {
            IDisputeManager.Dispute memory record = disputes.dispute(id);
            if (record.ruling != Ruling.None) continue;
            liabilities += record.defender == address(0) ? record.bond : 2 * uint256(record.bond);
        }
        uint256 balance = handler.token().balanceOf(address(disputes));
        assertEq(balance - handler.donated(), liabilities, "bonds: balance covers liabilities");
    }

    /// @dev A subject is held exactly while a dispute about it isn't delivered, by one dispute.
    function invariant_ASubjectHasOneDispute() external view {
        uint256 live = 0;
        for (uint256 i = 0; i < handler.SUBJECTS(); ++i) {
            uint256 id = disputes.liveDispute(DisputeKind.Certificate, bytes32(i));
            (bool held, , , ) = handler.desk().subjects(DisputeKind.Certificate, bytes32(i));
            assertTrue(held == (id != 0), "disputes: a held subject has a dispute");
            if (id == 0) continue;
            assertEq(disputes.dispute(id).subject, bytes32(i), "disputes: the dispute is about its subject");
            if (disputes.dispute(id).ruling == Ruling.None) ++live;
        }
        uint256 open = 0;
        for (uint256 id = 1; id <= disputes.disputeCount(); ++id) {
            if (disputes.dispute(id).ruling == Ruling.None) ++open;
        }
        assertEq(open, live, "disputes: an open one holds its subject");
    }

    /// @dev Terms are fixed at the opening, a ruling is for ever, and nobody's money is stuck.
    function invariant_DisputesEndOnceOnFixedTerms() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
        for (uint256 id = 1; id <= disputes.disputeCount(); ++id) {
            assertEq(handler.termsOf(id), handler.frozen(id), "disputes: terms are constant");
            bool same = disputes.dispute(id).ruling == handler.rulings(id);
            assertTrue(same, "disputes: a ruling never changes");
        }
    }
}
