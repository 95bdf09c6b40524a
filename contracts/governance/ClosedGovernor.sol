// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IReviewBoard} from "../interfaces/IReviewBoard.sol";

/// @title A Governor without free-form proposals, queueing, cancelling, calls or deposits
/// @dev Each closed call reverts with the error that stock Governor has for it, so that stock clients understand it.
abstract contract ClosedGovernor is Governor {
    receive() external payable override {
        revert GovernorDisabledDeposit();
    }

    /// @notice Closed: a proposal comes from a submission for review.
    function propose(
        address[] memory,
        uint256[] memory,
        bytes[] memory,
        string memory
    ) public pure override returns (uint256) {
        revert IReviewBoard.ReviewBoardProposeDisabled();
    }

    /// @notice Closed: a passed proposal is queued by time alone, so none is ever in the state that queueing needs.
    function queue(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override returns (uint256 proposalId) {
        proposalId = getProposalId(targets, values, calldatas, descriptionHash);
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Succeeded));
    }

    /// @notice Executes a passed proposal; takes no ETH.
    function execute(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public payable override returns (uint256) {
        if (msg.value != 0) revert GovernorDisabledDeposit();
        return super.execute(targets, values, calldatas, descriptionHash);
    }

    /// @notice Closed: nobody cancels a proposal.
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override returns (uint256) {
        revert GovernorUnableToCancel(getProposalId(targets, values, calldatas, descriptionHash), _msgSender());
    }

    /// @notice Closed.
    function relay(address, uint256, bytes calldata) public payable override {
        revert GovernorOnlyExecutor(_msgSender());
    }

    /// @notice True: a passed proposal waits in Queued until its eta.
    function proposalNeedsQueuing(uint256) public pure override returns (bool) {
        return true;
    }

    function onERC721Received(address, address, uint256, bytes memory) public pure override returns (bytes4) {
        revert GovernorDisabledDeposit();
    }

    function onERC1155Received(address, address, uint256, uint256, bytes memory) public pure override returns (bytes4) {
        revert GovernorDisabledDeposit();
    }

    function onERC1155BatchReceived(
        address,
        address,
        uint256[] memory,
        uint256[] memory,
        bytes memory
    ) public pure override returns (bytes4) {
        revert GovernorDisabledDeposit();
    }
}
