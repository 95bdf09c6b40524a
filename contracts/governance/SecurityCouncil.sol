// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {IReviewBoard} from "../interfaces/IReviewBoard.sol";
import {ISecurityCouncil} from "../interfaces/ISecurityCouncil.sol";
import {VersionId} from "../types/Ids.sol";

/// @title The security council
/// @dev Holds the board's role SECURITY_COUNCIL itself, so that its bounds can't be gone round by a member.
contract SecurityCouncil is AccessManaged, ISecurityCouncil {
    uint256 private constant MAX_MEMBERS = 16;

    /// @inheritdoc ISecurityCouncil
    IReviewBoard public immutable board;

    /// @inheritdoc ISecurityCouncil
    uint48 public immutable maximumSuspension;

    /// @inheritdoc ISecurityCouncil
    uint48 public immutable maximumMandate;

    /// @inheritdoc ISecurityCouncil
    uint48 public mandateEndsAt;

    /// @inheritdoc ISecurityCouncil
    uint256 public term;

    /// @inheritdoc ISecurityCouncil
    mapping(VersionId versionId => bool) public wasSuspended;

    mapping(address account => uint256 term) private _terms;
    address[] private _members;

    constructor(
        address authority_,
        IReviewBoard board_,
        uint48 maximumSuspension_,
        uint48 maximumMandate_
    ) AccessManaged(authority_) {
        if (maximumSuspension_ == 0) revert SecurityCouncilInvalidSetting("maximumSuspension", 0);
        if (maximumMandate_ == 0) revert SecurityCouncilInvalidSetting("maximumMandate", 0);
        board = board_;
        maximumSuspension = maximumSuspension_;
        maximumMandate = maximumMandate_;
    }

    /// @inheritdoc ISecurityCouncil
    function suspend(VersionId versionId, uint48 duration, string calldata reason) external {
        if (Time.timestamp() >= mandateEndsAt) revert SecurityCouncilMandateEnded(mandateEndsAt);
        if (!isMember(msg.sender)) revert SecurityCouncilNotMember(msg.sender, term);
        if (duration > maximumSuspension) revert SecurityCouncilSuspensionTooLong(duration, maximumSuspension);
        if (wasSuspended[versionId]) revert SecurityCouncilAlreadySuspended(versionId);

        wasSuspended[versionId] = true;
        uint48 until = Time.timestamp() + duration;
        emit VersionSuspended(versionId, msg.sender, until);
        board.suspend(versionId, until, reason);
    }

    /// @inheritdoc ISecurityCouncil
    function appoint(address[] calldata members_, uint48 mandate) external restricted {
        if (members_.length > MAX_MEMBERS) revert SecurityCouncilInvalidSetting("members", members_.length);
        if (mandate > maximumMandate) revert SecurityCouncilInvalidSetting("mandate", mandate);
        uint256 newTerm = ++term;
        for (uint256 i = 0; i < members_.length; ++i) _terms[members_[i]] = newTerm;
        _members = members_;
        mandateEndsAt = Time.timestamp() + mandate;
        emit CouncilAppointed(newTerm, members_, mandateEndsAt);
    }

    /// @inheritdoc ISecurityCouncil
    function members() external view returns (address[] memory) {
        return _members;
    }

    /// @inheritdoc ISecurityCouncil
    function isMember(address account) public view returns (bool) {
        return Time.timestamp() < mandateEndsAt && _terms[account] == term;
    }
}
