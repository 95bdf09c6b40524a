// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {IReviewFees} from "../../contracts/interfaces/IReviewFees.sol";
import {FeeTerms} from "../../contracts/types/FeeTerms.sol";
import {BoardProperty} from "./BoardProperty.sol";

/// @dev Fees and pay of a real board's reviews, whatever happened in them.
contract ReviewFeesTest is BoardProperty {
    uint96 private constant FEE = 1_003;
    uint256 private constant STEPS = 24;

    FeeTerms private _feeTerms;
    mapping(address voter => bool) private _voted;
    uint256 private _votes;

    function feeTerms() internal view override returns (FeeTerms memory) {
        return _feeTerms;
    }

    function testFuzz_Property24_FeesArePaidToVotersAndLeaveAClosedContract(
        uint256 seed,
        uint96 payPerVote,
        uint16 refundBps,
        bool audited
    ) external {
        refundBps = uint16(bound(refundBps, 0, 10_000));
        _feeTerms = FeeTerms(FEE, 0, refundBps);
        _feeTerms.payPerVote = uint96(bound(payPerVote, 0, FEE - (uint256(FEE) * refundBps) / 10_000));
        ReviewBoard board = seatedBoard();
        token.transfer(PUBLISHER, FEE);
        VM.prank(PUBLISHER);
        token.approve(address(fees), FEE);
        uint256 proposalId = submit(board, VERSION, 0);
        if (audited) passAudit(board, proposalId);
        for (uint256 step = 0; step < STEPS; ++step) {
            (address account, bool voted) = act(board, proposalId, seed, step);
            if (!voted) continue;
            _voted[account] = true;
            ++_votes;
        }
        VM.warp(board.proposalEta(proposalId));
        if (board.state(proposalId) == IGovernor.ProposalState.Queued) board.executeReview(proposalId);
        manager.setTargetClosed(address(fees), true);
        manager.setTargetClosed(address(board), true);
        _takeAllOut(board, proposalId);
    }

    function _takeAllOut(ReviewBoard board, uint256 proposalId) private {
        IReviewFees.ReviewFee memory fee = fees.feeOf(proposalId);
        assertEq(fee.ballots, _votes, "24: each counted vote, and nothing else, is a ballot");
        fees.settle(proposalId);
        for (uint256 i = 0; i < seatedChambers.length; ++i) {
            for (uint256 j = 0; j < MEMBERS; ++j) {
                address account = member(i, j);
                assertTrue(board.hasCast(proposalId, account) == _voted[account], "24: who voted is known");
                assertEq(fees.payDue(proposalId, account), _voted[account] ? fee.pay : 0, "24: votes alone are paid");
                if (_voted[account] && fee.pay != 0) fees.collectPay(proposalId, account);
                assertEq(token.balanceOf(account), _voted[account] ? fee.pay : 0, "24: all are paid the same");
            }
        }
        assertEq(token.balanceOf(address(fees)), 0, "24: the whole fee left");
    }
}
