import type { ContractName, roles } from "@nexus/protocol";

export type RoleName = keyof typeof roles;

/** The role that each restricted function needs. */
export const functionRoles = {
  BountyEscrow: { openDispute: "DISPUTES", closeDispute: "DISPUTES" },
  CertificateToken: { setBoard: "ADMIN_ROLE" },
  ClauseRegistry: {
    registerClause: "CLAUSE_STEWARD",
    bindVersion: "CLAUSE_STEWARD",
    setEventSource: "CLAUSE_STEWARD",
  },
  DisputeManager: { setTarget: "ADMIN_ROLE", setArbitrator: "ADMIN_ROLE", setTerms: "PARAMETER_STEWARD" },
  ExecutorRegistry: {
    attestExecutor: "EXECUTOR_STEWARD",
    setSuspended: "EXECUTOR_STEWARD",
    setMinimumStake: "PARAMETER_STEWARD",
    slash: "CONSENSUS",
  },
  LicenceRegistry: { setIssuer: "PARAMETER_STEWARD" },
  ResultConsensus: {
    setAttester: "PARAMETER_STEWARD",
    setRules: "PARAMETER_STEWARD",
    slashProven: "ADMIN_ROLE",
  },
  ReviewBoard: {
    appoint: "SEAT_STEWARD",
    end: "SEAT_STEWARD",
    nameAlternate: "SEAT_STEWARD",
    setAffiliation: "SEAT_STEWARD",
    setChamberRules: "PARAMETER_STEWARD",
    setReviewSettings: "PARAMETER_STEWARD",
    suspend: "SECURITY_COUNCIL",
    revoke: "ADMIN_ROLE",
    openDispute: "DISPUTES",
    closeDispute: "DISPUTES",
  },
  ReviewFees: { setTerms: "PARAMETER_STEWARD", setBoard: "ADMIN_ROLE" },
  SecurityCouncil: { appoint: "ADMIN_ROLE" },
} as const satisfies Partial<Record<ContractName, Readonly<Record<string, RoleName>>>>;

/** The same for the home set, which has the directory of registries besides. */
export const homeRoles = {
  ...functionRoles,
  RegistryDirectory: { list: "ADMIN_ROLE", delist: "ADMIN_ROLE" },
} as const satisfies Partial<Record<ContractName, Readonly<Record<string, RoleName>>>>;

/** The same for a mirror, under an AccessManager of its own. */
export const mirrorRoles = {
  MirrorAttester: {
    recertify: "ADMIN_ROLE",
    renew: "ADMIN_ROLE",
    suspend: "ADMIN_ROLE",
    revoke: "ADMIN_ROLE",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, RoleName>>>>;

/** The roles that the DAO's account holds from the start, besides the admin's. */
export const daoRoles = [
  "CLAUSE_STEWARD",
  "SEAT_STEWARD",
  "EXECUTOR_STEWARD",
  "PARAMETER_STEWARD",
] as const satisfies readonly RoleName[];

/** The roles that contracts of the set hold, and nobody else. */
export const contractRoles = {
  CONSENSUS: "ResultConsensus",
  SECURITY_COUNCIL: "SecurityCouncil",
  DISPUTES: "DisputeManager",
} as const satisfies Partial<Record<RoleName, ContractName>>;
