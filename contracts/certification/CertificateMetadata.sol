// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {VersionId} from "../types/Ids.sol";

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
            _text("status", _statusName(status)),
            ",",
            _text("versionId", id),
            ",",
            _text("artifactDigest", uint256(certification.artifactDigest).toHexString(32)),
            ",",
            _text("attester", attester.toChecksumHexString()),
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
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function _times(ICertificationRegistry.Certification memory certification) private pure returns (string memory) {
        return
            string.concat(
                _date("issuedAt", certification.issuedAt),
                ",",
                _date("expiresAt", certification.expiresAt),
                ",",
                _date("suspendedUntil", certification.suspendedUntil),
                ",",
                _date("revokedAt", certification.revokedAt)
            );
    }

    /// @dev Only what there is: the end before the last renewal, and the versions before and after.
    function _links(
        ICertificationRegistry.CertificationLinks memory links
    ) private pure returns (string memory attributes) {
        if (links.renewedAt != 0) {
            attributes = string.concat(
                ",",
                _date("renewedAt", links.renewedAt),
                ",",
                _date("previousExpiresAt", links.previousExpiresAt)
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
        return id == 0 ? "" : string.concat(",", _text(trait, id.toHexString(32)));
    }

    function _text(string memory trait, string memory value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', trait, '","value":"', value, '"}');
    }

    function _date(string memory trait, uint48 value) private pure returns (string memory) {
        return
            string.concat('{"trait_type":"', trait, '","display_type":"date","value":', uint256(value).toString(), "}");
    }

    function _statusName(ICertificationRegistry.CertificationStatus status) private pure returns (string memory) {
        if (status == ICertificationRegistry.CertificationStatus.Valid) return "Valid";
        if (status == ICertificationRegistry.CertificationStatus.Suspended) return "Suspended";
        if (status == ICertificationRegistry.CertificationStatus.Expired) return "Expired";
        if (status == ICertificationRegistry.CertificationStatus.Revoked) return "Revoked";
        return "None";
    }
}
