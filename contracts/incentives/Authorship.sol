// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAuthorship} from "../interfaces/IAuthorship.sol";

/// @title Who had an artifact first
/// @dev Times, not block numbers, decide, because a publication in the registry counts too and has a time.
abstract contract Authorship is IAuthorship {
    /// @dev Blocks between a commitment and its opening by a submission: who copies an opened one comes too late.
    uint256 public constant COMMIT_BLOCKS = 3;

    mapping(bytes32 hash => Commitment) private _commitments;
    mapping(bytes32 artifactDigest => Author) private _authors;

    /// @inheritdoc IAuthorship
    function commitSubmission(bytes32 hash) external {
        if (_commitments[hash].committedAt != 0) revert AuthorshipAlreadyCommitted(hash);
        _commitments[hash] = Commitment(uint48(block.timestamp), uint48(block.number));
        emit SubmissionCommitted(hash);
    }

    /// @inheritdoc IAuthorship
    function proveAuthorship(address account, bytes32 artifactDigest, bytes32 salt) external {
        Commitment memory opened = _open(account, artifactDigest, salt);
        _recordAuthor(account, artifactDigest, opened.committedAt);
    }

    /// @inheritdoc IAuthorship
    function authorOf(bytes32 artifactDigest) external view returns (Author memory) {
        return _authors[artifactDigest];
    }

    /// @inheritdoc IAuthorship
    function commitment(bytes32 hash) external view returns (Commitment memory) {
        return _commitments[hash];
    }

    /// @inheritdoc IAuthorship
    function commitmentOf(address account, bytes32 artifactDigest, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(account, artifactDigest, salt));
    }

    /// @dev The account had the artifact when it committed, and when it published it.
    function _submitWork(address account, bytes32 artifactDigest, bytes32 salt, uint48 publishedAt) internal {
        Commitment memory opened = _open(account, artifactDigest, salt);
        uint256 ready = opened.committedIn + COMMIT_BLOCKS;
        if (block.number < ready) {
            revert AuthorshipCommitmentTooYoung(commitmentOf(account, artifactDigest, salt), ready);
        }
        _recordAuthor(account, artifactDigest, uint48(Math.min(opened.committedAt, publishedAt)));
    }

    /// @dev Reverts if the account is the artifact's author, or nobody else is known to be.
    function _requireAnothersWork(address account, bytes32 artifactDigest) internal view {
        address author = _authors[artifactDigest].account;
        if (author == account) revert AuthorshipOwnWork(artifactDigest, author);
    }

    function _recordAuthor(address account, bytes32 artifactDigest, uint48 since) private {
        Author memory known = _authors[artifactDigest];
        if (known.since != 0 && known.since <= since) {
            if (known.account == account) return;
            revert AuthorshipAnothersWork(artifactDigest, known.account, known.since);
        }
        _authors[artifactDigest] = Author(account, since);
        emit AuthorshipProven(artifactDigest, account, since);
    }

    function _open(
        address account,
        bytes32 artifactDigest,
        bytes32 salt
    ) private view returns (Commitment memory opened) {
        bytes32 hash = commitmentOf(account, artifactDigest, salt);
        opened = _commitments[hash];
        if (opened.committedAt == 0) revert AuthorshipNotCommitted(hash);
    }
}
