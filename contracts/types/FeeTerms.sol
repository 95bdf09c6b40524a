// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {WHOLE_BPS} from "./Shares.sol";

/// @dev What a review costs its publisher and pays its voters, in NXS.
/// @param fee What the publisher pays at submission
/// @param payPerVote What each cast vote is paid, whichever way it went, as far as the fee reaches
/// @param refundBps The part of the fee that goes back on certification, in basis points; no vote is paid from it
struct FeeTerms {
    uint96 fee;
    uint96 payPerVote;
    uint16 refundBps;
}

using {refund, pay, rest} for FeeTerms global;

/// @dev The part of the fee that goes back to the publisher of a certified version.
function refund(FeeTerms memory terms) pure returns (uint256) {
    return (uint256(terms.fee) * terms.refundBps) / WHOLE_BPS;
}

/// @dev What each of `ballots` votes is paid: all the same, and together no more than the fee without the refund. What the
/// review came to isn't asked, so that nobody gains by the way they vote.
function pay(FeeTerms memory terms, uint256 ballots) pure returns (uint256) {
    if (ballots == 0) return 0;
    uint256 share = (terms.fee - refund(terms)) / ballots;
    return share < terms.payPerVote ? share : terms.payPerVote;
}

/// @dev What the pay of `ballots` votes leaves of the fee, the refund at least.
function rest(FeeTerms memory terms, uint256 ballots) pure returns (uint256) {
    return terms.fee - ballots * pay(terms, ballots);
}
