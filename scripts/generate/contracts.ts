/** The contracts that people or services call. */
export const contracts = [
  "AccessManager",
  "BountyEscrow",
  "CertificateToken",
  "CertificationRegistry",
  "ClauseRegistry",
  "DisputeManager",
  "ExecutorRegistry",
  "LicenceRegistry",
  "NexusToken",
  "PluginRegistry",
  "ResultConsensus",
  "ReviewBoard",
  "SecurityCouncil",
] as const;
