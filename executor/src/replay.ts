import type { ContentReader } from "@nexus/content";
import {
  DEFAULT_POLICY,
  type Deployment,
  parametersFor,
  resultConsensusAbi,
  resultDigest,
  type SignalWord,
  signalOf,
  signalWord,
} from "@nexus/protocol";
import type { Hex } from "viem";
import { taskEventOf } from "./chain/blocks.ts";
import type { ChainAccess, ChainClient } from "./chain/client.ts";
import { rpcRegistry } from "./chain/registry.ts";
import { newestLog } from "./chain/scan.ts";
import { readingContent } from "./content/content.ts";
import { type Execution, executeTask } from "./core/execute.ts";
import { type LoadedPlugin, loadPlugin } from "./core/load.ts";
import type { TaskEvent } from "./core/run.ts";
import { TaskNotReplayableError } from "./errors.ts";
import { PrepareRefused } from "./sandbox/errors.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";

export type ReplayParameters = {
  readonly client: ChainClient;
  readonly deployment: Deployment;
  readonly content: Pick<ContentReader, "get">;
  readonly sandbox: Sandbox;
  readonly taskId: Hex;
};

export type Replay = {
  readonly digest: Hex;
  readonly signal: SignalWord;
  /** Digest and signal are those that the task settled with. */
  readonly matches: boolean;
  /** Null while the task isn't settled. */
  readonly settledDigest: Hex | null;
  readonly settledSignal: SignalWord | null;
};

/**
 * Performs a task again from the chain and IPFS alone and compares it with what was settled. The version's certification
 * doesn't matter: a replay proves what was run, not that it may be run.
 * @throws TaskNotReplayableError, and what content and sandbox throw
 */
export async function replay({
  client,
  deployment,
  content,
  sandbox,
  taskId,
}: ReplayParameters): Promise<Replay> {
  const access: ChainAccess = { client, deployment };
  const task = await findTask(access, taskId);
  const registry = rpcRegistry(access);
  const reading = readingContent(content);
  const loaded = await load(access, reading, task);
  const ports = {
    chainId: deployment.chainId,
    blockByHash: registry.blockByHash,
    content: reading,
    sandbox,
  };
  const execution = await executeTask(ports, task, loaded).catch((fault: unknown) => refusal(taskId, fault));
  if (execution.status === "void")
    throw new TaskNotReplayableError({ taskId, reason: `it ended by ${execution.reason}` });
  const digest = resultDigest(execution.record);
  const signal = signalOf(execution.record);
  const settled = await settlement(access, taskId);
  const matches = settled !== null && settled.digest === digest && settled.signal === signal;
  return {
    digest,
    signal,
    matches,
    settledDigest: settled?.digest ?? null,
    settledSignal: settled?.signal ?? null,
  };
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
  content: ReturnType<typeof readingContent>,
  { taskId, versionId, kind, clauseId }: TaskEvent,
): Promise<LoadedPlugin> {
  const version = await rpcRegistry(access).publishedVersion(versionId);
  if (version === null)
    throw new TaskNotReplayableError({ taskId, reason: "its version was never published" });
  const rules = { common: DEFAULT_POLICY, most: parametersFor(access.deployment.chainId).limits };
  const loaded = await loadPlugin(content, rules, {
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

async function settlement({ client, deployment }: ChainAccess, taskId: Hex) {
  const task = await client.readContract({
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    functionName: "task",
    args: [taskId],
  });
  const signal = signalWord(task.signal);
  return task.settledAt === 0 || signal === undefined ? null : { digest: task.resultDigest, signal };
}
