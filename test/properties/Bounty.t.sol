// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {BountyEscrow} from "../../contracts/incentives/BountyEscrow.sol";
import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {BountyHandler} from "./BountyHandler.sol";
import {Property} from "./Property.sol";

contract BountyTest is Property {
    BountyHandler internal handler;
    BountyEscrow internal escrow;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new BountyHandler();
        escrow = handler.escrow();
        target(address(handler));
    }

    /// @dev Property 16 for ETH: the escrow holds all that it owes, to the wei, beside what was forced on it.
    function invariant_Property16_BalanceCoversLiabilities() external view {
        uint256 liabilities = 0;
        for (uint256 id = 1; id <= escrow.bountyCount(); ++id) {
            IBountyEscrow.Bounty memory bounty = escrow.bounty(id);
            liabilities += bounty.amount;
            bool live =
                bounty.state == IBountyEscrow.BountyState.Claimed ||
                    bounty.state == IBountyEscrow.BountyState.Submitted;
            if (live) liabilities += bounty.terms.bond;
        }
        uint256 received = 0;
        for (uint256 i = 0; i < handler.ACTORS(); ++i) {
            liabilities += escrow.owed(address(handler.actors(i)));
            received += handler.actors(i).received();
        }
        assertEq(address(escrow).balance - handler.forced(), liabilities, "16: balance covers liabilities");
        assertEq(liabilities + received, handler.deposited(), "16: what came in is owed or paid out");
    }

    /// @dev Property 17: a bounty pays at most once, also to a payee that re-enters, and its terms never change.
    function invariant_Property17_PaysOnceOnFixedTerms() external view {
        _assertUnbroken();
        for (uint256 id = 1; id <= escrow.bountyCount(); ++id) {
            bytes32 terms = keccak256(abi.encode(escrow.bounty(id).terms));
            assertEq(terms, handler.termsDigest(id), "17: terms are constant");
        }
    }

    /// @dev Property 18: no withdrawal while a claim is live and on time; anyone frees it after.
    function invariant_Property18_LiveClaimsAreSafeAndOverdueOnesFree() external view {
        _assertUnbroken();
    }

    function _assertUnbroken() private view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
    }
}
