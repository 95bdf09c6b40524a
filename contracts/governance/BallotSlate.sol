// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {CHAMBER_COUNT} from "../types/Chambers.sol";
import {ChamberWord} from "../types/ChamberWord.sol";
import {ReviewCount} from "../types/ReviewCount.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {Ballots} from "./Ballots.sol";
import {SeatBook} from "./SeatRolls.sol";

/// @dev Memory in which the ordinary ballots of one review are counted: For or Abstain, without reason or params. It holds,
/// at these bytes: 0 the five words of stock Governor's `Ballot`, 160 the typed data of it (the last two bytes of a word,
/// the domain, the struct's hash), 256 what `ecrecover` takes (digest, v, r, s), 384 the five words of `VoteCast`'s data, 544
/// the snapshot, 576 the publisher's affiliation, 608 the slot of the seats, 640 the slot of the chambers' words, 672 where
/// those are in memory. What is the same for every ballot is written once.
type BallotSlate is uint256;

using {read, count} for BallotSlate global;

uint256 constant SLATE_BYTES = 704;

/// @dev Equals no seat's affiliation, which has 32 bits.
uint256 constant NO_AFFILIATION = type(uint256).max;

/// @dev Half of the curve's order: OpenZeppelin's `ECDSA` takes no signature whose s is above it, so this doesn't either.
uint256 constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

// Solidity would copy a ballot's members to memory and encode its hash and its event anew, at 4,000 gas a ballot.
// solhint-disable no-inline-assembly

function openSlate(
    uint256 proposalId,
    uint256 snapshot,
    bytes32 domainSeparator,
    ReviewCount storage review,
    SeatBook storage seats,
    ChamberWord[CHAMBER_COUNT] memory words
) view returns (BallotSlate slate) {
    bytes memory room = new bytes(SLATE_BYTES);
    bytes32 ballotType = Ballots.BALLOT;
    uint256 affiliation = review.review.affiliation();
    if (affiliation == 0) affiliation = NO_AFFILIATION;
    ChamberWord[CHAMBER_COUNT] storage chambers = review.chambers;
    mapping(address holder => SeatWord) storage seatWords = seats.seats;
    assembly ("memory-safe") {
        slate := add(room, 32)
        mstore(slate, ballotType)
        mstore(add(slate, 32), proposalId)
        mstore(add(slate, 160), 0x1901)
        mstore(add(slate, 192), domainSeparator)
        mstore(add(slate, 384), proposalId)
        mstore(add(slate, 480), 128)
        mstore(add(slate, 544), snapshot)
        mstore(add(slate, 576), affiliation)
        mstore(add(slate, 608), seatWords.slot)
        mstore(add(slate, 640), chambers.slot)
        mstore(add(slate, 672), words)
    }
}

/// @dev The voter of a ballot, or no voter if the ballot isn't an ordinary one by the voter's own key.
/// Offsets and lengths are taken as they come: a false one makes this read other calldata, or the zeros behind it, and
/// what was read as voter and support is taken only if that voter's key signed exactly them for this proposal. An
/// address with dirty upper bits equals no recovered one.
function read(
    BallotSlate slate,
    IReviewDesk.SignedBallot[] calldata ballots,
    uint256 index
) view returns (address voter) {
    uint256 halfOrder = HALF_ORDER;
    assembly ("memory-safe") {
        let ballot := add(ballots.offset, calldataload(add(ballots.offset, shl(5, index))))
        let extras := calldataload(add(ballot, calldataload(add(ballot, 64))))
        extras := or(extras, calldataload(add(ballot, calldataload(add(ballot, 96)))))
        let signature := add(ballot, calldataload(add(ballot, 128)))
        extras := or(extras, xor(calldataload(signature), 65))
        let support := calldataload(add(ballot, 32))
        if and(iszero(extras), lt(sub(support, 1), 2)) {
            let claimed := calldataload(ballot)
            mstore(add(slate, 64), support)
            mstore(add(slate, 96), claimed)
            mstore(add(slate, 224), keccak256(slate, 160))
            mstore(add(slate, 256), keccak256(add(slate, 190), 66))
            mstore(add(slate, 288), byte(0, calldataload(add(signature, 96))))
            calldatacopy(add(slate, 320), add(signature, 32), 64)
            // Without a signer the call returns nothing, and this stays 0.
            mstore(0, 0)
            pop(staticcall(gas(), 1, add(slate, 256), 128, 0, 32))
            if and(eq(mload(0), claimed), iszero(gt(mload(add(slate, 352)), halfOrder))) {
                voter := claimed
            }
        }
    }
}

/// @dev Counts the ballot that was read last and emits stock Governor's `VoteCast`, by the rules of `ChamberCount`; false, and
/// nothing done, if they refuse it. The lanes are those of `SeatWord` and `ChamberWord`. A seat's chamber is below
/// `CHAMBER_COUNT`, because it was an enum's value; without a seat all is 0, and `until` isn't after the snapshot. The sums don't
/// overflow for the reason that `withVote` gives: each seat of a chamber is added once.
function count(BallotSlate slate, address voter) returns (bool counted) {
    bytes32 voteCast = IGovernor.VoteCast.selector;
    assembly ("memory-safe") {
        mstore(0, voter)
        mstore(32, mload(add(slate, 608)))
        let seat := sload(keccak256(0, 64))
        let chamber := and(shr(112, seat), 0xff)
        let place := add(mload(add(slate, 672)), shl(5, chamber))
        let word := mload(place)
        if iszero(word) {
            word := sload(add(mload(add(slate, 640)), chamber))
        }
        let snapshot := mload(add(slate, 544))
        let receipt := shl(and(shr(120, seat), 0xff), 1)
        let affiliation := and(shr(128, seat), 0xffffffff)
        counted := lt(and(shr(16, seat), 0xffffffffffff), snapshot)
        counted := and(counted, lt(snapshot, and(shr(64, seat), 0xffffffffffff)))
        counted := and(counted, iszero(or(iszero(word), and(word, receipt))))
        counted := and(counted, iszero(eq(affiliation, mload(add(slate, 576)))))
        if counted {
            let support := mload(add(slate, 64))
            let weight := and(seat, 0xffff)
            word := add(or(word, receipt), shl(add(128, shl(4, support)), weight))
            mstore(place, add(word, shl(240, eq(support, 1))))
            mstore(add(slate, 416), support)
            mstore(add(slate, 448), weight)
            log2(add(slate, 384), 160, voteCast, voter)
        }
    }
}
