// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {NexusToken} from "../../contracts/incentives/NexusToken.sol";
import {ReviewFees} from "../../contracts/incentives/ReviewFees.sol";
import {IReviewDesk} from "../../contracts/interfaces/IReviewDesk.sol";
import {IReviewFees} from "../../contracts/interfaces/IReviewFees.sol";
import {FeeTerms} from "../../contracts/types/FeeTerms.sol";
import {Property} from "./Property.sol";

/// @dev Stands in for the board: the handler says what its reviews come to and who voted.
contract FeeDesk {
    address public immutable publisher;

    struct Review {
        IReviewDesk.Conclusion conclusion;
        uint256 ballots;
    }

    mapping(uint256 proposalId => Review) private _reviews;
    mapping(uint256 proposalId => mapping(address => bool)) public hasCast;

    constructor(address publisher_) {
        publisher = publisher_;
    }

    function charge(IReviewFees fees, uint256 proposalId, uint256 previous) external {
        fees.charge(proposalId, previous, publisher);
    }

    function vote(uint256 proposalId, address voter) external {
        if (hasCast[proposalId][voter]) return;
        hasCast[proposalId][voter] = true;
        ++_reviews[proposalId].ballots;
    }

    function conclude(uint256 proposalId, IReviewDesk.Conclusion conclusion_) external {
        _reviews[proposalId].conclusion = conclusion_;
    }

    function conclusion(uint256 proposalId) external view returns (IReviewDesk.Conclusion, uint256) {
        Review memory review = _reviews[proposalId];
        bool voting = review.conclusion == IReviewDesk.Conclusion.Voting;
        return (review.conclusion, voting ? 0 : review.ballots);
    }

    function proposalProposer(uint256) external view returns (address) {
        return publisher;
    }
}

/// @dev Charges, votes, concludes, pays and settles at random, while terms change; notes what must never happen.
contract FeeHandler is Property {
    uint256 public constant VOTERS = 5;
    address public constant PUBLISHER = address(0xbeef);
    address public constant TREASURY = address(0x7ea5);

    NexusToken public immutable token;
    ReviewFees public immutable fees;
    FeeDesk public immutable desk;

    uint256 public rounds;
    /// @dev What the publisher paid in all.
    uint256 public paidIn;
    uint256 public paidOut;
    mapping(uint256 proposalId => bytes32) public termsOf;
    mapping(uint256 proposalId => uint256) public settledTimes;
    string public broken;

    constructor() {
        AccessManager manager = new AccessManager(address(this));
        token = new NexusToken(PUBLISHER);
        desk = new FeeDesk(PUBLISHER);
        fees = new ReviewFees(address(manager), token, TREASURY, FeeTerms(1_003, 150, 4_000));
        fees.setBoard(address(desk));
        VM.prank(PUBLISHER);
        token.approve(address(fees), type(uint256).max);
    }

    function setTerms(uint96 fee, uint96 payPerVote, uint16 refundBps) external {
        fee = uint96(bound(fee, 0, 1e24));
        refundBps = uint16(bound(refundBps, 0, 10_000));
        uint256 forVotes = fee - (uint256(fee) * refundBps) / 10_000;
        fees.setTerms(FeeTerms(fee, uint96(bound(payPerVote, 0, forVotes)), refundBps));
    }

    /// @dev A further round of the version that the last one was about, or another version's first.
    function submit(bool again) external {
        uint256 previous = again ? rounds : 0;
        uint256 before = token.balanceOf(PUBLISHER);
        uint256 asked = fees.feeAfter(previous);
        desk.charge(fees, ++rounds, previous);
        uint256 taken = before - token.balanceOf(PUBLISHER);
        if (taken != asked) broken = "fees: what was asked is taken";
        paidIn += taken;
        termsOf[rounds] = keccak256(abi.encode(fees.feeOf(rounds).terms));
    }

    function vote(uint256 round, uint256 voter) external {
        round = _round(round);
        if (round == 0) return;
        (IReviewDesk.Conclusion reached, ) = desk.conclusion(round);
        if (reached == IReviewDesk.Conclusion.Voting) desk.vote(round, voterAt(voter));
    }

    /// @dev Moves on as a board does: a conclusion but `Undecided` is for ever, and only a defeat is annulled later.
    function conclude(uint256 round, uint8 next) external {
        round = _round(round);
        if (round == 0) return;
        (IReviewDesk.Conclusion reached, ) = desk.conclusion(round);
        IReviewDesk.Conclusion to = IReviewDesk.Conclusion(bound(next, 1, 4));
        bool appeal =
            reached == IReviewDesk.Conclusion.Uncertified && to == IReviewDesk.Conclusion.Annulled && round == rounds;
        if (reached <= IReviewDesk.Conclusion.Undecided || appeal) desk.conclude(round, to);
    }

    function collect(uint256 round, uint256 voter) external {
        round = _round(round);
        address account = voterAt(voter);
        uint256 due = fees.payDue(round, account);
        uint256 before = token.balanceOf(account);
        try fees.collectPay(round, account) {
            uint256 paid = token.balanceOf(account) - before;
            if (paid == 0 || paid != due) broken = "fees: what is due is paid";
            paidOut += paid;
        } catch {
            if (due != 0) broken = "fees: what is due can be collected";
        }
    }

    function settle(uint256 round, bool asPublisher) external {
        round = _round(round);
        uint256 before = token.balanceOf(address(fees));
        if (asPublisher) VM.prank(PUBLISHER);
        try fees.settle(round) {
            ++settledTimes[round];
            paidOut += before - token.balanceOf(address(fees));
        } catch {}
    }

    function voterAt(uint256 seed) public pure returns (address) {
        return address(uint160(0x10000 + (seed % VOTERS)));
    }

    /// @dev One of the rounds; 0 if there is none.
    function _round(uint256 seed) private view returns (uint256) {
        return rounds == 0 ? 0 : 1 + (seed % rounds);
    }
}
