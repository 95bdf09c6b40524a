import {
  accessManagerAbi,
  bountyEscrowAbi,
  certificateTokenAbi,
  certificationRegistryAbi,
  clauseRegistryAbi,
  type Deployment,
  disputeManagerAbi,
  executorRegistryAbi,
  licenceRegistryAbi,
  nexusGovernorAbi,
  nexusTokenAbi,
  pluginRegistryAbi,
  registryDirectoryAbi,
  resultConsensusAbi,
  reviewBoardAbi,
  reviewerSeatTokenAbi,
  reviewFeesAbi,
  securityCouncilAbi,
  timelockControllerAbi,
} from "@nexus/protocol";

/** Every contract that actions call, as viem wants it: `{ address, abi }`. */
export function contractsOf({ contracts }: Deployment) {
  return {
    pluginRegistry: { address: contracts.PluginRegistry, abi: pluginRegistryAbi },
    clauseRegistry: { address: contracts.ClauseRegistry, abi: clauseRegistryAbi },
    reviewBoard: { address: contracts.ReviewBoard, abi: reviewBoardAbi },
    reviewFees: { address: contracts.ReviewFees, abi: reviewFeesAbi },
    reviewerSeatToken: { address: contracts.ReviewerSeatToken, abi: reviewerSeatTokenAbi },
    certificationRegistry: { address: contracts.CertificationRegistry, abi: certificationRegistryAbi },
    certificateToken: { address: contracts.CertificateToken, abi: certificateTokenAbi },
    bountyEscrow: { address: contracts.BountyEscrow, abi: bountyEscrowAbi },
    executorRegistry: { address: contracts.ExecutorRegistry, abi: executorRegistryAbi },
    resultConsensus: { address: contracts.ResultConsensus, abi: resultConsensusAbi },
    licenceRegistry: { address: contracts.LicenceRegistry, abi: licenceRegistryAbi },
    disputeManager: { address: contracts.DisputeManager, abi: disputeManagerAbi },
    securityCouncil: { address: contracts.SecurityCouncil, abi: securityCouncilAbi },
    accessManager: { address: contracts.AccessManager, abi: accessManagerAbi },
    nexusGovernor: { address: contracts.NexusGovernor, abi: nexusGovernorAbi },
    timelockController: { address: contracts.TimelockController, abi: timelockControllerAbi },
    registryDirectory: { address: contracts.RegistryDirectory, abi: registryDirectoryAbi },
    nexusToken: { address: contracts.NexusToken, abi: nexusTokenAbi },
  } as const;
}

export type Contracts = ReturnType<typeof contractsOf>;
