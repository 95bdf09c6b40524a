// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {VersionId} from "../types/Ids.sol";

/// @title Attestations about versions, by attester
/// @dev One word decides validity, so a check reads one slot per attester.
contract CertificationRegistry is ICertificationRegistry {
    using SafeCast for uint256;

    uint256 public constant MAX_ATTESTERS = 32;

    /// @dev Keyed by attester last, so that a list of attesters shares the first hash.
    mapping(VersionId versionId => mapping(address attester => Certification)) private _certifications;

    /// @inheritdoc ICertificationRegistry
    function attest(VersionId versionId, bytes32 artifactDigest, uint48 expiresAt, uint256 proposalId) external {
        Certification storage record = _certifications[versionId][msg.sender];
        if (record.issuedAt != 0) revert CertificationRegistryAlreadyAttested(versionId, msg.sender);
        if (expiresAt <= block.timestamp) revert CertificationRegistryInvalidExpiry(expiresAt);

        record.issuedAt = block.timestamp.toUint48();
        record.expiresAt = expiresAt;
        record.artifactDigest = artifactDigest;
        emit CertificationAttested(versionId, msg.sender, artifactDigest, expiresAt, proposalId);
    }

    /// @inheritdoc ICertificationRegistry
    function suspend(VersionId versionId, uint48 until, string calldata reason) external {
        Certification storage record = _revocable(versionId);
        if (until <= block.timestamp || until <= record.suspendedUntil) {
            revert CertificationRegistryInvalidSuspension(until);
        }
        record.suspendedUntil = until;
        emit CertificationSuspended(versionId, msg.sender, until, reason);
    }

    /// @inheritdoc ICertificationRegistry
    function revoke(VersionId versionId, bool forCause, string calldata reason) external {
        Certification storage record = _revocable(versionId);
        record.revokedAt = block.timestamp.toUint48();
        record.revokedForCause = forCause;
        emit CertificationRevoked(versionId, msg.sender, forCause, reason);
    }

    /// @inheritdoc ICertificationRegistry
    function check(VersionId versionId, address attester) external view {
        CertificationStatus status = _status(_certifications[versionId][attester]);
        if (status != CertificationStatus.Valid) revert CertificationRegistryNotValid(versionId, attester, status);
    }

    /// @inheritdoc ICertificationRegistry
    function check(VersionId versionId, address[] calldata attesters, uint256 threshold) external view {
        uint256 count = attesters.length;
        if (count > MAX_ATTESTERS) revert CertificationRegistryTooManyAttesters(count, MAX_ATTESTERS);
        if (threshold == 0 || threshold > count) revert CertificationRegistryInvalidThreshold(threshold, count);

        mapping(address attester => Certification) storage certifications = _certifications[versionId];
        uint256 valid = 0;
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            address attester = attesters[i];
            if (attester <= previous) revert CertificationRegistryUnsortedAttesters(previous, attester);
            if (_status(certifications[attester]) == CertificationStatus.Valid) ++valid;
            previous = attester;
        }
        if (valid < threshold) revert CertificationRegistryThresholdNotMet(versionId, valid, threshold);
    }

    /// @inheritdoc ICertificationRegistry
    function statusOf(VersionId versionId, address attester) external view returns (CertificationStatus) {
        return _status(_certifications[versionId][attester]);
    }

    /// @inheritdoc ICertificationRegistry
    function certificationOf(VersionId versionId, address attester) external view returns (Certification memory) {
        return _certifications[versionId][attester];
    }

    function _revocable(VersionId versionId) private view returns (Certification storage record) {
        record = _certifications[versionId][msg.sender];
        if (record.issuedAt == 0) revert CertificationRegistryUnknown(versionId, msg.sender);
        if (record.revokedAt != 0) revert CertificationRegistryAlreadyRevoked(versionId, msg.sender);
    }

    function _status(Certification storage record) private view returns (CertificationStatus) {
        if (record.issuedAt == 0) return CertificationStatus.None;
        if (record.revokedAt != 0) return CertificationStatus.Revoked;
        if (block.timestamp >= record.expiresAt) return CertificationStatus.Expired;
        if (block.timestamp < record.suspendedUntil) return CertificationStatus.Suspended;
        return CertificationStatus.Valid;
    }
}
