import { type Deployment, isDevelopmentChain, parametersFor } from "@nexus/protocol";
import pg from "pg";
import type { Logger } from "pino";
import type { LocalAccount } from "viem/accounts";
import { auditing } from "./auditing.ts";
import { reportAnomaly } from "./chain/anomalies.ts";
import { rpcBlocks } from "./chain/blocks.ts";
import { type ChainAccess, type ChainClient, chainClient, checkChain } from "./chain/client.ts";
import { rpcDeadlines } from "./chain/deadlines.ts";
import { findDeployment } from "./chain/deployment.ts";
import { rpcKeeper } from "./chain/keeper.ts";
import { openAccount } from "./chain/signer.ts";
import { rpcTasks } from "./chain/tasks.ts";
import { transactions } from "./chain/transactions.ts";
import type { Settings } from "./config.ts";
import { WITH_DEADLINE, watchDeadlines } from "./core/deadlines.ts";
import { type PerformPorts, performTask } from "./core/perform.ts";
import { FINAL_PHASES } from "./core/run.ts";
import { vigilantPerform, vigilantRuns } from "./core/vigilance.ts";
import { UnreachableError } from "./errors.ts";
import { type ExecutorParts, type Pace, startExecutor } from "./executor.ts";
import { httpApp } from "./http/app.ts";
import { readinessChecks } from "./http/checks.ts";
import { startServer } from "./http/server.ts";
import { type AdvanceJob, type NotifyJob, type Oversight, openOversight } from "./oversight.ts";
import { openPerforming } from "./performing.ts";
import { openWasmSandbox, type WasmSandbox } from "./sandbox/wasm-sandbox.ts";
import { REPORT, type ReportJob } from "./store/anomalies.ts";
import { connectionTo } from "./store/connection.ts";
import { postgresCursor } from "./store/cursor.ts";
import {
  ADVANCE,
  addJob,
  dismissWorkers,
  enterWorker,
  moveWorkers,
  recoverJobs,
  sweepJobs,
} from "./store/jobs.ts";
import { keepChambers, postgresKeeper } from "./store/keeper.ts";
import { NOTIFY } from "./store/notices.ts";
import { bindDatabase, openPresence, type Presence } from "./store/presence.ts";
import { openRuns, postgresRuns } from "./store/runs.ts";
import { createTables } from "./store/schema.ts";
import { readStatus, type StoreStatus } from "./store/status.ts";
import { postgresTurn } from "./store/turn.ts";
import { migrateQueue, startWorker } from "./store/worker.ts";
import { measure, measuredPerform, measuredRuns, measuredTasks } from "./telemetry/measured.ts";
import { addGauges } from "./telemetry/metrics.ts";
import { askTerminal } from "./terminal.ts";

/** Everything that is open while the executor runs. */
type Open = {
  readonly settings: Settings;
  readonly log: Logger;
  readonly access: ChainAccess;
  readonly account: LocalAccount;
  readonly performing: PerformPorts;
  readonly presence: Presence;
  readonly pool: pg.Pool;
  readonly sandbox: WasmSandbox;
  readonly oversight: Oversight;
};

const LOCAL_PACE: Pace = {
  watchMs: 300,
  taskMs: 400,
  keeperMs: 1_000,
  sweepMs: 10_000,
  longestMs: 4_000,
  // The windows to commit and to reveal are a minute here: what a node lost must come again well within.
  receiptMs: 8_000,
};
const PUBLIC_PACE: Pace = {
  watchMs: 4_000,
  taskMs: 6_000,
  keeperMs: 15_000,
  sweepMs: 60_000,
  longestMs: 30_000,
  receiptMs: 60_000,
};
const POOL_SIZE = 24;
const BATCH_BLOCKS = 500n;
const DRAIN_MS = 8_000;
/** Of which runs under way get this much. */
const RUNS_MS = 5_000;

/** Stands between the executor and what it works with; it changes nothing in production. */
export type Between = {
  client(client: ChainClient): ChainClient;
  performing(ports: PerformPorts): PerformPorts;
  parts(parts: ExecutorParts): ExecutorParts;
};

