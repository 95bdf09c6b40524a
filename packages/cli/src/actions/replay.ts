import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SignalWord, signalWord, TASK_STATE_WORDS, TaskState } from "@nexus/protocol";
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
  /** What the grant was taken from: the receipts of the settled result, or the policy that comes with the code. */
  readonly grantedBy: "receipt" | "policy";
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
async function perform({ publicClient, deployment, content }: NexusClient, taskId: Hex, cacheFolder: string) {
  const { openWasmSandbox, replay } = await import("@nexus/executor");
  const sandbox = await openWasmSandbox({ cacheFolder, requiredWalls: ["process"] });
  try {
    return await replay({ client: publicClient, deployment, content, sandbox, taskId });
  } finally {
    await sandbox.close();
  }
}

/**
 * Performs a settled task again in the sandbox, from the chain and IPFS alone, and compares the result.
 * Throws `TaskNotFoundError`, `NothingToReplayError`, and what the executor's `replay` throws.
 */
export async function replayRun(client: NexusClient, { taskId }: { taskId: Hex }): Promise<RunReplay> {
  const { state, resultDigest, signal: settledSignal } = await taskOf(client, taskId);
  const settled = { digest: resultDigest, signal: signalWord(settledSignal) };
  if (TaskState[state] !== "Settled" || settled.signal === undefined) {
    throw new NothingToReplayError({ taskId, state: TASK_STATE_WORDS[TaskState[state] ?? "None"] });
  }
  const { digest, signal, ...rest } = await inFreshFolder((folder) => perform(client, taskId, folder));
  const matches = digest === settled.digest && signal === settled.signal;
  const { reproducibleDigest, grantedBy, answeredBy } = rest;
  return {
    taskId,
    matches,
    digest,
    reproducibleDigest,
    grantedBy,
    answeredBy,
    signal,
    settled: { ...settled, signal: settled.signal },
  };
}
