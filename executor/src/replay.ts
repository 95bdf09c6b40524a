import type { ContentReader } from "@nexus/content";
import {
  DEFAULT_POLICY,
  type Deployment,
  parametersFor,
  type ResultRecord,
  reproducibleDigest,
  resultConsensusAbi,
  resultDigest,
  type SignalWord,
  signalOf,
  signalWord,
} from "@nexus/protocol";
import type { Hex } from "viem";
import { taskEventOf } from "./chain/blocks.ts";
import type { ChainAccess, ChainClient } from "./chain/client.ts";
import { chainReads } from "./chain/reads.ts";
import { rpcRegistry } from "./chain/registry.ts";
import { newestLog } from "./chain/scan.ts";
import { readingContent } from "./content/content.ts";
import { type Execution, executeTask } from "./core/execute.ts";
import { byPolicy, type Decide, type LoadedPlugin, loadPlugin } from "./core/load.ts";
import type { ChainReads, Content } from "./core/ports.ts";
import type { TaskEvent } from "./core/run.ts";
import { TaskNotReplayableError } from "./errors.ts";
import { type AnsweredBy, ReplayedReads } from "./replayed-reads.ts";
import { firstMatch } from "./replayed-ways.ts";
import { PrepareRefused } from "./sandbox/errors.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { statedGrants } from "./stated-grants.ts";
import { type StatedTranscript, statedTranscript } from "./stated-transcript.ts";

export type ReplayParameters = {
  readonly client: ChainClient;
  readonly deployment: Deployment;
  readonly content: Pick<ContentReader, "get">;
  readonly sandbox: Sandbox;
  readonly taskId: Hex;
};

export type Replay = {
  readonly digest: Hex;
  /** What anybody must reproduce from the artifact and the inputs alone. */
  readonly reproducibleDigest: Hex;
  readonly signal: SignalWord;
  /** Digest and signal are those that the task settled with. */
  readonly matches: boolean;
  /** What the grant was taken from: the receipts of the settled result, or the policy that comes with the code. */
  readonly grantedBy: "receipt" | "policy";
  readonly answeredBy: AnsweredBy;
  /** Null while the task isn't settled. */
  readonly settledDigest: Hex | null;
  readonly settledSignal: SignalWord | null;
};

/**
 * Performs a task again from the chain and IPFS alone and compares it with what was settled. The version's certification
 * doesn't matter, nor does the policy of the day: a replay proves what was run, under the grant that the receipts of the settled result state,
 * not that it may be run. Without such a receipt, the policy that comes with the code says what is granted. Contracts are asked anew as
 * of the task's block; where the node no longer knows, the settled transcript tells what they answered, so that no archive node is needed.
 * @throws TaskNotReplayableError, ContractUnansweredError, and what content and sandbox throw
 */
export async function replay(parameters: ReplayParameters): Promise<Replay> {
  const { client, deployment, taskId } = parameters;
  const access: ChainAccess = { client, deployment };
  const task = await findTask(access, taskId);
  const settled = await settlement(access, taskId);
  const content = readingContent(parameters.content);
  const most = parametersFor(deployment.chainId).limits;
  const question = { taskId, since: task.blockNumber, resultDigest: settled?.digest ?? "0x", most } as const;
  const grants = settled === null ? [] : await statedGrants(access, content, question);
  const transcript = settled === null ? UNSETTLED : await statedTranscript(access, content, question);
  const ways: Decide[] = grants.map((grant) => () => grant);
  if (ways.length === 0) ways.push(byPolicy({ common: DEFAULT_POLICY, most }));
  const grantedBy = grants.length > 0 ? "receipt" : "policy";
  return firstMatch(ways, async (decide) => {
    const reads = new ReplayedReads(transcript, chainReads(client));
    const record = await perform({ ...parameters, content, reads: reads.read }, task, decide);
    return { ...compare(record, settled), grantedBy, answeredBy: reads.answeredBy };
  });
}

const UNSETTLED: StatedTranscript = { entries: [], gap: "the task isn't settled" };

type Settled = { readonly digest: Hex; readonly signal: SignalWord };

function compare(record: ResultRecord, settled: Settled | null): Omit<Replay, "grantedBy" | "answeredBy"> {
  const digest = resultDigest(record);
  const signal = signalOf(record);
  return {
    digest,
    reproducibleDigest: reproducibleDigest(record),
    signal,
    matches: settled !== null && settled.digest === digest && settled.signal === signal,
    settledDigest: settled?.digest ?? null,
    settledSignal: settled?.signal ?? null,
  };
}

async function perform(
  {
    client,
    deployment,
    content,
    sandbox,
    reads,
  }: Omit<ReplayParameters, "content"> & {
    readonly content: Pick<Content, "get">;
    readonly reads: ChainReads;
  },
  task: TaskEvent,
  decide: Decide,
): Promise<ResultRecord> {
  const access: ChainAccess = { client, deployment };
  const loaded = await load(access, content, task, decide);
  const { blockByHash } = rpcRegistry(access);
  const ports = { chainId: deployment.chainId, blockByHash, content, sandbox, reads };
  const { taskId } = task;
  const execution = await executeTask(ports, task, loaded).catch((fault: unknown) => refusal(taskId, fault));
  if (execution.status === "result") return execution.record;
  throw new TaskNotReplayableError({ taskId, reason: `it ended by ${execution.reason}` });
}

async function findTask({ client, deployment }: ChainAccess, taskId: Hex): Promise<TaskEvent> {
  const log = await newestLog(client, {
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    eventName: "TaskCreated",
    args: { taskId },
    since: BigInt(deployment.startBlock),
  });
  if (log === null) throw new TaskNotReplayableError({ taskId, reason: "the chain knows no such task" });
  return taskEventOf(deployment.chainId, log, log.args);
}

async function load(
  access: ChainAccess,
  content: Pick<Content, "get">,
  { taskId, versionId, kind, clauseId }: TaskEvent,
  decide: Decide,
): Promise<LoadedPlugin> {
  const version = await rpcRegistry(access).publishedVersion(versionId);
  if (version === null)
    throw new TaskNotReplayableError({ taskId, reason: "its version was never published" });
  const loaded = await loadPlugin(content, decide, {
    versionId,
    content: version.content,
    clauseId: kind === "Audit" ? version.content.clauseId : clauseId,
  });
  if (loaded.status === "loaded") return loaded;
  throw new TaskNotReplayableError({ taskId, reason: `${loaded.reason}: ${loaded.detail}` });
}

function refusal(taskId: Hex, fault: unknown): Execution {
  if (!(fault instanceof PrepareRefused)) throw fault;
  throw new TaskNotReplayableError({ taskId, reason: fault.message });
}

async function settlement({ client, deployment }: ChainAccess, taskId: Hex): Promise<Settled | null> {
  const task = await client.readContract({
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    functionName: "task",
    args: [taskId],
  });
  const signal = signalWord(task.signal);
  return task.settledAt === 0 || signal === undefined ? null : { digest: task.resultDigest, signal };
}
