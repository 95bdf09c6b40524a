/** The contracts that people or services call. */
export const contracts = [
  "AccessManager",
  "BountyEscrow",
  "CertificateToken",
  "CertificationRegistry",
  "ClauseRegistry",
  "ExecutorRegistry",
  "LicenceRegistry",
  "NexusToken",
  "PluginRegistry",
  "ResultConsensus",
  "ReviewBoard",
] as const;
