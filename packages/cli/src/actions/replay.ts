import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DEFAULT_POLICY,
  type Policy,
  type SignalWord,
  signalWord,
  TASK_STATE_WORDS,
  TaskState,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { NexusClient } from "../client.ts";
import { NothingToReplayError } from "../domain-errors.ts";
import { taskOf } from "./run.ts";

/** A run performed again from the chain and IPFS alone, beside what was agreed on chain. */
export interface RunReplay {
  readonly taskId: Hex;
  /** Digest and signal are those that settled. */
  readonly matches: boolean;
  /** What the replay gave. */
  readonly digest: Hex;
  /** What anybody must reproduce from the artifact and the inputs alone. */
  readonly reproducibleDigest: Hex;
  /** Digest of the policy that says what the plugin was granted. */
  readonly policyDigest: Hex;
  /** Other policies that the executors' receipts name, if the settled result wasn't reproduced. */
  readonly statedPolicies: readonly Hex[];
  /** Who told what contracts answered: the chain's node, or the transcript that the executors settled; null when none was asked. */
  readonly answeredBy: "chain" | "transcript" | null;
  readonly signal: SignalWord;
  readonly settled: { readonly digest: Hex; readonly signal: SignalWord };
}

async function inFreshFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "nexus-replay-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The executor's packages are large, so that only a replay loads them. */
async function perform(
  { publicClient, deployment, content }: NexusClient,
  order: { readonly taskId: Hex; readonly policy: Policy },
  cacheFolder: string,
) {
  const { openWasmSandbox, replay } = await import("@nexus/executor");
  const sandbox = await openWasmSandbox({ cacheFolder, requiredWalls: ["process"] });
  try {
    return await replay({ client: publicClient, deployment, content, sandbox, ...order });
  } finally {
    await sandbox.close();
  }
}

/**
 * Performs a settled task again in the sandbox, from the chain and IPFS alone, and compares the result. What the plugin is granted follows
 * from its manifest and the policy.
 * Throws `TaskNotFoundError`, `NothingToReplayError`, and what the executor's `replay` throws.
 */
export async function replayRun(
  client: NexusClient,
  { taskId, policy = DEFAULT_POLICY }: { taskId: Hex; policy?: Policy },
): Promise<RunReplay> {
  const { state, resultDigest, signal: settledSignal } = await taskOf(client, taskId);
  const settled = { digest: resultDigest, signal: signalWord(settledSignal) };
  if (TaskState[state] !== "Settled" || settled.signal === undefined) {
    throw new NothingToReplayError({ taskId, state: TASK_STATE_WORDS[TaskState[state] ?? "None"] });
  }
  const order = { taskId, policy };
  const { digest, signal, ...rest } = await inFreshFolder((folder) => perform(client, order, folder));
  const matches = digest === settled.digest && signal === settled.signal;
  const { reproducibleDigest, policyDigest, statedPolicies, answeredBy } = rest;
  return {
    taskId,
    matches,
    digest,
    reproducibleDigest,
    policyDigest,
    statedPolicies,
    answeredBy,
    signal,
    settled: { ...settled, signal: settled.signal },
  };
}
