// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {DisputeKind, IDisputable} from "../interfaces/IDisputable.sol";
import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {IReviewerSeats} from "../interfaces/IReviewerSeats.sol";
import {Chamber} from "../types/Chambers.sol";
import {VersionId} from "../types/Ids.sol";
import {BoardState} from "./BoardState.sol";
import {ReviewDesk} from "./ReviewDesk.sol";

/// @title The calls that the board's desk answers
/// @dev Each runs the desk's function of the same name, on the board's storage, with the call as it came. The desk is
/// deployed by the board with the board's own terms, and never changes.
abstract contract DeskCalls is BoardState, IReviewDesk, IReviewerSeats {
    ReviewDesk private immutable _desk;

    constructor() {
        _desk = new ReviewDesk(_termUnit, _certifications, _credentials);
    }

    /// @inheritdoc IReviewDesk
    function recuse(uint256) external {
        _ask();
    }

    /// @inheritdoc IReviewDesk
    function castVotesBySig(uint256, SignedBallot[] calldata) external {
        _ask();
    }

    /// @inheritdoc IReviewDesk
    function suspend(VersionId, uint48, string calldata) external {
        _ask();
    }

    /// @inheritdoc IReviewDesk
    function revoke(VersionId, bool, string calldata) external {
        _ask();
    }

    /// @inheritdoc IReviewDesk
    function setChamberRules(Chamber, ChamberRules calldata) external {
        _ask();
    }

    /// @inheritdoc IReviewDesk
    function setReviewSettings(ReviewSettings calldata) external {
        _ask();
    }

    /// @inheritdoc IDisputable
    function openDispute(DisputeKind, bytes32, address) external {
        _ask();
    }

    /// @inheritdoc IDisputable
    function closeDispute(DisputeKind, bytes32, bool) external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function appoint(address, Chamber, uint16, uint32, uint48) external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function end(address) external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function resign() external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function nameAlternate(address, address, uint32) external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function takeSeat(address) external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function setAffiliation(address, uint32) external {
        _ask();
    }

    /// @inheritdoc IReviewerSeats
    function prune(Chamber, uint256) external {
        _ask();
    }

    /// @inheritdoc IReviewDesk
    function review(uint256) external view returns (Review memory) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function chamberTally(uint256, Chamber) external view returns (ChamberTally memory) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function conclusion(uint256) external view returns (Conclusion, uint256) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function hasCast(uint256, address) external view returns (bool) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function eligibility(uint256, address) external view returns (Eligibility) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function proposalVotes(uint256) external view returns (uint256, uint256, uint256) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function chamberRules(Chamber) external view returns (ChamberRules memory) {
        _read();
    }

    /// @inheritdoc IReviewDesk
    function reviewSettings() external view returns (ReviewSettings memory) {
        _read();
    }

    /// @inheritdoc IReviewerSeats
    function seatOf(address) external view returns (Seat memory) {
        _read();
    }

    /// @inheritdoc IReviewerSeats
    function alternateOf(address) external view returns (address, uint32, uint48) {
        _read();
    }

    /// @inheritdoc IReviewerSeats
    function affiliationOf(address) external view returns (uint32) {
        _read();
    }

    /// @inheritdoc IReviewerSeats
    function chamberWeight(Chamber) external view returns (uint256) {
        _read();
    }

    /// @inheritdoc IReviewerSeats
    function termUnit() external view returns (uint48) {
        return _termUnit;
    }

    /// @dev As `_ask`, for a function that the desk has as a view: nothing that it runs stores anything.
    function _read() internal view {
        function() internal asking = _ask;
        function() internal view reading;
        // The compiler can't know that a delegated call only reads.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            reading := asking
        }
        reading();
        // Never reached; it tells the compiler that the callers need no value of their own.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            invalid()
        }
    }

    /// @dev Ends the call with the desk's answer.
    function _ask() private {
        address desk = address(_desk);
        // Solidity has no way to pass on a call and its answer as they are. Memory isn't kept, because nothing comes after.
        // solhint-disable-next-line no-inline-assembly
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), desk, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }
}
