/** The contracts that people or services call. While one has no implementation, its interfaces stand in for it. */
export const contracts: Readonly<Record<string, readonly string[]>> = {
  AccessManager: [],
  BountyEscrow: ["IBountyEscrow"],
  CertificateToken: ["ICertificateToken", "IERC5192"],
  CertificationRegistry: ["ICertificationRegistry"],
  ClauseRegistry: ["IClauseRegistry"],
  ExecutorRegistry: ["IExecutorRegistry"],
  NexusToken: ["IERC20", "IERC20Permit", "IVotes"],
  PluginRegistry: ["IPluginRegistry"],
  ResultConsensus: ["IResultConsensus"],
  ReviewBoard: ["IGovernor", "IReviewBoard", "IReviewerSeats"],
};