const NOTHING: Between = {
  client: (client) => client,
  performing: (ports) => ports,
  parts: (parts) => parts,
};

/** Opens what the executor needs, starts it and its pages, and drains on a signal. Throws what keeps it from starting. */
export async function serve(settings: Settings, log: Logger, between: Between = NOTHING): Promise<void> {
  const open = await openAll(settings, log, between);
  const { access, account, sandbox, presence, pool, oversight } = open;
  const executor = startExecutor(between.parts(partsOf(open)));
  const runs = postgresRuns(pool);
  const checks = readinessChecks({ settings, access, pool, presence });
  const head = () => access.client.getBlockNumber();
  const { registry } = oversight.metrics;
  const readGauges = addGauges(oversight.metrics, {
    store: async () => storeMetrics(await readStatus(pool)),
    ...{ head, checks, loops: executor.faults },
    sandbox: () => ({ children: sandbox.pids().length, waiting: sandbox.waiting() }),
  });
  const app = httpApp({
    executor: account.address,
    chainId: access.deployment.chainId,
    keeper: settings.keeper,
    walls: sandbox.walls,
    keys: () => open.performing.identities.jwks(),
    checks,
    head,
    store: () => readStatus(pool),
    loops: executor.faults,
    runs: runs.runs,
    metrics: async () => {
      await readGauges();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  });
  const server = await startServer(app, settings.httpPort);
  log.info({ executor: account.address, url: server.url, walls: sandbox.walls }, "The executor is at work.");
  drainOnSignal(open, async () => {
    await Promise.all([server.close(), executor.stop()]);
    await oversight.tracing.close();
  });
}

async function openAll(settings: Settings, log: Logger, between: Between): Promise<Open> {
  const deployment = await findDeployment(settings);
  await warnIfUnreachable(settings.rpcUrl, deployment.chainId, log);
  const account = await openAccount(settings.key, deployment.chainId, askTerminal);
  const client = between.client(chainClient(settings.rpcUrl, deployment.chainId, paceOf(deployment).watchMs));
  const access = { client, deployment };
  const pool = new pg.Pool({ ...connectionTo(settings.databaseUrl), max: POOL_SIZE });
  const onBroken = (err: Error) => log.warn({ err }, "A database connection broke.");
  pool.on("error", onBroken);
  pool.on("connect", (client) => client.on("error", onBroken));
  await createTables(pool);
  await migrateQueue(pool, log);
  if (settings.keeper) await keepChambers(pool);
  const { ResultConsensus } = deployment.contracts;
  await bindDatabase(pool, `${account.address} on chain ${deployment.chainId}, ${ResultConsensus}`);
  const presence = await openPresence(settings.databaseUrl, log, async (number, previous) => {
    if (previous !== null) await moveWorkers(pool, previous, number);
  });
  const sandbox = await openWasmSandbox({
    cacheFolder: settings.cacheDirectory,
    requiredWalls: settings.walls,
    production: !isDevelopmentChain(deployment.chainId),
  });
  const oversight = await openOversight({
    ...{ pool, log, executor: account.address, chainId: deployment.chainId },
    ...{ collector: settings.collector, webhook: settings.webhook },
  });
  const receipts = postgresRuns(pool);
  const performing = between.performing(
    await openPerforming({ settings, access, account, sandbox, receipts }),
  );
  return { settings, log, access, account, performing, presence, pool, sandbox, oversight };
}

/** A node that is away comes back; a node on another chain never is the right one. */
async function warnIfUnreachable(rpcUrl: string, chainId: number, log: Logger): Promise<void> {
  try {
    await checkChain(rpcUrl, chainId);
  } catch (fault) {
    if (!(fault instanceof UnreachableError)) throw fault;
    log.warn({ err: fault }, "The chain's node doesn't answer yet.");
  }
}

function paceOf({ chainId }: Deployment): Pace {
  return isDevelopmentChain(chainId) ? LOCAL_PACE : PUBLIC_PACE;
}

function partsOf(open: Open): ExecutorParts {
  const { settings, log, access, account, performing, presence, pool, sandbox, oversight } = open;
  const { deployment } = access;
  const parameters = parametersFor(deployment.chainId);
  const pace = paceOf(deployment);
  const posting = transactions(access.client, account, {
    receiptMs: pace.receiptMs,
    exclusively: postgresTurn(pool),
  });
  const runs = postgresRuns(pool);
  const source = rpcBlocks(access, settings.confirmations ?? parameters.confirmation);
  const { metrics, vigilance } = oversight;
  const vigilant = vigilantPerform((task) => performTask(performing, task), vigilance);
  return {
    advance: {
      chain: measuredTasks(rpcTasks(access, posting, source), oversight),
      runs: measuredRuns(vigilantRuns(runs, vigilance), metrics),
      perform: measuredPerform(vigilant, oversight),
      keepReceipt: (file) => performing.content.add(new TextEncoder().encode(file)),
      wake: (taskId, afterMs) => addJob(pool, taskId, afterMs),
      patience: { longestMs: pace.longestMs, random: Math.random },
      now: () => new Date().toISOString(),
      pollMs: pace.taskMs,
      log,
    },
    watch: {
      source,
      store: postgresCursor(pool, { keeper: settings.keeper }),
      startBlock: BigInt(deployment.startBlock),
      batchBlocks: BATCH_BLOCKS,
    },
    keeper: settings.keeper
      ? {
          ...{
            chain: rpcKeeper(access, posting),
            store: postgresKeeper(pool),
            intervalMs: pace.keeperMs,
            dailyWei: settings.keeperDailyWei,
            log,
          },
          around: (step, act) => measure(metrics, step, act),
        }
      : undefined,
    pace,
    log,
    startWorker: (advance) => {
      const tasks = {
        [ADVANCE]: (job: unknown) => advance((job as AdvanceJob).taskId),
        [NOTIFY]: (job: unknown) => oversight.deliver((job as NotifyJob).id),
        [REPORT]: async (job: unknown) => {
          const report = job as ReportJob;
          const posted = await measure(metrics, "report", () => reportAnomaly(access, posting, report));
          log.warn({ ...report, status: posted.status }, "An anomaly is reported on chain.");
        },
      };
      return startWorker(pool, tasks, log, {
        entered: (workerId) => enterWorker(pool, workerId, presence.number() ?? 0),
        left: (workerIds) => dismissWorkers(pool, workerIds),
      });
    },
    sweep: async () => {
      await sweepJobs(pool, FINAL_PHASES);
      await oversight.prune();
    },
    watchDeadlines: () =>
      watchDeadlines({
        ...rpcDeadlines(access),
        openRuns: () => openRuns(pool, WITH_DEADLINE),
        notify: vigilance.store.notify,
      }),
    audit: auditing(open, posting),
    leads: presence.leads,
    alone: presence.alone,
    recover: () => recoverJobs(pool),
    closeSandbox: () => sandbox.close(RUNS_MS),
  };
}

function storeMetrics({ runs, jobs, keeperItems, quarantine, cursor }: StoreStatus) {
  const block = cursor === null ? null : Number(cursor.number);
  return { runs, jobs, keeperItems, quarantined: quarantine.length, cursor: block };
}

/** Every step is safe to break off, so what doesn't end in time is left for the next start. */
function drainOnSignal({ log, pool, presence }: Open, stop: () => Promise<void>): void {
  let draining = false;
  const drain = async (signal: NodeJS.Signals) => {
    if (draining) return;
    draining = true;
    log.info({ signal }, "Stopping: taking no more work.");
    const timer = setTimeout(() => {
      log.warn({}, "Some work didn't end in time; it goes on at the next start.");
      process.exit(0);
    }, DRAIN_MS);
    try {
      await stop();
      await Promise.all([pool.end(), presence.release()]);
    } catch (err) {
      log.warn({ err }, "Something didn't stop cleanly; its work goes on at the next start.");
    }
    clearTimeout(timer);
    log.info({}, "Stopped.");
    process.exit(0);
  };
  process.on("SIGTERM", drain);
  process.on("SIGINT", drain);
}
