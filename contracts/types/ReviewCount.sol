// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChamberWord} from "./ChamberWord.sol";
import {CHAMBER_COUNT} from "./Chambers.sol";
import {TaskId, VersionId} from "./Ids.sol";
import {ReviewWord} from "./ReviewWord.sol";

/// @dev The count of one review. `excluded` are the accounts whose receipt was taken at submission, so that they can't
/// vote.
struct ReviewCount {
    ReviewWord review;
    ChamberWord[CHAMBER_COUNT] chambers;
    mapping(address account => bool) excluded;
}

/// @dev What a review is about; fixed at submission.
struct ReviewSubject {
    VersionId versionId;
    bytes32 artifactDigest;
    TaskId auditTaskId;
    uint256 bountyId;
}
