// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {IReviewFees} from "../interfaces/IReviewFees.sol";
import {FeeTerms} from "../types/FeeTerms.sol";
import {WHOLE_BPS} from "../types/Shares.sol";

/// @title Review fees and the pay of voters
/// @dev `token` is NXS, which moves what it says, calls nobody back, and can't be refused by a payee. All state is written before
/// it moves. Who voted is the board's to say, so that a vote costs nothing for it.
contract ReviewFees is IReviewFees, AccessManaged {
    using SafeERC20 for IERC20;

    IERC20 public immutable token;

    /// @inheritdoc IReviewFees
    address public immutable treasury;

    /// @inheritdoc IReviewFees
    address public board;

    /// @inheritdoc IReviewFees
    mapping(uint256 proposalId => mapping(address voter => bool)) public collected;

    FeeTerms private _terms;
    mapping(uint256 proposalId => FeeTerms) private _charged;
    mapping(uint256 proposalId => bool) private _closed;

    constructor(
        address authority_,
        IERC20 token_,
        address treasury_,
        FeeTerms memory terms_
    ) AccessManaged(authority_) {
        if (treasury_ == address(0)) revert ReviewFeesInvalidAddress("treasury", treasury_);
        token = token_;
        treasury = treasury_;
        _setTerms(terms_);
    }

    /// @inheritdoc IReviewFees
    function charge(uint256 proposalId, uint256 previous, address publisher) external {
        if (msg.sender != board) revert ReviewFeesOnlyBoard(msg.sender, board);
        FeeTerms memory charged = _terms;
        (bool carries, uint256 amount) = _carriedFrom(previous);
        if (carries) {
            _closed[previous] = true;
            // Not truncated: it is a part of an earlier fee.
            charged.fee = uint96(amount);
            emit FeeCarried(previous, proposalId, amount);
        }
        if (charged.fee == 0) return;
        _charged[proposalId] = charged;
        emit FeeCharged(proposalId, publisher, charged.fee, charged.payPerVote, charged.refundBps);
        if (!carries) token.safeTransferFrom(publisher, address(this), charged.fee);
    }

    /// @inheritdoc IReviewFees
    function collectPay(uint256 proposalId, address voter) external returns (uint256 amount) {
        FeeTerms memory charged = _known(proposalId);
        (IReviewDesk.Conclusion reached, uint256 ballots) = _desk().conclusion(proposalId);
        if (reached == IReviewDesk.Conclusion.Voting) revert ReviewFeesUndecided(proposalId, reached);
        if (!_desk().hasCast(proposalId, voter)) revert ReviewFeesNoBallot(proposalId, voter);
        if (collected[proposalId][voter]) revert ReviewFeesAlreadyCollected(proposalId, voter);
        amount = charged.pay(ballots);
        if (amount == 0) revert ReviewFeesNoPay(proposalId);
        collected[proposalId][voter] = true;
        emit PayCollected(proposalId, voter, amount);
        token.safeTransfer(voter, amount);
    }

    /// @inheritdoc IReviewFees
    function settle(uint256 proposalId) external {
        FeeTerms memory charged = _known(proposalId);
        if (_closed[proposalId]) revert ReviewFeesClosed(proposalId);
        (IReviewDesk.Conclusion reached, uint256 ballots) = _desk().conclusion(proposalId);
        if (reached == IReviewDesk.Conclusion.Voting || reached == IReviewDesk.Conclusion.Undecided) {
            revert ReviewFeesUndecided(proposalId, reached);
        }
        address publisher = IGovernor(board).proposalProposer(proposalId);
        bool annulled = reached == IReviewDesk.Conclusion.Annulled;
        // Anybody else would take the free round away.
        if (annulled && msg.sender != publisher) revert ReviewFeesNotPublisher(proposalId, msg.sender, publisher);

        _closed[proposalId] = true;
        uint256 toTreasury = charged.rest(ballots);
        uint256 toPublisher = annulled ? toTreasury : 0;
        if (reached == IReviewDesk.Conclusion.Certified) toPublisher = charged.refund();
        toTreasury -= toPublisher;
        emit FeeSettled(proposalId, reached, toPublisher, toTreasury);
        if (toPublisher != 0) token.safeTransfer(publisher, toPublisher);
        if (toTreasury != 0) token.safeTransfer(treasury, toTreasury);
    }

    /// @inheritdoc IReviewFees
    function setTerms(FeeTerms calldata terms_) external restricted {
        _setTerms(terms_);
    }

    /// @inheritdoc IReviewFees
    function setBoard(address board_) external restricted {
        if (board != address(0)) revert ReviewFeesBoardAlreadySet(board);
        if (board_.code.length == 0) revert ReviewFeesInvalidAddress("board", board_);
        board = board_;
        emit FeeBoardSet(board_);
    }

    /// @inheritdoc IReviewFees
    function payDue(uint256 proposalId, address voter) external view returns (uint256) {
        FeeTerms memory charged = _charged[proposalId];
        if (charged.fee == 0 || collected[proposalId][voter] || !_desk().hasCast(proposalId, voter)) return 0;
        (, uint256 ballots) = _desk().conclusion(proposalId);
        return charged.pay(ballots);
    }

    /// @inheritdoc IReviewFees
    function feeOf(uint256 proposalId) external view returns (ReviewFee memory fee) {
        fee.terms = _charged[proposalId];
        if (fee.terms.fee == 0) return fee;
        (fee.conclusion, fee.ballots) = _desk().conclusion(proposalId);
        fee.pay = fee.terms.pay(fee.ballots);
        fee.closed = _closed[proposalId];
    }

    /// @inheritdoc IReviewFees
    function feeAfter(uint256 previous) external view returns (uint256) {
        (bool carries, ) = _carriedFrom(previous);
        return carries ? 0 : _terms.fee;
    }

    /// @inheritdoc IReviewFees
    function feeTerms() external view returns (FeeTerms memory) {
        return _terms;
    }

    /// @dev Whether a round was annulled and its rest is still here, and that rest.
    function _carriedFrom(uint256 proposalId) private view returns (bool, uint256) {
        FeeTerms memory charged = _charged[proposalId];
        if (charged.fee == 0 || _closed[proposalId]) return (false, 0);
        (IReviewDesk.Conclusion reached, uint256 ballots) = _desk().conclusion(proposalId);
        return (reached == IReviewDesk.Conclusion.Annulled, charged.rest(ballots));
    }

    /// @dev A pay without a fee, or above what one vote could get of it, would be a promise that nobody keeps.
    function _setTerms(FeeTerms memory terms_) private {
        if (terms_.refundBps > WHOLE_BPS) revert ReviewFeesInvalidTerms("refundBps", terms_.refundBps);
        if (terms_.payPerVote > terms_.fee - terms_.refund()) {
            revert ReviewFeesInvalidTerms("payPerVote", terms_.payPerVote);
        }
        emit FeeTermsSet(_terms, terms_);
        _terms = terms_;
    }

    function _known(uint256 proposalId) private view returns (FeeTerms memory charged) {
        charged = _charged[proposalId];
        if (charged.fee == 0) revert ReviewFeesNoFee(proposalId);
    }

    function _desk() private view returns (IReviewDesk) {
        return IReviewDesk(board);
    }
}
