// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {CertificationWord, certificationWord, followingWord} from "../types/CertificationWord.sol";
import {VersionId} from "../types/Ids.sol";
import {ModuleRegistryAdapter} from "./ModuleRegistryAdapter.sol";

/// @title Attestations about versions, by attester
contract CertificationRegistry is ModuleRegistryAdapter {
    using SafeCast for uint256;

    VersionId private constant NO_VERSION = VersionId.wrap(0);

    /// @inheritdoc ICertificationRegistry
    function attest(VersionId versionId, bytes32 artifactDigest, uint48 expiresAt, uint256 proposalId) external {
        _requireNew(versionId, expiresAt);
        _words[versionId][msg.sender] = certificationWord(block.timestamp.toUint48(), expiresAt);
        _details[versionId][msg.sender].artifactDigest = artifactDigest;
        emit CertificationAttested(versionId, msg.sender, artifactDigest, expiresAt, proposalId);
    }

    /// @inheritdoc ICertificationRegistry
    function attestByReference(
        VersionId versionId,
        address home,
        uint48 expiresAt,
        bool followsHome,
        uint256 proposalId
    ) external {
        _requireNew(versionId, expiresAt);
        _requireWithinHome(versionId, home, expiresAt);
        Details storage details = _details[versionId][msg.sender];
        bytes32 artifactDigest = _details[versionId][home].artifactDigest;
        uint48 issuedAt = block.timestamp.toUint48();
        _words[versionId][msg.sender] =
            followsHome ? followingWord(issuedAt, expiresAt) : certificationWord(issuedAt, expiresAt);
        details.artifactDigest = artifactDigest;
        details.home = home;
        emit CertificationAttested(versionId, msg.sender, artifactDigest, expiresAt, proposalId);
        emit CertificationMirrored(versionId, msg.sender, home, followsHome);
    }

    /// @inheritdoc ICertificationRegistry
    function renew(VersionId versionId, uint48 expiresAt, uint256 proposalId) external {
        CertificationWord word = _revocable(versionId);
        uint48 previous = word.expiresAt();
        if (expiresAt <= previous) revert CertificationRegistryNotLengthened(previous, expiresAt);
        if (expiresAt <= block.timestamp) revert CertificationRegistryInvalidExpiry(expiresAt);
        Details storage details = _details[versionId][msg.sender];
        if (details.home != address(0)) _requireWithinHome(versionId, details.home, expiresAt);

        details.renewedAt = block.timestamp.toUint48();
        details.previousExpiresAt = previous;
        _save(versionId, word.renewed(expiresAt));
        emit CertificationRenewed(versionId, msg.sender, previous, expiresAt, proposalId);
    }

    /// @inheritdoc ICertificationRegistry
    /// @dev A successor has no successor of its own yet, so links never close to a ring.
    function supersede(VersionId versionId, VersionId previousVersionId) external {
        CertificationStatus status = statusOf(versionId, msg.sender);
        if (status != CertificationStatus.Valid) revert CertificationRegistryNotValid(versionId, msg.sender, status);
        if (!_exists(previousVersionId)) revert CertificationRegistryUnknown(previousVersionId, msg.sender);
        Details storage details = _details[versionId][msg.sender];
        Details storage previous = _details[previousVersionId][msg.sender];
        bool linked = details.supersedes != NO_VERSION || details.supersededBy != NO_VERSION;
        if (linked || previous.supersededBy != NO_VERSION || versionId == previousVersionId) {
            revert CertificationRegistryInvalidSuccessor(versionId, previousVersionId);
        }
        details.supersedes = previousVersionId;
        previous.supersededBy = versionId;
        emit CertificationSuperseded(versionId, previousVersionId, msg.sender);
    }

    /// @inheritdoc ICertificationRegistry
    function suspend(VersionId versionId, uint48 until, string calldata reason) external {
        CertificationWord word = _revocable(versionId);
        if (until <= block.timestamp || until <= word.suspendedUntil()) {
            revert CertificationRegistryInvalidSuspension(until);
        }
        _save(versionId, word.suspended(until));
        emit CertificationSuspended(versionId, msg.sender, until, reason);
    }

    /// @inheritdoc ICertificationRegistry
    function revoke(VersionId versionId, bool forCause, string calldata reason) external {
        _save(versionId, _revocable(versionId).revoked(block.timestamp.toUint48(), forCause));
        emit CertificationRevoked(versionId, msg.sender, forCause, reason);
    }

    /// @inheritdoc ICertificationRegistry
    function expire(VersionId versionId, address attester) external {
        CertificationStatus status = statusOf(versionId, attester);
        if (status != CertificationStatus.Expired) revert CertificationRegistryNotExpired(versionId, attester, status);
        emit CertificationExpired(versionId, attester, _words[versionId][attester].expiresAt());
    }

    /// @inheritdoc ICertificationRegistry
    function check(VersionId versionId, address attester) external view {
        if (_words[versionId][attester].isValidAt(block.timestamp)) return;
        CertificationStatus status = statusOf(versionId, attester);
        if (status != CertificationStatus.Valid) revert CertificationRegistryNotValid(versionId, attester, status);
    }

    /// @inheritdoc ICertificationRegistry
    function check(VersionId versionId, address[] calldata attesters, uint256 threshold) external view {
        uint256 valid = _countValid(_words[versionId], VersionId.unwrap(versionId), attesters, threshold);
        if (valid < threshold) revert CertificationRegistryThresholdNotMet(versionId, valid, threshold);
    }

    /// @inheritdoc ICertificationRegistry
    function certificationOf(VersionId versionId, address attester) external view returns (Certification memory) {
        CertificationWord word = _liveWord(versionId, attester);
        return
            Certification({
                issuedAt: word.issuedAt(),
                expiresAt: word.expiresAt(),
                suspendedUntil: word.suspendedUntil(),
                revokedAt: word.revokedAt(),
                revokedForCause: word.isRevokedForCause(),
                artifactDigest: _details[versionId][attester].artifactDigest
            });
    }

    /// @inheritdoc ICertificationRegistry
    function linksOf(VersionId versionId, address attester) external view returns (CertificationLinks memory) {
        Details storage details = _details[versionId][attester];
        return
            CertificationLinks({
                home: details.home,
                followsHome: _words[versionId][attester].isFollowing(),
                renewedAt: details.renewedAt,
                previousExpiresAt: details.previousExpiresAt,
                supersedes: details.supersedes,
                supersededBy: details.supersededBy
            });
    }

    /// @inheritdoc ICertificationRegistry
    function statusOf(VersionId versionId, address attester) public view returns (CertificationStatus) {
        return _liveWord(versionId, attester).statusAt(block.timestamp);
    }

    function _requireNew(VersionId versionId, uint48 expiresAt) private view {
        if (_exists(versionId)) revert CertificationRegistryAlreadyAttested(versionId, msg.sender);
        if (expiresAt <= block.timestamp) revert CertificationRegistryInvalidExpiry(expiresAt);
    }

    /// @dev A home's end is only ever put off, so a mirror once within it stays within it.
    function _requireWithinHome(VersionId versionId, address home, uint48 expiresAt) private view {
        if (_details[versionId][home].home != address(0)) revert CertificationRegistryMirrorOfMirror(versionId, home);
        CertificationStatus status = statusOf(versionId, home);
        if (status != CertificationStatus.Valid) revert CertificationRegistryNotValid(versionId, home, status);
        uint48 homeExpiresAt = _words[versionId][home].expiresAt();
        if (expiresAt > homeExpiresAt) revert CertificationRegistryBeyondHome(expiresAt, homeExpiresAt);
    }

    /// @dev The caller's certification, if it isn't revoked.
    function _revocable(VersionId versionId) private view returns (CertificationWord word) {
        word = _words[versionId][msg.sender];
        if (!_exists(versionId)) revert CertificationRegistryUnknown(versionId, msg.sender);
        if (word.revokedAt() != 0) revert CertificationRegistryAlreadyRevoked(versionId, msg.sender);
    }

    function _exists(VersionId versionId) private view returns (bool) {
        return CertificationWord.unwrap(_words[versionId][msg.sender]) != 0;
    }
}
