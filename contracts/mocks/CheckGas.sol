// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ICertificationRegistry} from "../interfaces/ICertificationRegistry.sol";
import {IModuleRegistry} from "../interfaces/IModuleRegistry.sol";
import {VersionId} from "../types/Ids.sol";

/// @title Measures what a check costs a calling contract, for tests
contract CheckGas {
    ICertificationRegistry public immutable certifications;

    constructor(ICertificationRegistry certifications_) {
        certifications = certifications_;
    }

    /// @notice Gas around the call, the registry's address cold.
    function check(VersionId versionId, address attester) external view returns (uint256 used) {
        used = gasleft();
        certifications.check(versionId, attester);
        used -= gasleft();
    }

    /// @notice Gas around the call, the registry's address cold.
    function check(
        VersionId versionId,
        address[] calldata attesters,
        uint256 threshold
    ) external view returns (uint256 used) {
        used = gasleft();
        certifications.check(versionId, attesters, threshold);
        used -= gasleft();
    }

    /// @notice Gas around the ERC-7484 call, the registry's and the module's addresses cold.
    function checkCode(
        address module,
        address[] calldata attesters,
        uint256 threshold
    ) external view returns (uint256 used) {
        IModuleRegistry modules = IModuleRegistry(address(certifications));
        used = gasleft();
        modules.check(module, attesters, threshold);
        used -= gasleft();
    }
}
