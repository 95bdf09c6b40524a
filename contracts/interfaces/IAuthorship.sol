// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Who had an artifact first
/// @notice A commitment hides its artifact until its author opens it. The author of an artifact is the account with the
/// earliest opened commitment to it, or publication of it, that this contract has seen.
interface IAuthorship {
    /// @param committedAt Unix seconds
    /// @param committedIn Block number
    struct Commitment {
        uint48 committedAt;
        uint48 committedIn;
    }

    /// @param since Unix seconds from which the account is known to have had the artifact; 0 if nobody is
    struct Author {
        address account;
        uint48 since;
    }

    event SubmissionCommitted(bytes32 indexed commitment);
    event AuthorshipProven(bytes32 indexed artifactDigest, address indexed author, uint48 since);

    error AuthorshipAlreadyCommitted(bytes32 commitment);
    error AuthorshipNotCommitted(bytes32 commitment);
    error AuthorshipCommitmentTooYoung(bytes32 commitment, uint256 readyInBlock);
    error AuthorshipAnothersWork(bytes32 artifactDigest, address author, uint48 since);
    error AuthorshipOwnWork(bytes32 artifactDigest, address author);

    /// @notice Records a commitment (see `commitmentOf`). Anyone may relay it: it serves only the account inside.
    function commitSubmission(bytes32 commitment) external;

    /// @notice Opens an account's commitment: the account becomes the artifact's author unless another was earlier.
    function proveAuthorship(address account, bytes32 artifactDigest, bytes32 salt) external;

    function authorOf(bytes32 artifactDigest) external view returns (Author memory);

    function commitment(bytes32 hash) external view returns (Commitment memory);

    /// @notice `keccak256(account, artifactDigest, salt)`, ABI-encoded.
    function commitmentOf(address account, bytes32 artifactDigest, bytes32 salt) external pure returns (bytes32);
}
