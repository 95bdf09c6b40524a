/** The contracts of a registry set that people or services call. */
export const contracts = [
  "AccessManager",
  "BountyEscrow",
  "CertificateToken",
  "CertificationRegistry",
  "ClauseRegistry",
  "DisputeManager",
  "ExecutorRegistry",
  "LicenceRegistry",
  "NexusGovernor",
  "NexusToken",
  "PluginRegistry",
  "RegistryDirectory",
  "ResultConsensus",
  "ReviewBoard",
  "ReviewFees",
  "ReviewerSeatToken",
  "SecurityCouncil",
  "TimelockController",
] as const;

/** Contracts beside a set, which not every deployment has: their ABIs alone are generated. */
export const federationContracts = ["MirrorAttester"] as const;
