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

    /// @dev How a certification stands to others; zero where there is none. Times are Unix seconds, 0 = never.
    /// @param home The attester whose certification a mirror refers to
    /// @param followsHome Whether the mirror is valid only while its home's certification is
    /// @param previousExpiresAt Until when it was valid before its last renewal
    struct CertificationLinks {
        address home;
        bool followsHome;
        uint48 renewedAt;
        uint48 previousExpiresAt;
        VersionId supersedes;
        VersionId supersededBy;
    }

    /// @param proposalId The attester's own reference: for a Review Board, the executed proposal
    event CertificationAttested(
        VersionId indexed versionId,
        address indexed attester,
        bytes32 artifactDigest,
        uint48 expiresAt,
        uint256 proposalId
    );
    /// @dev Follows the mirror's `CertificationAttested`.
    event CertificationMirrored(
        VersionId indexed versionId,
        address indexed attester,
        address indexed home,
        bool followsHome
    );
    event CertificationSuperseded(
        VersionId indexed versionId,
        VersionId indexed previousVersionId,
        address indexed attester
    );
    event CertificationExpired(VersionId indexed versionId, address indexed attester, uint48 expiresAt);
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
    error CertificationRegistryBeyondHome(uint48 expiresAt, uint48 homeExpiresAt);
    error CertificationRegistryMirrorOfMirror(VersionId versionId, address home);
    error CertificationRegistryInvalidSuccessor(VersionId versionId, VersionId previousVersionId);
    error CertificationRegistryNotExpired(VersionId versionId, address attester, CertificationStatus status);
    error CertificationRegistryInvalidSuspension(uint48 until);
    error CertificationRegistryAlreadyRevoked(VersionId versionId, address attester);
    error CertificationRegistryNotValid(VersionId versionId, address attester, CertificationStatus status);
    error CertificationRegistryThresholdNotMet(VersionId versionId, uint256 valid, uint256 threshold);
    error CertificationRegistryInvalidThreshold(uint256 threshold, uint256 attesters);
    error CertificationRegistryTooManyAttesters(uint256 attesters, uint256 maximum);
    error CertificationRegistryUnsortedAttesters(address previous, address next);

    /// @notice Certifies a version in the caller's name until `expiresAt`. Once per version and attester.
    function attest(VersionId versionId, bytes32 artifactDigest, uint48 expiresAt, uint256 proposalId) external;

    /// @notice Certifies a version in the caller's name by reference to what `home` certifies: no longer than that, and, if it
    /// follows its home, invalid at once when that is. A mirror of a mirror is refused.
    function attestByReference(
        VersionId versionId,
        address home,
        uint48 expiresAt,
        bool followsHome,
        uint256 proposalId
    ) external;

    /// @notice Names the caller's valid certification of a version as the successor of an earlier one, which keeps its own
    /// standing. Once for each.
    function supersede(VersionId versionId, VersionId previousVersionId) external;

    /// @notice Announces that a certification expired, which it does by time alone. By anyone.
    function expire(VersionId versionId, address attester) external;

    /// @notice Lengthens the caller's certification, also after it expired. It never shortens one, never revives a revoked
    /// one, and leaves a suspension in force. A mirror's stays within its home's.
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

    function linksOf(VersionId versionId, address attester) external view returns (CertificationLinks memory);

    /// @notice A certification as it holds now: a mirror's that follows its home shows that home's suspension and revocation.
    function certificationOf(VersionId versionId, address attester) external view returns (Certification memory);
}
