// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ChamberWord} from "./ChamberWord.sol";
import {CHAMBER_COUNT} from "./Chambers.sol";
import {TaskId, VersionId} from "./Ids.sol";
import {RULED, ReviewWord} from "./ReviewWord.sol";

/// @dev How a seat's receipt was taken without a vote: at submission, for a conflict of interest, or by its holder.
enum Withdrawal {
    None,
    Excluded,
    Recused
}

/// @dev The count of one review; `withdrawals` is the number of receipts that were taken without a vote.
struct ReviewCount {
    ReviewWord review;
    ChamberWord[CHAMBER_COUNT] chambers;
    mapping(address account => Withdrawal) withdrawn;
    uint16 withdrawals;
}

using {withdraw} for ReviewCount global;

/// @dev Notes that a seat's receipt, which the caller takes, is no vote's.
function withdraw(ReviewCount storage count, address account, Withdrawal how) {
    count.withdrawn[account] = how;
    ++count.withdrawals;
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
