// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {CertificationWord, certificationWord} from "../types/CertificationWord.sol";
import {VersionId} from "../types/Ids.sol";

/// @title Attestations about versions, by attester
/// @dev One word decides validity, so a check reads one slot per attester.
contract CertificationRegistry is ICertificationRegistry {
    using SafeCast for uint256;

    struct Record {
        CertificationWord word;
        bytes32 artifactDigest;
    }

    uint256 private constant MAX_ATTESTERS = 32;

    mapping(VersionId versionId => mapping(address attester => Record)) private _records;

    /// @inheritdoc ICertificationRegistry
    function attest(VersionId versionId, bytes32 artifactDigest, uint48 expiresAt, uint256 proposalId) external {
        Record storage record = _records[versionId][msg.sender];
        if (_exists(record)) revert CertificationRegistryAlreadyAttested(versionId, msg.sender);
        if (expiresAt <= block.timestamp) revert CertificationRegistryInvalidExpiry(expiresAt);

        record.word = certificationWord(block.timestamp.toUint48(), expiresAt);
        record.artifactDigest = artifactDigest;
        emit CertificationAttested(versionId, msg.sender, artifactDigest, expiresAt, proposalId);
    }

    /// @inheritdoc ICertificationRegistry
    function renew(VersionId versionId, uint48 expiresAt, uint256 proposalId) external {
        Record storage record = _revocable(versionId);
        uint48 previous = record.word.expiresAt();
        if (expiresAt <= previous) revert CertificationRegistryNotLengthened(previous, expiresAt);
        if (expiresAt <= block.timestamp) revert CertificationRegistryInvalidExpiry(expiresAt);
        record.word = record.word.renewed(expiresAt);
        emit CertificationRenewed(versionId, msg.sender, previous, expiresAt, proposalId);
    }

    /// @inheritdoc ICertificationRegistry
    function suspend(VersionId versionId, uint48 until, string calldata reason) external {
        Record storage record = _revocable(versionId);
        if (until <= block.timestamp || until <= record.word.suspendedUntil()) {
            revert CertificationRegistryInvalidSuspension(until);
        }
        record.word = record.word.suspended(until);
        emit CertificationSuspended(versionId, msg.sender, until, reason);
    }

    /// @inheritdoc ICertificationRegistry
    function revoke(VersionId versionId, bool forCause, string calldata reason) external {
        Record storage record = _revocable(versionId);
        record.word = record.word.revoked(block.timestamp.toUint48(), forCause);
        emit CertificationRevoked(versionId, msg.sender, forCause, reason);
    }

    /// @inheritdoc ICertificationRegistry
    function check(VersionId versionId, address attester) external view {
        CertificationStatus status = statusOf(versionId, attester);
        if (status != CertificationStatus.Valid) revert CertificationRegistryNotValid(versionId, attester, status);
    }

    /// @inheritdoc ICertificationRegistry
    function check(VersionId versionId, address[] calldata attesters, uint256 threshold) external view {
        uint256 count = attesters.length;
        if (count > MAX_ATTESTERS) revert CertificationRegistryTooManyAttesters(count, MAX_ATTESTERS);
        if (threshold == 0 || threshold > count) revert CertificationRegistryInvalidThreshold(threshold, count);

        mapping(address attester => Record) storage records = _records[versionId];
        uint256 valid = 0;
        address previous = address(0);
        uint256 i = 0;
        // At least one round, because 0 < threshold <= count; a test before the first would cost a check of one attester
        // more.
        do {
            address attester = attesters[i];
            if (attester <= previous) revert CertificationRegistryUnsortedAttesters(previous, attester);
            previous = attester;
            // At most one an attester, of which there are at most MAX_ATTESTERS.
            unchecked {
                if (records[attester].word.isValidAt(block.timestamp)) ++valid;
                ++i;
            }
        } while (i < count);
        if (valid < threshold) revert CertificationRegistryThresholdNotMet(versionId, valid, threshold);
    }

    /// @inheritdoc ICertificationRegistry
    function certificationOf(VersionId versionId, address attester) external view returns (Certification memory) {
        Record storage record = _records[versionId][attester];
        CertificationWord word = record.word;
        return
            Certification({
                issuedAt: word.issuedAt(),
                expiresAt: word.expiresAt(),
                suspendedUntil: word.suspendedUntil(),
                revokedAt: word.revokedAt(),
                revokedForCause: word.isRevokedForCause(),
                artifactDigest: record.artifactDigest
            });
    }

    /// @inheritdoc ICertificationRegistry
    function statusOf(VersionId versionId, address attester) public view returns (CertificationStatus) {
        return _records[versionId][attester].word.statusAt(block.timestamp);
    }

    function _revocable(VersionId versionId) private view returns (Record storage record) {
        record = _records[versionId][msg.sender];
        if (!_exists(record)) revert CertificationRegistryUnknown(versionId, msg.sender);
        if (record.word.revokedAt() != 0) revert CertificationRegistryAlreadyRevoked(versionId, msg.sender);
    }

    function _exists(Record storage record) private view returns (bool) {
        return CertificationWord.unwrap(record.word) != 0;
    }
}
