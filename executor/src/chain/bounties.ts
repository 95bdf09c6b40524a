import {
  BountyState,
  bountyEscrowAbi,
  type CandidateTask,
  CertificationStatus,
  certificationRegistryAbi,
  MilestoneKind,
  milestoneProof,
  resultConsensusAbi,
  Signal,
  TaskKind,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { DueMilestone, KeeperChain } from "../core/ports.ts";
import type { ChainAccess } from "./client.ts";

/** `BountyEscrow.MAX_HOLD`, in seconds. */
const MAX_HOLD = 90 * 86_400;

const rawBounty = ({ client, deployment }: ChainAccess, bountyId: bigint) =>
  client.readContract({
    address: deployment.contracts.BountyEscrow,
    abi: bountyEscrowAbi,
    functionName: "bounty",
    args: [bountyId],
  });

/** What decides the next step of a bounty. */
export async function readBounty(access: ChainAccess, bountyId: bigint): ReturnType<KeeperChain["bounty"]> {
  const { state, claimEndsAt, payableFrom, heldSince, versionId, terms } = await rawBounty(access, bountyId);
  return {
    state: BountyState[state] ?? "None",
    ...{ claimEndsAt, payableFrom, versionId },
    deadline: terms.deadline,
    lapsesAt: heldSince + MAX_HOLD,
  };
}

/** The first unpaid milestone of a submission that is met, with the tasks that prove it. */
export async function readDueMilestone(
  access: ChainAccess,
  bountyId: bigint,
  taskIds: readonly Hex[],
): Promise<DueMilestone | null> {
  const { terms, claimant, versionId, paidMilestones } = await rawBounty(access, bountyId);
  const certified = await isCertified(access, versionId, terms.attester);
  const tasks = await Promise.all(taskIds.map((taskId) => readTask(access, taskId)));
  for (const [milestone, { kind: position, runs }] of terms.milestones.entries()) {
    const kind = MilestoneKind[position] ?? "Certified";
    const paid = ((paidMilestones >> milestone) & 1) === 1;
    if (paid || (kind === "Certified" && !certified)) continue;
    const proof = milestoneProof({ kind, runs }, { ...terms, claimant }, tasks);
    if (proof !== undefined) return { milestone, proof };
  }
  return null;
}

async function isCertified(
  { client, deployment }: ChainAccess,
  versionId: Hex,
  attester: Hex,
): Promise<boolean> {
  const status = await client.readContract({
    address: deployment.contracts.CertificationRegistry,
    abi: certificationRegistryAbi,
    functionName: "statusOf",
    args: [versionId, attester],
  });
  return CertificationStatus[status] === "Valid";
}

async function readTask({ client, deployment }: ChainAccess, taskId: Hex): Promise<CandidateTask> {
  const consensus = { address: deployment.contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const [{ kind, requester, reward, signal }, valid] = await Promise.all([
    client.readContract({ ...consensus, functionName: "task", args: [taskId] }),
    client.readContract({ ...consensus, functionName: "isResultValid", args: [taskId] }),
  ]);
  const passed = Signal[signal] === "Pass";
  return { taskId, kind: TaskKind[kind] ?? "Execution", requester, reward, passed, valid };
}
