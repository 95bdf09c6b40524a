// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev Who gets how much of a licence's price, in basis points; together 10,000.
struct Shares {
    uint16 developerBps;
    uint16 treasuryBps;
    uint16 reviewersBps;
}

using {isWhole, split} for Shares global;

uint256 constant WHOLE_BPS = 10_000;

function isWhole(Shares memory shares) pure returns (bool) {
    return uint256(shares.developerBps) + shares.treasuryBps + shares.reviewersBps == WHOLE_BPS;
}

/// @dev The three parts of an amount, for whole shares; they add up to it. Treasury and reviewers are rounded down and the
/// developer gets the rest, so that nothing is left over.
function split(
    Shares memory shares,
    uint128 amount
) pure returns (uint256 developer, uint256 treasury, uint256 reviewers) {
    treasury = (uint256(amount) * shares.treasuryBps) / WHOLE_BPS;
    reviewers = (uint256(amount) * shares.reviewersBps) / WHOLE_BPS;
    developer = uint256(amount) - treasury - reviewers;
}
