import {
  certificationRegistryAbi,
  type Deployment,
  DisputeKind,
  disputeManagerAbi,
  nexusTokenAbi,
  parametersFor,
  resultConsensusAbi,
  signalWord,
  TaskState,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { AuditChain } from "../core/audits.ts";
import type { JudgeChain } from "../core/judge.ts";
import type { Posting, RegistryReader } from "../core/ports.ts";
import { type ChainAccess, sameAddress } from "./client.ts";
import { newestLog } from "./scan.ts";
import type { Transactions } from "./transactions.ts";

/** Audits of certified versions and disputes of certificates, through JSON-RPC, in the name of the transactions' key. */
export function rpcAudits(
  access: ChainAccess,
  registry: RegistryReader,
  transactions: Transactions,
): AuditChain & JudgeChain {
  const { client, deployment } = access;
  const { ResultConsensus, DisputeManager } = deployment.contracts;
  const { certificationStatus, board } = registry;
  const manager = { address: DisputeManager, abi: disputeManagerAbi } as const;
  const task = (taskId: Hex) => readTask(access, taskId);
  return {
    ...{ executor: transactions.address, board, certificationStatus },
    now: async () => Number((await client.getBlock()).timestamp),
    audit: async (taskId) => {
      const { state, settledAt, requester } = await task(taskId);
      const byRight = sameAddress(requester, board) || (await registry.isActive(requester));
      return { state: TaskState[state] ?? "None", settledAt, byRight };
    },
    openAudit: async (versionId, round, reward) => {
      const allowed = await allow(access, transactions, ResultConsensus, reward);
      return allowed ?? transactions.post(auditCall(deployment, versionId, round, reward));
    },
    ending: async (taskId) => {
      const { state, resultDigest, signal } = await task(taskId);
      return { state: TaskState[state] ?? "None", resultDigest, signal: signalWord(signal) ?? null };
    },
    bond: async () => (await client.readContract({ ...manager, functionName: "terms" })).bond,
    wasDisputed: (versionId) => wasDisputed(access, versionId),
    dispute: async (versionId, evidence, bond) => {
      const allowed = await allow(access, transactions, DisputeManager, bond);
      const args = [CERTIFICATE, versionId, evidence] as const;
      return allowed ?? transactions.post({ ...manager, functionName: "open", args });
    },
  };
}

const CERTIFICATE = DisputeKind.indexOf("Certificate");

function auditCall({ chainId, contracts }: Deployment, versionId: Hex, round: bigint, reward: bigint) {
  const { auditQuorum: quorum, auditPanel: panel } = parametersFor(chainId).review;
  const terms = { quorum, panel, reward, gasCompensation: 0n };
  const consensus = { address: contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  return { ...consensus, functionName: "openAudit", args: [versionId, round, terms] };
}

function readTask({ client, deployment }: ChainAccess, taskId: Hex) {
  const consensus = { address: deployment.contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  return client.readContract({ ...consensus, functionName: "task", args: [taskId] });
}

/** Lets a contract take an amount of NXS, no more. Null when it may; else the answer to the attempt. */
async function allow(
  { client, deployment }: ChainAccess,
  transactions: Transactions,
  spender: Address,
  amount: bigint,
): Promise<Posting | null> {
  const token = { address: deployment.contracts.NexusToken, abi: nexusTokenAbi } as const;
  const args = [transactions.address, spender] as const;
  if (amount <= (await client.readContract({ ...token, functionName: "allowance", args }))) return null;
  const posting = await transactions.post({ ...token, functionName: "approve", args: [spender, amount] });
  return posting.status === "mined" ? null : posting;
}

/** A dispute that was opened since the version was certified last. */
async function wasDisputed({ client, deployment }: ChainAccess, versionId: Hex): Promise<boolean> {
  const { CertificationRegistry, DisputeManager, ReviewBoard: attester } = deployment.contracts;
  const certified = await newestLog(client, {
    address: CertificationRegistry,
    abi: certificationRegistryAbi,
    eventName: "CertificationAttested",
    args: { versionId, attester },
    since: BigInt(deployment.startBlock),
  });
  const disputed = await newestLog(client, {
    address: DisputeManager,
    abi: disputeManagerAbi,
    eventName: "DisputeOpened",
    args: { kind: CERTIFICATE, subject: versionId },
    since: certified?.blockNumber ?? BigInt(deployment.startBlock),
  });
  return disputed !== null;
}
