// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {CouncilHandler} from "./CouncilHandler.sol";
import {Property} from "./Property.sol";

contract CouncilTest is Property {
    CouncilHandler internal handler;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new CouncilHandler();
        target(address(handler));
    }

    /// @dev Property 9: the council only ever reduces permission, and nothing after its end date.
    function invariant_Property9_TheCouncilOnlySuspendsWithinItsMandate() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
        for (uint256 i = 0; i < handler.VERSIONS(); ++i) {
            assertTrue(handler.suspensions(i) <= handler.MAXIMUM_SUSPENSION(), "9: a version suspended twice");
        }
    }

    /// @dev Property 9: whatever happened, the second after the mandate's end nobody can suspend.
    function invariant_Property9_NobodyHasPowerAfterTheEnd() external {
        uint48 end = handler.council().mandateEndsAt();
        if (block.timestamp < end) VM.warp(end);
        for (uint256 i = 0; i < handler.ACCOUNTS(); ++i) {
            address account = handler.member(i);
            assertTrue(!handler.council().isMember(account), "9: a member without a mandate");
        }
    }
}
