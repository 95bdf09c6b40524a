// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReviewFees} from "../../contracts/incentives/ReviewFees.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {IReviewFees} from "../../contracts/interfaces/IReviewFees.sol";
import {FeeHandler} from "./FeeHandler.sol";
import {Property} from "./Property.sol";

contract FeesTest is Property {
    FeeHandler internal handler;
    ReviewFees internal fees;
    NexusToken internal token;

    function setUp() external {
        handler = new FeeHandler();
        fees = handler.fees();
        token = handler.token();
        target(address(handler));
    }

    /// @dev The contract holds what publishers paid less what it paid out, to the unit.
    function invariant_FeesAreConserved() external view {
        uint256 held = handler.paidIn() - handler.paidOut();
        assertEq(token.balanceOf(address(fees)), held, "fees: balance is what isn't paid out");
    }

    /// @dev What is held is what is due, votes' pay and rests, to the unit: nothing is stuck and nothing uncovered.
    function invariant_WhatIsDueIsCovered() external view {
        uint256 due = 0;
        for (uint256 round = 1; round <= handler.rounds(); ++round) {
            IReviewFees.ReviewFee memory fee = fees.feeOf(round);
            uint256 pay = 0;
            uint256 collectable = 0;
            for (uint256 i = 0; i < handler.VOTERS(); ++i) {
                pay = fees.payDue(round, handler.voterAt(i));
                collectable += pay;
                assertTrue(pay == 0 || pay == fee.pay, "fees: every vote is paid the same");
            }
            uint256 rest = fee.closed ? 0 : fee.terms.fee - fee.ballots * fee.pay;
            due += collectable + rest;
        }
        assertEq(token.balanceOf(address(fees)), due, "fees: balance is what is due");
    }

    /// @dev Terms are those of the submission, a rest leaves once, and what was asked, due and paid agree.
    function invariant_FeesKeepTheirTerms() external view {
        assertTrue(bytes(handler.broken()).length == 0, handler.broken());
        for (uint256 round = 1; round <= handler.rounds(); ++round) {
            bytes32 terms = keccak256(abi.encode(fees.feeOf(round).terms));
            assertEq(terms, handler.termsOf(round), "fees: terms are constant");
            assertTrue(handler.settledTimes(round) <= 1, "fees: a rest leaves once");
        }
    }
}
