import {
  auditReasons,
  Chamber,
  chamberReasons,
  chambersOfMask,
  ProposalState,
  resultConsensusAbi,
  Signal,
  TaskState,
} from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { type Config, useConfig } from "wagmi";
import { readContract } from "wagmi/actions";
import { explained } from "../../chain/explained.ts";
import { useRuntime } from "../../config/context.tsx";
import type { RuntimeConfig } from "../../config/runtime-config.ts";
import { type Board, useBoard } from "./board.ts";

const REREAD_MS = 3_000;

interface Place {
  readonly config: Config;
  readonly board: Board;
  readonly contracts: RuntimeConfig["contracts"];
}

async function readChamber({ config, board }: Place, proposalId: bigint, chamber: Chamber) {
  const args = [proposalId, Chamber.indexOf(chamber)] as const;
  return { chamber, ...(await readContract(config, { ...board, functionName: "chamberTally", args })) };
}

async function readAudit({ config, contracts }: Place, taskId: Hex) {
  const consensus = { address: contracts.ResultConsensus, abi: resultConsensusAbi, args: [taskId] } as const;
  const [task, passedAt] = await Promise.all([
    readContract(config, { ...consensus, functionName: "task" }),
    readContract(config, { ...consensus, functionName: "passedAt" }),
  ]);
  const state = TaskState[task.state] ?? "None";
  const signal = Signal[task.signal] ?? "None";
  const { commits, reveals, panel, quorum, commitDeadline, revealDeadline } = task;
  return { taskId, state, signal, passedAt, commits, reveals, panel, quorum, commitDeadline, revealDeadline };
}

/** A review as the chain holds it now: state, times, tallies, audit, and why it wouldn't pass. Times in Unix seconds. */
async function readStanding(place: Place, proposalId: bigint) {
  const { config, board } = place;
  const of = { ...board, args: [proposalId] } as const;
  const [state, review, submittedAt, votingEndsAt, executableAt, settings] = await Promise.all([
    readContract(config, { ...of, functionName: "state" }),
    readContract(config, { ...of, functionName: "review" }),
    readContract(config, { ...of, functionName: "proposalSnapshot" }),
    readContract(config, { ...of, functionName: "proposalDeadline" }),
    readContract(config, { ...of, functionName: "proposalEta" }),
    readContract(config, { ...board, functionName: "reviewSettings" }),
  ]);
  const [audit, ...chambers] = await Promise.all([
    readAudit(place, review.auditTaskId),
    ...chambersOfMask(review.engaged).map((chamber) => readChamber(place, proposalId, chamber)),
  ]);
  const { minimumFor } = settings;
  const reasons = [
    ...auditReasons(audit, Number(votingEndsAt)),
    ...chambers.flatMap((tally) => chamberReasons(tally, minimumFor)),
  ];
  return {
    ...review,
    state: ProposalState[state] ?? "Pending",
    submittedAt: Number(submittedAt),
    votingEndsAt: Number(votingEndsAt),
    executableAt: Number(executableAt),
    minimumFor,
    audit,
    chambers,
    reasons,
  };
}

export type Standing = Awaited<ReturnType<typeof readStanding>>;
export type ChamberStanding = Standing["chambers"][number];

/** A review as the chain holds it, read again every few seconds. */
export function useStanding(proposalId: bigint) {
  const config = useConfig();
  const board = useBoard();
  const { contracts } = useRuntime();
  return useQuery({
    queryKey: ["review", board.address, String(proposalId)],
    queryFn: () => explained(readStanding({ config, board, contracts }, proposalId)),
    refetchInterval: REREAD_MS,
    retry: false,
  });
}
