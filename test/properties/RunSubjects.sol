// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IClauseRegistry} from "../../contracts/interfaces/IClauseRegistry.sol";
import {ILicenceRegistry} from "../../contracts/interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {ClauseId, EventId, VersionId} from "../../contracts/types/Ids.sol";

/// @dev Stands in for the four registries that the consensus asks about a run, and answers what a property sets.
contract RunSubjects {
    IPluginRegistry.Version private _version;
    IClauseRegistry.BindingMode public binding;
    bool public certified;
    /// @dev Who may do what with every version, as `LicenceRegistry` would answer.
    mapping(address account => mapping(ILicenceRegistry.LicenceAccess => bool)) public licensed;

    error RunSubjectsNotCertified(VersionId versionId, address attester);

    function set(IPluginRegistry.Version calldata version_, IClauseRegistry.BindingMode binding_, bool valid) external {
        _version = version_;
        binding = binding_;
        certified = valid;
    }

    function license(address account, ILicenceRegistry.LicenceAccess access, bool allowed) external {
        licensed[account][access] = allowed;
    }

    function trigger(IClauseRegistry.ClauseEvent calldata clauseEvent, bytes calldata) external pure returns (EventId) {
        return EventId.wrap(keccak256(abi.encode(clauseEvent)));
    }

    function version(VersionId) external view returns (IPluginRegistry.Version memory) {
        return _version;
    }

    function bindingOf(ClauseId, VersionId) external view returns (IClauseRegistry.BindingMode) {
        return binding;
    }

    function hasAccess(
        address account,
        VersionId,
        ILicenceRegistry.LicenceAccess access
    ) external view returns (bool) {
        return licensed[account][access];
    }

    function check(VersionId versionId, address attester) external view {
        if (!certified) revert RunSubjectsNotCertified(versionId, attester);
    }
}
