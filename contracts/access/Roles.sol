// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Role ids in the AccessManager
/// @dev `AccessManager.ADMIN_ROLE` (0) belongs to the DAO. `test/access/Roles.test.ts` compares these with the protocol package.
library Roles {
    uint64 internal constant CLAUSE_STEWARD = 1;
    uint64 internal constant SEAT_STEWARD = 2;
    uint64 internal constant EXECUTOR_STEWARD = 3;
    uint64 internal constant PARAMETER_STEWARD = 4;
    uint64 internal constant CONSENSUS = 5;
    uint64 internal constant SECURITY_COUNCIL = 6;
    uint64 internal constant DISPUTES = 7;
}
