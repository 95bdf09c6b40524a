import {
  BindingMode,
  CertificationStatus,
  certificationRegistryAbi,
  clauseRegistryAbi,
  executorRegistryAbi,
  pluginRegistryAbi,
  resultConsensusAbi,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { Approval, PublishedVersion, RegistryReader } from "../core/ports.ts";
import { blockByHash } from "./blocks.ts";
import type { ChainAccess } from "./client.ts";
import { refusalOf } from "./refusal.ts";
import { newestLog } from "./scan.ts";

/** The registries through JSON-RPC, as they stand now. */
export function rpcRegistry(access: ChainAccess): RegistryReader {
  const { client, deployment } = access;
  const { ExecutorRegistry, CertificationRegistry, ClauseRegistry, ResultConsensus, ReviewBoard } =
    deployment.contracts;
  return {
    chainId: deployment.chainId,
    consensus: ResultConsensus,
    board: ReviewBoard,
    isActive: (executor) =>
      client.readContract({
        address: ExecutorRegistry,
        abi: executorRegistryAbi,
        functionName: "isActive",
        args: [executor],
      }),
    approvalOf: (versionId) => approvalOf(access, versionId),
    certificationStatus: async (versionId) => {
      const attester = await attesterOf(access);
      const status = await client.readContract({
        address: CertificationRegistry,
        abi: certificationRegistryAbi,
        functionName: "statusOf",
        args: [versionId, attester],
      });
      return CertificationStatus[status] ?? "None";
    },
    bindingOf: async (clauseId, versionId) => {
      const mode = await client.readContract({
        address: ClauseRegistry,
        abi: clauseRegistryAbi,
        functionName: "bindingOf",
        args: [clauseId, versionId],
      });
      return BindingMode[mode] ?? "None";
    },
    publishedVersion: (versionId) => publishedVersion(access, versionId),
    blockByHash: (hash) => blockByHash(access, hash),
  };
}

/** Whose certifications count for runs. */
function attesterOf({ client, deployment }: ChainAccess): Promise<Address> {
  const address = deployment.contracts.ResultConsensus;
  return client.readContract({ address, abi: resultConsensusAbi, functionName: "attester" });
}

async function approvalOf(access: ChainAccess, versionId: Hex): Promise<Approval | null> {
  const { client, deployment } = access;
  const attester = await attesterOf(access);
  const log = await newestLog(client, {
    address: deployment.contracts.CertificationRegistry,
    abi: certificationRegistryAbi,
    eventName: "CertificationAttested",
    args: { versionId, attester },
    since: BigInt(deployment.startBlock),
  });
  return log === null ? null : { contract: attester, proposal: log.args.proposalId.toString() };
}

async function publishedVersion(access: ChainAccess, versionId: Hex): Promise<PublishedVersion | null> {
  const { client, deployment } = access;
  const registry = { address: deployment.contracts.PluginRegistry, abi: pluginRegistryAbi } as const;
  const log = await newestLog(client, {
    ...registry,
    eventName: "VersionPublished",
    args: { versionId },
    since: BigInt(deployment.startBlock),
  });
  if (log === null) return null;
  const { content, pluginId } = log.args;
  try {
    const version = await client.readContract({
      ...registry,
      functionName: "versionWithContent",
      args: [versionId, content],
    });
    return { pluginId, content, yanked: version.yanked };
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (refusal === "PluginRegistryUnknownVersion" || refusal === "PluginRegistryContentMismatch")
      return null;
    throw fault;
  }
}
