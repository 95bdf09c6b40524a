// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {CertificationWord} from "../types/CertificationWord.sol";
import {VersionId} from "../types/Ids.sol";

/// @title What attesters said, and the counting of what is valid
/// @dev One word decides validity, so a check reads one slot per attester; a mirror's that follows its home carries a flag
/// which makes that word fail, and only then is the home's read too.
abstract contract CertificationRecords is ICertificationRegistry {
    /// @dev What no check reads. `home` is zero unless the certification is a mirror.
    struct Details {
        bytes32 artifactDigest;
        address home;
        uint48 renewedAt;
        uint48 previousExpiresAt;
        VersionId supersedes;
        VersionId supersededBy;
    }

    uint256 internal constant MAX_ATTESTERS = 32;

    mapping(VersionId versionId => mapping(address attester => CertificationWord)) internal _words;
    mapping(VersionId versionId => mapping(address attester => Details)) internal _details;

    /// @dev Changes the caller's certification; whatever else shows it changes with it.
    function _save(VersionId versionId, CertificationWord word) internal virtual {
        _words[versionId][msg.sender] = word;
    }

    /// @dev The word that holds now: of a mirror that follows its home, both words' restrictions together.
    function _liveWord(VersionId versionId, address attester) internal view returns (CertificationWord word) {
        word = _words[versionId][attester];
        if (word.isFollowing()) word = word.restrictedBy(_words[versionId][_details[versionId][attester].home]);
    }

    /// @dev Reverts unless the list ascends strictly and its length and the threshold fit; how many of it are valid is up to
    /// `_isValid`, asked only for words that don't pass by themselves.
    function _countValid(
        mapping(address attester => CertificationWord) storage words,
        bytes32 subject,
        address[] calldata attesters,
        uint256 threshold
    ) internal view returns (uint256 valid) {
        uint256 count = attesters.length;
        if (count > MAX_ATTESTERS) revert CertificationRegistryTooManyAttesters(count, MAX_ATTESTERS);
        if (threshold == 0 || threshold > count) revert CertificationRegistryInvalidThreshold(threshold, count);

        address previous = address(0);
        uint256 position;
        uint256 end;
        // The list lies in calldata, 32 bytes an entry; reading it by position saves the check of each index.
        // solhint-disable no-inline-assembly
        assembly ("memory-safe") {
            position := attesters.offset
            end := add(position, shl(5, count))
        }
        // At least one round, because 0 < threshold <= count.
        do {
            address attester;
            assembly ("memory-safe") {
                attester := shr(96, shl(96, calldataload(position)))
            }
            if (attester <= previous) revert CertificationRegistryUnsortedAttesters(previous, attester);
            previous = attester;
            CertificationWord word = words[attester];
            // At most one an attester, of which there are at most MAX_ATTESTERS; positions stay below the calldata's length.
            unchecked {
                if (word.isValidAt(block.timestamp)) ++valid;
                else if (word.isFollowing() && _followsValid(subject, attester)) ++valid;
                position += 32;
            }
        } while (position < end);
        // solhint-enable no-inline-assembly
    }

    /// @dev Whether a mirror's certification, which follows its home, is valid now.
    function _followsValid(bytes32 subject, address attester) internal view virtual returns (bool) {
        return _liveWord(VersionId.wrap(subject), attester).isValidAt(block.timestamp);
    }
}
