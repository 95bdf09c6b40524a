// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Ballots} from "./Ballots.sol";
import {ClosedGovernor} from "./ClosedGovernor.sol";

/// @title A Governor whose ballots are signed with nonce 0
abstract contract GovernorBallots is ClosedGovernor {
    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal view override returns (bool) {
        bytes32 structHash = Ballots.ballotHash(proposalId, support, voter);
        return Ballots.isSigned(voter, _hashTypedDataV4(structHash), signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal view override returns (bool) {
        bytes32 structHash = Ballots.extendedBallotHash(proposalId, support, voter, reason, params);
        return Ballots.isSigned(voter, _hashTypedDataV4(structHash), signature);
    }
}
