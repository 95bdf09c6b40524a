import {
  auditReasons,
  Chamber,
  chamberReasons,
  chambersOfMask,
  ProposalState,
  Signal,
  TaskState,
} from "@nexus/protocol";
import type { Hex } from "viem";
import { chainTime, explained, type NexusClient } from "../client.ts";
import { reviewFee } from "./review-fees.ts";
import { taskOf } from "./run.ts";

async function tallyOf({ publicClient, contracts }: NexusClient, proposalId: bigint, chamber: Chamber) {
  const tally = await explained(
    publicClient.readContract({
      ...contracts.reviewBoard,
      functionName: "chamberTally",
      args: [proposalId, Chamber.indexOf(chamber)],
    }),
  );
  return { chamber, ...tally };
}

async function timesOf({ publicClient, contracts }: NexusClient, proposalId: bigint) {
  const read = { ...contracts.reviewBoard, args: [proposalId] } as const;
  const [snapshot, deadline, eta] = await explained(
    Promise.all([
      publicClient.readContract({ ...read, functionName: "proposalSnapshot" }),
      publicClient.readContract({ ...read, functionName: "proposalDeadline" }),
      publicClient.readContract({ ...read, functionName: "proposalEta" }),
    ]),
  );
  return { submittedAt: Number(snapshot), votingEndsAt: Number(deadline), executableAt: Number(eta) };
}

async function stateOf({ publicClient, contracts }: NexusClient, proposalId: bigint): Promise<ProposalState> {
  const state = await explained(
    publicClient.readContract({ ...contracts.reviewBoard, functionName: "state", args: [proposalId] }),
  );
  return ProposalState[state] as ProposalState;
}

async function auditOf(client: NexusClient, taskId: Hex) {
  const { state, signal, commits, reveals, panel, quorum, resultDigest } = await taskOf(client, taskId);
  const { publicClient, contracts } = client;
  const passedAt = await explained(
    publicClient.readContract({ ...contracts.resultConsensus, functionName: "passedAt", args: [taskId] }),
  );
  return {
    taskId,
    state: TaskState[state] as TaskState,
    signal: Signal[signal] ?? String(signal),
    commits,
    reveals,
    panel,
    quorum,
    resultDigest,
    passedAt,
  };
}

/**
 * A review with its chambers' tallies, its audit, and whether it would pass as it stands, with every reason why not.
 * `secondsLeft` counts on the chain's clock: to the end of the vote, then to the moment it can be executed.
 */
export async function reviewStatus(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const { publicClient, contracts } = client;
  const state = await stateOf(client, proposalId);
  const board = contracts.reviewBoard;
  const [review, settings, times, now] = await Promise.all([
    explained(publicClient.readContract({ ...board, functionName: "review", args: [proposalId] })),
    explained(publicClient.readContract({ ...board, functionName: "reviewSettings" })),
    timesOf(client, proposalId),
    chainTime(client),
  ]);
  const chambers = await Promise.all(
    chambersOfMask(review.engaged).map((chamber) => tallyOf(client, proposalId, chamber)),
  );
  const [audit, fee] = await Promise.all([
    auditOf(client, review.auditTaskId),
    reviewFee(client, proposalId),
  ]);
  const chamberFaults = chambers.flatMap((tally) => chamberReasons(tally, settings.minimumFor));
  const reasons = [...auditReasons(audit, times.votingEndsAt), ...chamberFaults];
  const { versionId, publisher, bountyId, objectionUntil } = review;
  const next = state === "Active" ? times.votingEndsAt : times.executableAt;
  return {
    proposalId,
    state,
    versionId,
    publisher,
    bountyId,
    ...times,
    objectionUntil,
    secondsLeft: Math.max(0, next - now),
    chambers,
    audit,
    ...(fee !== undefined && { fee }),
    verdict: { passes: reasons.length === 0, reasons },
  };
}
