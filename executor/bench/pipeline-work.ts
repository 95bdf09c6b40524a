import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "@nexus/protocol";
import type pg from "pg";
import { type Address, type Hex, zeroHash } from "viem";
import { chainClient } from "../src/chain/client.ts";
import { openAccount } from "../src/chain/signer.ts";
import { readSettings } from "../src/config.ts";
import { advanceTask } from "../src/core/advance.ts";
import { coalesce } from "../src/core/coalesce.ts";
import { performTask } from "../src/core/perform.ts";
import type { LiveTask, Log, TaskChain } from "../src/core/ports.ts";
import type { StoredResult } from "../src/core/run.ts";
import { vigilantPerform, vigilantRuns } from "../src/core/vigilance.ts";
import { openOversight } from "../src/oversight.ts";
import { openPerforming } from "../src/performing.ts";
import { openWasmSandbox } from "../src/sandbox/wasm-sandbox.ts";
import { ADVANCE, addJob, dismissWorkers, enterWorker } from "../src/store/jobs.ts";
import { openPresence } from "../src/store/presence.ts";
import { postgresRuns } from "../src/store/runs.ts";
import { startWorker } from "../src/store/worker.ts";
import { measuredPerform, measuredRuns } from "../src/telemetry/measured.ts";

const POLL_MS = 200;
const CHAIN_POLL_MS = 100;
const PROCESS_NUMBER = 1;

export type Work = {
  /** Works off all that is queued. */
  off(): Promise<void>;
  close(): Promise<void>;
};

export type WorkOptions = {
  readonly environment: Readonly<Record<string, string>>;
  readonly deployment: Deployment;
  readonly pool: pg.Pool;
  readonly log: Log;
};

/** An executor's parts as `service.ts` puts them together, with a stand-in for the consensus contract alone. */
export async function openWork({ environment, deployment, pool, log }: WorkOptions): Promise<Work> {
  const settings = readSettings(environment);
  const account = await openAccount(settings.key, deployment.chainId, () => Promise.resolve(""));
  const access = { client: chainClient(settings.rpcUrl, deployment.chainId, CHAIN_POLL_MS), deployment };
  const sandbox = await openWasmSandbox({
    cacheFolder: settings.cacheDirectory,
    requiredWalls: settings.walls,
  });
  const receipts = postgresRuns(pool);
  const performing = await openPerforming({ settings, access, account, sandbox, receipts });
  const who = { executor: account.address, chainId: deployment.chainId };
  const oversight = await openOversight({ pool, log, ...who, collector: undefined, webhook: undefined });
  const { vigilance, metrics } = oversight;
  const vigilant = vigilantPerform((task) => performTask(performing, task), vigilance);
  const results = new Map<Hex, StoredResult>();
  const runs = measuredRuns(vigilantRuns(receipts, vigilance), metrics);
  const presence = await openPresence(settings.databaseUrl, log);
  const advanceOne = (taskId: Hex): Promise<void> =>
    advanceTask(
      {
        chain: settledAtOnce(account.address, results),
        runs: {
          ...runs,
          saveResult: async (run, result) => {
            results.set(run.event.taskId, result);
            return runs.saveResult(run, result);
          },
        },
        keepReceipt: () => Promise.reject(new Error("nothing is committed in this measurement")),
        perform: measuredPerform(vigilant, oversight),
        wake: (asked, afterMs) => addJob(pool, asked, afterMs),
        patience: { longestMs: 1_000, random: Math.random },
        now: () => new Date().toISOString(),
        pollMs: POLL_MS,
        stopping: () => false,
        log,
      },
      taskId,
    );
  const advance = coalesce(async (taskId: Hex) => {
    await presence.alone(taskId, () => advanceOne(taskId));
  });
  return {
    off: async () => {
      const worker = startWorker(
        pool,
        { [ADVANCE]: (job) => advance((job as { taskId: Hex }).taskId) },
        log,
        {
          entered: (workerId) => enterWorker(pool, workerId, PROCESS_NUMBER),
          left: (workerIds) => dismissWorkers(pool, workerIds),
        },
      );
      while (await hasJobs(pool)) await sleep(POLL_MS);
      await worker.stop();
    },
    close: async () => {
      await presence.release();
      await sandbox.close();
      await oversight.tracing.close();
    },
  };
}

/** Counting them would take a measurable part of what is measured. */
async function hasJobs(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ some: boolean }>(
    "select exists (select from graphile_worker._private_jobs) as some",
  );
  return rows[0]?.some ?? false;
}

/** A task is settled as soon as there is a result here, with that result. */
function settledAtOnce(executor: Address, results: ReadonlyMap<Hex, StoredResult>): TaskChain {
  const never = () => Promise.reject(new Error("nothing is posted in this measurement"));
  const task = async (taskId: Hex): Promise<LiveTask> => {
    const resultDigest = results.get(taskId)?.resultDigest;
    const one = resultDigest === undefined ? 0 : 1;
    const state = resultDigest === undefined ? "Committing" : "Settled";
    return {
      state,
      resultDigest: resultDigest ?? zeroHash,
      endedAt: 0,
      commits: one,
      reveals: one,
      block: 0n,
    };
  };
  return {
    executor,
    task,
    confirmedUntil: async () => 0,
    ownCommitment: async (taskId) => results.get(taskId)?.commitment ?? null,
    hasRevealed: async () => true,
    commit: never,
    reveal: never,
    settle: never,
  };
}
