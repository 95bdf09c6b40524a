// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ICertificateToken} from "../interfaces/ICertificateToken.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {VersionId} from "../types/Ids.sol";
import {ReviewCount, ReviewSubject} from "../types/ReviewCount.sol";
import {RuleBook} from "./ReviewRules.sol";
import {SeatBook} from "./SeatRolls.sol";

/// @title What the board and its desk both know
/// @dev The first base of both, so that these variables lie in the same slots in both. The desk's code runs on the
/// board's storage; what a base after this one stores is the board's alone.
abstract contract BoardState is AccessManaged {
    uint48 internal immutable _termUnit;
    ICertificationRegistry internal immutable _certifications;
    ICertificateToken internal immutable _credentials;

    SeatBook internal _seatBook;
    RuleBook internal _rules;
    mapping(uint256 proposalId => ReviewCount) internal _counts;
    mapping(uint256 proposalId => ReviewSubject) internal _subjects;
    mapping(VersionId versionId => uint256 proposalId) internal _latestProposals;

    constructor(uint48 termUnit_, ICertificationRegistry certifications_, ICertificateToken credentials_) {
        _termUnit = termUnit_;
        _certifications = certifications_;
        _credentials = credentials_;
    }

    /// @dev Tells who watches the credential (ERC-4906) that its certification changed. Every certification has one.
    function _announce(VersionId versionId) internal {
        _credentials.announceUpdate(uint256(VersionId.unwrap(versionId)));
    }
}
