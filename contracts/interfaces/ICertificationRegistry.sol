// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {VersionId} from "../types/Ids.sol";

/// @title Attestations about versions, by attester
/// @notice Ownerless. The attester is the caller; consumers choose which attesters they trust.
interface ICertificationRegistry {
    enum CertificationStatus {
        None,
        Valid,
        Suspended,
        Expired,
        Revoked
    }

    /// @dev Times are Unix seconds, 0 = not set.
    struct Certification {
        uint48 issuedAt;
        uint48 expiresAt;
        uint48 suspendedUntil;
        uint48 revokedAt;
        bool revokedForCause;
        bytes32 artifactDigest;
    }

    /// @param proposalId The attester's own reference: for a Review Board, the executed proposal
    event CertificationAttested(
        VersionId indexed versionId,
        address indexed attester,
        bytes32 artifactDigest,
        uint48 expiresAt,
        uint256 proposalId
    );
    /// @param previous Until when it was valid before
    event CertificationRenewed(
        VersionId indexed versionId,
        address indexed attester,
        uint48 previous,
        uint48 expiresAt,
        uint256 proposalId
    );
    event CertificationSuspended(VersionId indexed versionId, address indexed attester, uint48 until, string reason);
    event CertificationRevoked(VersionId indexed versionId, address indexed attester, bool forCause, string reason);

    error CertificationRegistryAlreadyAttested(VersionId versionId, address attester);
    error CertificationRegistryUnknown(VersionId versionId, address attester);
    error CertificationRegistryInvalidExpiry(uint48 expiresAt);
    error CertificationRegistryNotLengthened(uint48 current, uint48 expiresAt);
    error CertificationRegistryInvalidSuspension(uint48 until);
    error CertificationRegistryAlreadyRevoked(VersionId versionId, address attester);
    error CertificationRegistryNotValid(VersionId versionId, address attester, CertificationStatus status);
    error CertificationRegistryThresholdNotMet(VersionId versionId, uint256 valid, uint256 threshold);
    error CertificationRegistryInvalidThreshold(uint256 threshold, uint256 attesters);
    error CertificationRegistryTooManyAttesters(uint256 attesters, uint256 maximum);
    error CertificationRegistryUnsortedAttesters(address previous, address next);

    /// @notice Certifies a version in the caller's name until `expiresAt`. Once per version and attester.
    function attest(VersionId versionId, bytes32 artifactDigest, uint48 expiresAt, uint256 proposalId) external;

    /// @notice Lengthens the caller's certification, also after it expired. It never shortens one, never revives a revoked
    /// one, and leaves a suspension in force.
    function renew(VersionId versionId, uint48 expiresAt, uint256 proposalId) external;

    /// @notice Suspends the caller's certification until `until`; it never shortens a suspension in force.
    function suspend(VersionId versionId, uint48 until, string calldata reason) external;

    /// @notice Ends the caller's certification for ever; `forCause` also invalidates results that rest on it.
    function revoke(VersionId versionId, bool forCause, string calldata reason) external;

    /// @notice Reverts unless the attester's certification is valid now.
    function check(VersionId versionId, address attester) external view;

    /// @notice Reverts unless at least `threshold` of the attesters (strictly ascending) certify the version now.
    function check(VersionId versionId, address[] calldata attesters, uint256 threshold) external view;

    function statusOf(VersionId versionId, address attester) external view returns (CertificationStatus);

    function certificationOf(VersionId versionId, address attester) external view returns (Certification memory);
}
