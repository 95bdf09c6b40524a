// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IClauseRegistry} from "../../contracts/interfaces/IClauseRegistry.sol";
import {IPluginRegistry} from "../../contracts/interfaces/IPluginRegistry.sol";
import {ClauseId, EventId, VersionId} from "../../contracts/types/Ids.sol";

/// @dev Stands in for the three registries that the consensus asks about a run, and answers what a property sets.
contract RunSubjects {
    IPluginRegistry.Version private _version;
    IClauseRegistry.BindingMode public binding;
    bool public certified;

    error RunSubjectsNotCertified(VersionId versionId, address attester);

    function set(IPluginRegistry.Version calldata version_, IClauseRegistry.BindingMode binding_, bool valid) external {
        _version = version_;
        binding = binding_;
        certified = valid;
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

    function check(VersionId versionId, address attester) external view {
        if (!certified) revert RunSubjectsNotCertified(versionId, attester);
    }
}
