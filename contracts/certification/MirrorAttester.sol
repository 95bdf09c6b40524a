// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {VersionId} from "../types/Ids.sol";

/// @title The attester of a sovereign mirror, in the hands of its own DAO
/// @notice It re-certifies what `home` certifies, and suspends or revokes for itself; it never certifies on its own.
contract MirrorAttester is AccessManaged {
    ICertificationRegistry public immutable certifications;
    address public immutable home;

    error MirrorAttesterZeroAddress(string field);

    constructor(address manager, ICertificationRegistry certifications_, address home_) AccessManaged(manager) {
        if (address(certifications_) == address(0)) revert MirrorAttesterZeroAddress("certifications");
        if (home_ == address(0)) revert MirrorAttesterZeroAddress("home");
        certifications = certifications_;
        home = home_;
    }

    /// @notice Certifies a version by reference to the home's certification.
    /// @param decision The DAO's own reference, such as a proposal's id
    function recertify(VersionId versionId, uint48 expiresAt, bool followsHome, uint256 decision) external restricted {
        certifications.attestByReference(versionId, home, expiresAt, followsHome, decision);
    }

    /// @notice Lengthens a certification, within its home's.
    function renew(VersionId versionId, uint48 expiresAt, uint256 decision) external restricted {
        certifications.renew(versionId, expiresAt, decision);
    }

    function suspend(VersionId versionId, uint48 until, string calldata reason) external restricted {
        certifications.suspend(versionId, until, reason);
    }

    function revoke(VersionId versionId, bool forCause, string calldata reason) external restricted {
        certifications.revoke(versionId, forCause, reason);
    }
}
