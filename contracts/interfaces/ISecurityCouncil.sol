// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {VersionId} from "../types/Ids.sol";
import {IReviewBoard} from "./IReviewBoard.sol";

/// @title The security council: it can suspend a certified version at once, and nothing else
/// @notice Each member alone; a member may be a multisig. A suspension ends within `maximumSuspension`, and a version can be
/// suspended once. The mandate of all members ends on one date. Only the DAO appoints a council, which replaces the last.
interface ISecurityCouncil {
    event CouncilAppointed(uint256 indexed term, address[] members, uint48 mandateEndsAt);
    event VersionSuspended(VersionId indexed versionId, address indexed member, uint48 until);

    error SecurityCouncilNotMember(address account, uint256 term);
    error SecurityCouncilMandateEnded(uint48 mandateEndsAt);
    error SecurityCouncilAlreadySuspended(VersionId versionId);
    error SecurityCouncilSuspensionTooLong(uint48 duration, uint48 maximum);
    error SecurityCouncilInvalidSetting(string field, uint256 value);

    /// @notice Suspends the board's certification of a version for `duration` seconds from now.
    function suspend(VersionId versionId, uint48 duration, string calldata reason) external;

    /// @notice Appoints a council for `mandate` seconds from now; no members, or no time, leave nobody in charge. Restricted
    /// to the DAO.
    function appoint(address[] calldata members, uint48 mandate) external;

    /// @notice Whether an account is a member with a mandate now.
    function isMember(address account) external view returns (bool);

    /// @notice The council now or last in charge.
    function members() external view returns (address[] memory);

    function board() external view returns (IReviewBoard);

    /// @notice Counts the councils appointed.
    function term() external view returns (uint256);

    function mandateEndsAt() external view returns (uint48);

    function maximumSuspension() external view returns (uint48);

    function maximumMandate() external view returns (uint48);

    function wasSuspended(VersionId versionId) external view returns (bool);
}
