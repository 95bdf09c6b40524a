import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import pg from "pg";
import type { AdvancePorts } from "../../src/core/advance.ts";
import { FINAL_PHASES, isFinal } from "../../src/core/run.ts";
import { type Executor, startExecutor } from "../../src/executor.ts";
import { connectionTo } from "../../src/store/connection.ts";
import { postgresCursor } from "../../src/store/cursor.ts";
import {
  ADVANCE,
  addJob,
  dismissWorkers,
  enterWorker,
  recoverJobs,
  sweepJobs,
} from "../../src/store/jobs.ts";
import { openPresence, type Presence } from "../../src/store/presence.ts";
import { postgresRuns } from "../../src/store/runs.ts";
import { startWorker } from "../../src/store/worker.ts";
import { ME, resultOf } from "../doubles/advance.ts";
import { hashOf, MemoryBlocks, MemoryConsensus, taskIn } from "../doubles/chain.ts";
import { MemoryLog } from "../doubles/log.ts";
import { startDatabaseProxy } from "../fixtures/database-proxy.ts";
import { until } from "../fixtures/until.ts";

type Shared = { readonly pool: pg.Pool; readonly url: string };

const TASK = hashOf("task");
const PACE = { watchMs: 50, taskMs: 200, keeperMs: 100, sweepMs: 100, longestMs: 400, receiptMs: 1_000 };

/** What the processes of one executor rely on that share its database. */
export function shouldShareADatabase(open: () => Promise<Shared>): void {
  const log = new MemoryLog();
  const opened: Presence[] = [];
  const executors: Executor[] = [];
  let release = Promise.withResolvers<void>();

  beforeEach(() => {
    release = Promise.withResolvers<void>();
  });

  afterEach(async () => {
    release.resolve();
    await Promise.all(executors.splice(0).map((executor) => executor.stop()));
    await Promise.all(opened.splice(0).map((presence) => presence.release()));
  });

  const enter = async (url: string): Promise<Presence> => {
    const presence = await openPresence(url, log);
    opened.push(presence);
    return presence;
  };

  it("performs a task in one process, however long it takes and whatever happens meanwhile", async () => {
    const { pool, url } = await open();
    const blocks = new MemoryBlocks();
    const consensus = Object.assign(new MemoryConsensus(), { panel: 1 });
    let performed = 0;
    const perform: AdvancePorts["perform"] = async (task) => {
      performed += 1;
      await release.promise;
      return { status: "result", result: resultOf(task, hashOf("salt")) };
    };
    for (const presence of [await enter(url), await enter(url)])
      executors.push(startOne({ pool, presence, log, blocks, consensus, perform }));
    blocks.mine((block) => ({ type: "task-created", task: taskIn(block) }));
    await until("one performs it", async () => performed === 1);
    for (let i = 0; i < 8; i += 1) {
      await sleep(250);
      blocks.mine(() => ({ type: "task-moved", taskId: TASK }));
    }
    release.resolve();
    const isOver = async () => (await postgresRuns(pool).runs(TASK)).every(({ phase }) => isFinal(phase));
    await until("the task is over", isOver, { timeoutMs: 5_000 });
    expect([performed, consensus.calls]).to.deep.equal([1, ["commit", "reveal", "settle"]]);
  });

  it("queues a run again whose job was taken, since nobody may know of it", async () => {
    const { pool } = await open();
    const [block] = [new MemoryBlocks().mine()];
    const events = [{ type: "task-created", task: taskIn(block) } as const];
    await postgresCursor(pool, { keeper: false }).apply({ after: null, cursor: block, events });
    await pool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker'");
    await sweepJobs(pool, FINAL_PHASES);
    const { rows } = await pool.query("select key, locked_by from graphile_worker.jobs order by id");
    expect(rows).to.deep.equal([
      { key: null, locked_by: "worker" },
      { key: `task:${TASK}`, locked_by: null },
    ]);
  });

  it("lets another process do what one is at only once that one is gone", async () => {
    const { url } = await open();
    const [one, other] = [await enter(url), await enter(url)];
    const begun = Promise.withResolvers<void>();
    const work = one.alone("task", () => {
      begun.resolve();
      return release.promise;
    });
    await begun.promise;
    const nothing = async () => {};
    expect([await other.alone("task", nothing), await other.alone("else", nothing)]).to.deep.equal([
      false,
      true,
    ]);
    await one.release();
    await until("the other may", () => other.alone("task", nothing));
    release.resolve();
    expect([await work, await one.alone("task", nothing)]).to.deep.equal([true, false]);
  });

  it("gives a piece of work back when it failed", async () => {
    const { url } = await open();
    const [one, other] = [await enter(url), await enter(url)];
    const fault = new Error("no");
    expect(await one.alone("task", () => Promise.reject(fault)).catch((error: unknown) => error)).to.equal(
      fault,
    );
    expect(await other.alone("task", async () => {})).to.equal(true);
  });

  it("has either side notice soon that the other is silent, beside what the address says", async () => {
    const { url } = await open();
    const own = new URL(url);
    own.searchParams.set("options", "-c work_mem=7MB -c tcp_keepalives_count=4");
    const client = new pg.Client(connectionTo(own.href));
    await client.connect();
    const { rows } = await client.query(
      `select name, current_setting(name) as value from pg_settings
       where name like 'tcp_%' or name in ('lock_timeout', 'work_mem')`,
    );
    await client.end();
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).to.deep.equal({
      ...{ tcp_keepalives_idle: "10", tcp_keepalives_interval: "5", tcp_keepalives_count: "4" },
      ...{ tcp_user_timeout: "25000", lock_timeout: "30s", work_mem: "7MB" },
    });
  });

  it("leads no more once the database is silent, so that another does", async () => {
    const { url } = await open();
    const proxy = await startDatabaseProxy(Number(new URL(url).port));
    const cutOff = await enter(`${proxy.through(url)}?query_timeout=500`);
    const other = await enter(url);
    expect([cutOff.leads(), other.leads()]).to.deep.equal([true, false]);
    proxy.become("silent");
    await until("the other leads", async () => other.leads(), { timeoutMs: 5_000 });
    expect(cutOff.leads()).to.equal(false);
    await proxy.close();
  });
}

