// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Chamber} from "../types/Chambers.sol";

/// @title Seats of the Review Board: expiring, weighted, non-transferable memberships of a chamber
/// @notice An account holds at most one seat. A seat's chamber, weight, affiliation and term never change; a
/// change is an ended seat and a new one. A seat counts at a timepoint iff `since < timepoint < until`.
interface IReviewerSeats {
    /// @dev `index` is the seat's receipt bit within its chamber. `affiliation` 0 = independent.
    struct Seat {
        uint16 weight;
        uint48 since;
        uint48 until;
        Chamber chamber;
        uint8 index;
        uint32 affiliation;
    }

    event SeatAppointed(
        address indexed holder,
        Chamber indexed chamber,
        uint16 weight,
        uint48 since,
        uint48 until,
        uint32 affiliation,
        uint8 index
    );
    event SeatEnded(address indexed holder, Chamber indexed chamber, uint16 weight, uint48 until);
    /// @param alternate 0 if nobody is to follow any more
    event AlternateNamed(address indexed holder, address indexed alternate, uint32 affiliation);
    event SeatTakenOver(address indexed holder, address indexed alternate);
    event AffiliationSet(address indexed account, uint32 previous, uint32 affiliation);

    error ReviewerSeatsZeroWeight();
    error ReviewerSeatsInvalidTerm(uint48 until);
    error ReviewerSeatsSeatHeld(address holder, uint48 until);
    error ReviewerSeatsNoSeat(address holder);
    error ReviewerSeatsNotAlternate(address holder, address account, address alternate);
    error ReviewerSeatsNotVacant(address holder, uint48 vacantUntil);
    error ReviewerSeatsChamberFull(Chamber chamber);
    error ReviewerSeatsNotPruned(Chamber chamber, uint48 prunedUntil);

    /// @notice Appoints a seat until `until`, a multiple of the term unit. Restricted to seat stewards.
    function appoint(address holder, Chamber chamber, uint16 weight, uint32 affiliation, uint48 until) external;

    /// @notice Ends a seat now; reviews that were already submitted still count it. Restricted to seat stewards.
    function end(address holder) external;

    /// @notice Ends the caller's seat now; reviews that were already submitted still count it.
    function resign() external;

    /// @notice Names who may take a running seat over if it ends before its term: an account with its own affiliation, or 0
    /// for nobody. Restricted to seat stewards.
    function nameAlternate(address holder, address alternate, uint32 affiliation) external;

    /// @notice Gives the caller, the alternate of a seat that ended early, a seat of the same chamber and weight for the rest of
    /// the term.
    function takeSeat(address holder) external;

    /// @notice States the affiliation of an account that may publish or fund, for conflicts of interest. Restricted to
    /// seat stewards.
    function setAffiliation(address account, uint32 affiliation) external;

    /// @notice Takes expired seats out of a chamber's total, up to `steps` term units. Anyone may call.
    function prune(Chamber chamber, uint256 steps) external;

    function seatOf(address holder) external view returns (Seat memory);

    /// @notice Who may take the holder's seat over, if anybody, and until when, which is 0 while the seat runs.
    function alternateOf(
        address holder
    ) external view returns (address alternate, uint32 affiliation, uint48 vacantUntil);

    function affiliationOf(address account) external view returns (uint32);

    /// @notice Weight of the chamber's seats that count at the present timepoint.
    function chamberWeight(Chamber chamber) external view returns (uint256);

    /// @notice Seconds to which ends of terms are rounded.
    function termUnit() external view returns (uint48);
}
