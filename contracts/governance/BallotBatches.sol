// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {CHAMBER_COUNT} from "../types/Chambers.sol";
import {ChamberWord} from "../types/ChamberWord.sol";
import {ReviewCount} from "../types/ReviewCount.sol";
import {ReviewWord} from "../types/ReviewWord.sol";
import {SeatWord} from "../types/SeatWord.sol";
import {Ballots} from "./Ballots.sol";
import {BallotSlate, openSlate} from "./BallotSlate.sol";
import {ChamberCount} from "./ChamberCount.sol";

/// @title Many signed ballots of one review in one transaction
/// @dev Chambers are counted in memory and stored once. An ordinary ballot (For or Abstain, by the voter's own key, without
/// reason or params) takes the short way; whatever that one doesn't take, for whatever cause, goes the long way, which counts
/// it or says what is wrong. So the short way has to be right only about what it takes.
abstract contract BallotBatches is ChamberCount {
    /// @dev The ballots of one transaction.
    struct Batch {
        uint256 proposalId;
        uint256 snapshot;
        ReviewWord review;
        bytes32 domainSeparator;
        ChamberWord[CHAMBER_COUNT] chambers;
    }

    function _countBatch(
        uint256 proposalId,
        uint256 snapshot,
        bytes32 domainSeparator,
        SignedBallot[] calldata ballots
    ) internal {
        ReviewCount storage count = _counts[proposalId];
        Batch memory batch;
        batch.proposalId = proposalId;
        batch.snapshot = snapshot;
        batch.review = count.review;
        batch.domainSeparator = domainSeparator;
        _countBallots(batch, count, ballots);
        ReviewWord result = batch.review;
        for (uint8 chamber = 0; chamber < CHAMBER_COUNT; ++chamber) {
            ChamberWord word = batch.chambers[chamber];
            if (!word.isOpen()) continue;
            count.chambers[chamber] = word;
            result = _withChamberResult(proposalId, result, chamber, word);
        }
        _storeResult(proposalId, batch.review, result);
    }

    function _countBallots(Batch memory batch, ReviewCount storage count, SignedBallot[] calldata ballots) private {
        BallotSlate slate = openSlate(
            batch.proposalId,
            batch.snapshot,
            batch.domainSeparator,
            count,
            _seatBook,
            batch.chambers
        );
        // Only Against counts in the objection period, and an ordinary ballot isn't one.
        bool objecting = batch.review.objecting();
        // Bounded by the seats of the engaged chambers, each of which votes once.
        for (uint256 i = 0; i < ballots.length; ++i) {
            address voter = objecting ? address(0) : slate.read(ballots, i);
            if (voter == address(0) || !slate.count(voter)) _countBallot(batch, count, ballots[i]);
        }
    }

    function _countBallot(Batch memory batch, ReviewCount storage count, SignedBallot calldata ballot) private {
        bool plain = bytes(ballot.reason).length == 0 && ballot.params.length == 0;
        address voter = ballot.voter;
        uint8 support = ballot.support;
        bytes32 structHash =
            plain
                ? Ballots.ballotHash(batch.proposalId, support, voter)
                : Ballots.extendedBallotHash(batch.proposalId, support, voter, ballot.reason, ballot.params);
        bytes32 digest = MessageHashUtils.toTypedDataHash(batch.domainSeparator, structHash);
        if (!Ballots.isSigned(voter, digest, ballot.signature)) revert IGovernor.GovernorInvalidSignature(voter);

        SeatWord seat = _seatWordOf(voter);
        uint256 chamber = seat.chamber();
        ChamberWord word = batch.chambers[chamber];
        if (!word.isOpen()) word = count.chambers[chamber];
        _requireBallot(batch.proposalId, batch.snapshot, batch.review, word, seat, voter, support);
        _requireCriteria(support, ballot.params);
        batch.chambers[chamber] = word.withVote(seat.index(), seat.weight(), support);
        _emitVote(batch.proposalId, voter, support, seat.weight(), ballot.reason, ballot.params);
    }
}
