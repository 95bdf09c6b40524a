// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {VersionId} from "../types/Ids.sol";
import {dateAttribute, jsonUri, textAttribute} from "../types/TokenMetadata.sol";

/// @title A credential's JSON metadata, written on chain
library CertificateMetadata {
    using Strings for uint256;
    using Strings for address;

    /// @notice ERC-721 metadata of a certified version as a `data:` URI.
    function dataUri(
        VersionId versionId,
        address attester,
        ICertificationRegistry.CertificationStatus status,
        ICertificationRegistry.Certification memory certification,
        ICertificationRegistry.CertificationLinks memory links
    ) internal pure returns (string memory) {
        string memory id = uint256(VersionId.unwrap(versionId)).toHexString(32);
        string memory attributes = string.concat(
            textAttribute("status", _statusName(status)),
            ",",
            textAttribute("versionId", id),
            ",",
            textAttribute("artifactDigest", uint256(certification.artifactDigest).toHexString(32)),
            ",",
            textAttribute("attester", attester.toChecksumHexString()),
            ",",
            _times(certification),
            _links(links)
        );
        string memory json = string.concat(
            '{"name":"Nexus certificate ',
            id,
            '","description":"Certification of a plugin version by a Review Board. Non-transferable; the status is live.","attributes":[',
            attributes,
            "]}"
        );
        return jsonUri(json);
    }

    function _times(ICertificationRegistry.Certification memory certification) private pure returns (string memory) {
        return
            string.concat(
                dateAttribute("issuedAt", certification.issuedAt),
                ",",
                dateAttribute("expiresAt", certification.expiresAt),
                ",",
                dateAttribute("suspendedUntil", certification.suspendedUntil),
                ",",
                dateAttribute("revokedAt", certification.revokedAt)
            );
    }

    /// @dev Only what there is: the end before the last renewal, and the versions before and after.
    function _links(
        ICertificationRegistry.CertificationLinks memory links
    ) private pure returns (string memory attributes) {
        if (links.renewedAt != 0) {
            attributes = string.concat(
                ",",
                dateAttribute("renewedAt", links.renewedAt),
                ",",
                dateAttribute("previousExpiresAt", links.previousExpiresAt)
            );
        }
        attributes = string.concat(
            attributes,
            _version("supersedes", links.supersedes),
            _version("supersededBy", links.supersededBy)
        );
    }

    function _version(string memory trait, VersionId versionId) private pure returns (string memory) {
        uint256 id = uint256(VersionId.unwrap(versionId));
        return id == 0 ? "" : string.concat(",", textAttribute(trait, id.toHexString(32)));
    }

    function _statusName(ICertificationRegistry.CertificationStatus status) private pure returns (string memory) {
        if (status == ICertificationRegistry.CertificationStatus.Valid) return "Valid";
        if (status == ICertificationRegistry.CertificationStatus.Suspended) return "Suspended";
        if (status == ICertificationRegistry.CertificationStatus.Expired) return "Expired";
        if (status == ICertificationRegistry.CertificationStatus.Revoked) return "Revoked";
        return "None";
    }
}
