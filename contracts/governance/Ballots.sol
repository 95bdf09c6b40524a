// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signed ballots with nonce 0
/// @dev A receipt bit is their replay guard, so no nonce is ever used and `nonces` stays 0, which is what stock clients
/// sign. A signature by a voter's own key counts whether or not the account has code; any other is put to the account
/// (ERC-1271).
library Ballots {
    /// @dev Stock Governor's types.
    bytes32 internal constant BALLOT = keccak256(
        "Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"
    );
    bytes32 internal constant EXTENDED_BALLOT = keccak256(
        "ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)"
    );

    function isSigned(address voter, bytes32 digest, bytes memory signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecover(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == voter) return true;
        return SignatureChecker.isValidERC1271SignatureNow(voter, digest, signature);
    }

    function ballotHash(uint256 proposalId, uint8 support, address voter) internal pure returns (bytes32) {
        return keccak256(abi.encode(BALLOT, proposalId, support, voter, 0));
    }

    function extendedBallotHash(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params
    ) internal pure returns (bytes32) {
        bytes32 reasonHash = keccak256(bytes(reason));
        bytes32 paramsHash = keccak256(params);
        return keccak256(abi.encode(EXTENDED_BALLOT, proposalId, support, voter, 0, reasonHash, paramsHash));
    }
}
