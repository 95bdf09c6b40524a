// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChamberWord} from "./ChamberWord.sol";
import {CHAMBER_COUNT} from "./Chambers.sol";
import {TaskId, VersionId} from "./Ids.sol";
import {RULED, ReviewWord} from "./ReviewWord.sol";

/// @dev The count of one review. `excluded` are the accounts whose receipt was taken at submission, so that they can't
/// vote.
struct ReviewCount {
    ReviewWord review;
    ChamberWord[CHAMBER_COUNT] chambers;
    mapping(address account => bool) excluded;
}

/// @dev What a review is about, fixed at submission; and when a dispute about it was rejected last.
struct ReviewSubject {
    VersionId versionId;
    bytes32 artifactDigest;
    TaskId auditTaskId;
    uint256 bountyId;
    uint48 ruledAt;
}

using {lapsesAt} for ReviewSubject global;

/// @dev When a review that passes lapses unless it is executed before: its execution window counts from the end of its
/// challenge window, or from a later ruling that rejected a dispute about it.
function lapsesAt(ReviewSubject storage subject, ReviewWord word) view returns (uint48) {
    uint48 from = word.eta();
    if (word.has(RULED) && subject.ruledAt > from) from = subject.ruledAt;
    return from + word.executionWindow();
}
