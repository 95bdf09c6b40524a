import type { ContentReader } from "@nexus/content";
import {
  DEFAULT_POLICY,
  type Deployment,
  type Policy,
  parametersFor,
  policyDigest,
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
import { PrepareRefused, RunInputTooLarge } from "./sandbox/errors.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { statedPolicies } from "./stated-policies.ts";
import { type StatedTranscript, statedTranscript } from "./stated-transcript.ts";

export type ReplayParameters = {
  readonly client: ChainClient;
  readonly deployment: Deployment;
  readonly content: Pick<ContentReader, "get">;
  readonly sandbox: Sandbox;
  readonly taskId: Hex;
  /** What the plugin is granted by; the policy that comes with the code without it. */
  readonly policy?: Policy;
};

export type Replay = {
  readonly digest: Hex;
  /** What anybody must reproduce from the artifact and the inputs alone. */
  readonly reproducibleDigest: Hex;
  readonly signal: SignalWord;
  /** Digest and signal are those that the task settled with. */
  readonly matches: boolean;
  /** Digest of the policy that the plugin was granted by. */
  readonly policyDigest: Hex;
  /** Other policies that receipts of the settled result name, if that wasn't reproduced. */
  readonly statedPolicies: readonly Hex[];
  readonly answeredBy: AnsweredBy;
  /** Null while the task isn't settled. */
  readonly settledDigest: Hex | null;
  readonly settledSignal: SignalWord | null;
};

/**
 * Performs a task again from the chain and IPFS alone and compares it with what was settled. The version's certification
 * doesn't matter: a replay proves what was run, not that it may be run. What the plugin is granted follows from its manifest and a policy of the
 * reader's choice, never from what the executors state, who could have settled a wrong result under a grant of their own making. Contracts are
 * asked anew as of the task's block; where the node no longer knows, the settled transcript tells what they answered, so that no archive node
 * is needed.
 * @throws TaskNotReplayableError, ContractUnansweredError, and what content and sandbox throw
 */
export async function replay(parameters: ReplayParameters): Promise<Replay> {
  const { client, deployment, taskId, policy = DEFAULT_POLICY } = parameters;
  const access: ChainAccess = { client, deployment };
  const task = await findTask(access, taskId);
  const settled = await settlement(access, taskId);
  const content = readingContent(parameters.content);
  const question = { taskId, since: task.blockNumber, resultDigest: settled?.digest ?? "0x" } as const;
  const transcript = settled === null ? UNSETTLED : await statedTranscript(access, content, question);
  const reads = new ReplayedReads(transcript, chainReads(client));
  const digest = policyDigest(policy);
  const otherPolicies = async () =>
    settled === null
      ? []
      : (await statedPolicies(access, content, question)).filter((stated) => stated !== digest);
  const order = { ...parameters, content, reads: reads.read };
  const record = await perform(order, task, policy).catch(async (fault: unknown) => {
    if (!(fault instanceof TaskNotReplayableError)) throw fault;
    const { reason } = fault;
    throw new TaskNotReplayableError({ taskId, reason, statedPolicies: await otherPolicies() });
  });
  const compared = compare(record, settled);
  return {
    ...compared,
    policyDigest: digest,
    statedPolicies: compared.matches ? [] : await otherPolicies(),
    answeredBy: reads.answeredBy,
  };
}

const UNSETTLED: StatedTranscript = { entries: [], gap: "the task isn't settled" };

type Settled = { readonly digest: Hex; readonly signal: SignalWord };

function compare(
  record: ResultRecord,
  settled: Settled | null,
): Omit<Replay, "policyDigest" | "statedPolicies" | "answeredBy"> {
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
  policy: Policy,
): Promise<ResultRecord> {
  const access: ChainAccess = { client, deployment };
  const decide = byPolicy({ common: policy, most: parametersFor(deployment.chainId).limits });
  const loaded = await load(access, content, task, decide);
  const { blockByHash } = rpcRegistry(access);
  const ports = { chainId: deployment.chainId, blockByHash, content, sandbox, reads, nowMs: Date.now };
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
  if (!(fault instanceof PrepareRefused || fault instanceof RunInputTooLarge)) throw fault;
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
