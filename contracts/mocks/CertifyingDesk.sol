// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {VersionId} from "../types/Ids.sol";

/// @title An attester without a vote that suspends and revokes as the board does, for tests
contract CertifyingDesk is AccessManaged {
    ICertificationRegistry private immutable _certifications;

    constructor(address authority_, ICertificationRegistry certifications_) AccessManaged(authority_) {
        _certifications = certifications_;
    }

    /// @notice Any call may certify.
    function certify(VersionId versionId, uint48 expiresAt) external {
        _certifications.attest(versionId, bytes32(uint256(1)), expiresAt, 0);
    }

    function suspend(VersionId versionId, uint48 until, string calldata reason) external restricted {
        _certifications.suspend(versionId, until, reason);
    }

    function revoke(VersionId versionId, bool forCause, string calldata reason) external restricted {
        _certifications.revoke(versionId, forCause, reason);
    }
}
