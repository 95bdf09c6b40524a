/** Role ids in the AccessManager, as in contracts/access/Roles.sol. `ADMIN` belongs to the DAO. */
export const ROLES = {
  ADMIN: 0n,
  CLAUSE_STEWARD: 1n,
  SEAT_STEWARD: 2n,
  EXECUTOR_STEWARD: 3n,
  PARAMETER_STEWARD: 4n,
  CONSENSUS: 5n,
  SECURITY_COUNCIL: 6n,
} as const;

export type RoleName = keyof typeof ROLES;