type One = {
  readonly pool: pg.Pool;
  readonly presence: Presence;
  readonly log: MemoryLog;
  readonly blocks: MemoryBlocks;
  readonly consensus: MemoryConsensus;
  readonly perform: AdvancePorts["perform"];
};

/** A process of an executor, on a chain of memory. */
function startOne({ pool, presence, log, blocks, consensus, perform }: One): Executor {
  const nothing = async () => {};
  return startExecutor({
    advance: {
      ...{ chain: consensus.as(ME), runs: postgresRuns(pool), perform, keepReceipt: nothing },
      wake: (taskId, afterMs) => addJob(pool, taskId, afterMs),
      patience: { longestMs: PACE.longestMs, random: () => 0.5 },
      now: () => new Date().toISOString(),
      ...{ pollMs: PACE.taskMs, log },
    },
    watch: {
      ...{ source: blocks, store: postgresCursor(pool, { keeper: false }) },
      ...{ startBlock: 0n, batchBlocks: 10n },
    },
    ...{ keeper: undefined, pace: PACE, log, leads: presence.leads, alone: presence.alone },
    ...{ watchDeadlines: nothing, audit: nothing, closeSandbox: nothing },
    startWorker: (advance) =>
      startWorker(pool, { [ADVANCE]: (job) => advance((job as { taskId: `0x${string}` }).taskId) }, log, {
        entered: (workerId) => enterWorker(pool, workerId, presence.number() ?? 0),
        left: (workerIds) => dismissWorkers(pool, workerIds),
      }),
    sweep: () => sweepJobs(pool, FINAL_PHASES),
    recover: () => recoverJobs(pool),
  });
}
