// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {FeeTerms} from "../types/FeeTerms.sol";
import {IReviewDesk} from "./IReviewDesk.sol";

/// @title The review's fee, and the flat pay of its voters
/// @notice The publisher pays a fee of NXS at submission; the board takes it from the publisher's allowance for this contract. Fee, pay
/// per vote and refund are frozen then.
/// - Each cast vote is paid the same, whichever way it went, once voting is over: the pay per vote, or an equal share of the fee
///   without the refund if that is less. Recused, excluded and silent seats get nothing. It is the account's that voted,
///   whether or not it still holds the seat.
/// - Certified: the refund goes back to the publisher, the rest to the treasury. Otherwise, lapsed and cancelled reviews
///   included: all of the rest to the treasury. A defeated review's rest is kept until the end of its challenge window, and
///   while an appeal is open.
/// - Annulled by an appeal: the rest is the publisher's, and pays for the next round, which then costs nothing more. A
///   publisher who doesn't want another round takes it back, and pays for a later one.
/// What is paid out adds up to the fee. Nothing that leaves is restricted, and nothing waits for anybody else's call.
interface IReviewFees {
    /// @dev One review's fee. `pay` is what a vote is paid, 0 while votes are taken; `closed` tells whether the rest is paid out
    /// or was carried to the next round.
    struct ReviewFee {
        FeeTerms terms;
        IReviewDesk.Conclusion conclusion;
        uint256 ballots;
        uint256 pay;
        bool closed;
    }

    event FeeCharged(
        uint256 indexed proposalId,
        address indexed publisher,
        uint96 fee,
        uint96 payPerVote,
        uint16 refundBps
    );
    /// @notice What an annulled round left pays for the next one.
    event FeeCarried(uint256 indexed annulledId, uint256 indexed proposalId, uint256 amount);
    event PayCollected(uint256 indexed proposalId, address indexed voter, uint256 amount);
    event FeeSettled(
        uint256 indexed proposalId,
        IReviewDesk.Conclusion conclusion,
        uint256 toPublisher,
        uint256 toTreasury
    );
    event FeeTermsSet(FeeTerms previous, FeeTerms terms);
    event FeeBoardSet(address board);

    error ReviewFeesInvalidAddress(string field, address account);
    error ReviewFeesInvalidTerms(string field, uint256 value);
    error ReviewFeesBoardAlreadySet(address board);
    error ReviewFeesOnlyBoard(address account, address board);
    error ReviewFeesNoFee(uint256 proposalId);
    error ReviewFeesUndecided(uint256 proposalId, IReviewDesk.Conclusion conclusion);
    error ReviewFeesNoBallot(uint256 proposalId, address voter);
    error ReviewFeesAlreadyCollected(uint256 proposalId, address voter);
    error ReviewFeesNoPay(uint256 proposalId);
    error ReviewFeesClosed(uint256 proposalId);
    error ReviewFeesNotPublisher(uint256 proposalId, address account, address publisher);

    /// @notice Takes the fee of a review that was submitted now. Only the board.
    /// @param previous The version's round before, 0 if there is none
    function charge(uint256 proposalId, uint256 previous, address publisher) external;

    /// @notice Pays a vote to its voter, once its review's voting is over. Anyone may call.
    function collectPay(uint256 proposalId, address voter) external returns (uint256 amount);

    /// @notice Pays out what a decided review's votes leave of its fee. Anyone may call; of an annulled one, its publisher.
    function settle(uint256 proposalId) external;

    /// @notice Sets the terms of reviews submitted from now on. Restricted to parameter stewards.
    function setTerms(FeeTerms calldata terms_) external;

    /// @notice Names the board, once. Restricted to the DAO.
    function setBoard(address board_) external;

    /// @notice Whether a review's vote was paid to its voter.
    function collected(uint256 proposalId, address voter) external view returns (bool);

    /// @notice What `collectPay` would pay now, 0 if nothing.
    function payDue(uint256 proposalId, address voter) external view returns (uint256);

    /// @notice A review's fee, as it stands; all zero for one that cost nothing.
    function feeOf(uint256 proposalId) external view returns (ReviewFee memory);

    /// @notice What a submission takes from its publisher now: the fee, or nothing if the round before, `previous`, was annulled and
    /// has its rest to give.
    function feeAfter(uint256 previous) external view returns (uint256);

    /// @notice The terms of a review submitted now.
    function feeTerms() external view returns (FeeTerms memory);

    function board() external view returns (address);

    function treasury() external view returns (address);
}
