// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {BountyEscrow} from "../../contracts/incentives/BountyEscrow.sol";
import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {BountyHandler} from "./BountyHandler.sol";
import {Property} from "./Property.sol";

contract BountyTest is Property {
    address internal constant ETHER = address(0);

    BountyHandler internal handler;
    BountyEscrow internal escrow;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new BountyHandler();
        escrow = handler.escrow();
        target(address(handler));
    }

    /// @dev Else the invariants would hold for want of payments: ETH and the harmless token each pay a bounty.
    function test_Property17_TheHandlerPays() external {
        for (uint256 asset = 0; asset < 2; ++asset) {
            handler.create(0, asset, 1 ether, 1, 999);
            handler.claim(1, asset);
            handler.submit(asset, asset);
            handler.pass(10);
            handler.release(asset, 0);
            handler.withdraw(1, asset);
        }
        assertEq(handler.payments(), 2, "17: the handler pays");
        assertEq(escrow.liabilities(ETHER), 0, "17: the handler withdraws");
    }

    /// @dev Property 16: of each asset, the escrow has what it says it owes, which is what every bounty holds and everyone is
    /// owed. Of the token that shrinks, it owes in proportion.
    function invariant_Property16_BalanceCoversLiabilities() external view {
        for (uint256 i = 0; i <= handler.HABITS(); ++i) {
            address asset = handler.assets(i);
            uint256 liabilities = escrow.liabilities(asset);
            assertEq(_owedIn(asset), liabilities, "16: what is owed is what is recorded");
            bool shrinks = i == handler.HABITS();
            if (shrinks) continue;
            uint256 balance = asset == ETHER ? address(escrow).balance : IERC20(asset).balanceOf(address(escrow));
            assertEq(balance - handler.forced(asset), liabilities, "16: balance covers liabilities");
        }
    }

    /// @dev Property 17: a milestone pays at most once, also to a payee that re-enters, and terms never change.
    function invariant_Property17_PaysOnceOnFixedTerms() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
        for (uint256 id = 1; id <= escrow.bountyCount(); ++id) {
            bytes32 terms = keccak256(abi.encode(escrow.bounty(id).terms));
            assertEq(terms, handler.termsDigest(id), "17: terms are constant");
        }
    }

    /// @dev Properties 18 and 19: no withdrawal while a claim is live and on time, anyone frees it after; no copy is paid.
    function invariant_Property18_19_LiveClaimsAreSafeAndCopiesUnpaid() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
    }

    function _owedIn(address asset) private view returns (uint256 sum) {
        for (uint256 id = 1; id <= escrow.bountyCount(); ++id) {
            IBountyEscrow.Bounty memory bounty = escrow.bounty(id);
            if (bounty.terms.asset == asset) sum += bounty.amount + bounty.bond;
        }
        for (uint256 i = 0; i < handler.ACTORS(); ++i) sum += escrow.owed(address(handler.actors(i)), asset);
    }
}
