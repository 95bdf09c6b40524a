import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Chamber } from "@nexus/protocol";
import { expect } from "chai";
import pg from "pg";
import type { Hex } from "viem";
import { type Postgres, startPostgres } from "../../../scripts/start/postgres.ts";
import { WITH_DEADLINE } from "../../src/core/deadlines.ts";
import { FINAL_PHASES } from "../../src/core/run.ts";
import { DatabaseOwnerError } from "../../src/errors.ts";
import {
  postgresAnomalies,
  pruneAnomalies,
  readQuarantine,
  releaseQuarantine,
} from "../../src/store/anomalies.ts";
import { postgresCursor } from "../../src/store/cursor.ts";
import {
  ADVANCE,
  addJob,
  dismissWorkers,
  enterWorker,
  recoverJobs,
  sweepJobs,
} from "../../src/store/jobs.ts";
import { keepChambers, postgresKeeper } from "../../src/store/keeper.ts";
import { readNotice } from "../../src/store/notices.ts";
import { bindDatabase, openPresence } from "../../src/store/presence.ts";
import { openRuns, postgresRuns, pruneRuns } from "../../src/store/runs.ts";
import { createTables } from "../../src/store/schema.ts";
import { readStatus } from "../../src/store/status.ts";
import { postgresTurn } from "../../src/store/turn.ts";
import { migrateQueue, startWorker } from "../../src/store/worker.ts";
import { shouldKeepAudits } from "../behaviors/audit-store.ts";
import { shouldShareADatabase } from "../behaviors/shared-database.ts";
import { type StoreUnderTest, shouldBehaveLikeAStore } from "../behaviors/store.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";
import { MemoryLog } from "../doubles/log.ts";
import { freePort } from "../fixtures/chain.ts";
import { until } from "../fixtures/until.ts";

describe("the store in Postgres", function () {
  this.timeout(60_000);

  let folder: string;
  let postgres: Postgres;
  let pool: pg.Pool;
  let url: string;
  let databases = 0;
  const log = new MemoryLog();
  const block = { number: 5n, hash: hashOf("block"), parentHash: hashOf("parent"), timestamp: 0 };

  /** Keeps the queue from the database while it is away. */
  function queueAccess(): { isAway: boolean } {
    const access = { isAway: false };
    const connect = pool.connect.bind(pool) as (...parameters: unknown[]) => Promise<pg.PoolClient>;
    Object.assign(pool, {
      connect: async (...parameters: unknown[]) => {
        if (access.isAway && parameters.length === 0) throw new Error("connect ECONNREFUSED");
        return connect(...parameters);
      },
    });
    return access;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "nexus-store-"));
    // Postgres leaves root for an account that must reach its folder.
    await chmod(folder, 0o755);
    const port = await freePort();
    const directory = join(folder, "postgres");
    postgres = await startPostgres({ directory, port, logFile: join(folder, "log") });
  });

  after(async () => {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Workers of a process that shows no presence. */
  const crew = (process = 999_999) => ({
    entered: (workerId: string) => enterWorker(pool, workerId, process),
    left: (workerIds: readonly string[]) => dismissWorkers(pool, workerIds),
  });

  const openDatabase = async (): Promise<StoreUnderTest> => {
    databases += 1;
    url = await postgres.database(`store_${databases}`);
    pool = new pg.Pool({ connectionString: url });
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    await createTables(pool);
    await migrateQueue(pool, log);
    return {
      cursor: postgresCursor(pool, { keeper: true }),
      runs: postgresRuns(pool),
      keeper: postgresKeeper(pool),
      jobs: () => waitingJobs(pool),
      wake: (taskId, afterMs) => addJob(pool, taskId, afterMs),
      sweep: () => sweepJobs(pool, FINAL_PHASES),
    };
  };

  afterEach(async () => {
    await pool?.end();
  });

  shouldBehaveLikeAStore(openDatabase);

  describe("of audits", () => {
    shouldKeepAudits(async () => {
      await openDatabase();
      return pool;
    });
  });

  describe("of several processes", () => {
    shouldShareADatabase(async () => {
      await openDatabase();
      return { pool, url };
    });
  });

  describe("beyond that", () => {
    it("creates its tables as often as it is asked to", async () => {
      await openDatabase();
      await createTables(pool);
      await migrateQueue(pool, log);
      expect(await readStatus(pool)).to.deep.equal({
        cursor: null,
        runs: {},
        lastFaults: [],
        keeperItems: 0,
        jobs: 0,
        quarantine: [],
      });
    });

    it("shows the fault of a run until it got over it", async () => {
      const { cursor, runs } = await openDatabase();
      const task = taskIn(block);
      await cursor.apply({ after: null, cursor: block, events: [{ type: "task-created", task }] });
      const [run] = await runs.claim(task.taskId);
      if (run === undefined) throw new Error("no run");
      const lastFault = { code: "UNREACHABLE", message: "no answer", at: "2026-01-01T00:00:00.000Z" };
      await runs.change(run, { lastFault });
      const shown = { taskId: task.taskId, phase: "pending", ...lastFault };
      expect((await readStatus(pool)).lastFaults).to.deep.equal([shown]);
      await runs.change(run, { lastFault: null });
      expect((await readStatus(pool)).lastFaults).to.deep.equal([]);
    });

    it("goes on with runs while a later version adds a column beside it", async () => {
      const { cursor, runs } = await openDatabase();
      const task = taskIn(block);
      await cursor.apply({ after: null, cursor: block, events: [{ type: "task-created", task }] });
      // As often as the pool has connections, each of which prepares its statements.
      await Promise.all(Array.from({ length: 10 }, () => runs.claim(task.taskId)));
      await pool.query("alter table executor.runs add column later text");
      const [run] = await runs.claim(task.taskId);
      if (run === undefined) throw new Error("no run");
      expect(await runs.change(run, { phase: "refused" })).to.equal(true);
    });

    it("writes nothing at all when one part of a batch fails", async () => {
      const { cursor, runs, jobs } = await openDatabase();
      const beyond = taskIn({ ...block, number: 2n ** 64n }, "beyond");
      const events = [taskIn(block), beyond].map((task) => ({ type: "task-created", task }) as const);
      await cursor.apply({ after: null, cursor: block, events }).then(
        () => expect.fail("it was written"),
        (fault: unknown) => expect(fault).to.be.instanceOf(Error),
      );
      expect(await cursor.cursor()).to.equal(null);
      expect(await runs.runs(hashOf("task"))).to.deep.equal([]);
      expect((await jobs()).size).to.equal(0);
    });

    it("leaves the keeper's table empty where there is no keeper", async () => {
      await openDatabase();
      const item = { kind: "review", id: "1" } as const;
      await postgresCursor(pool, { keeper: false }).apply({
        after: null,
        cursor: block,
        events: [{ type: "keep", item }],
      });
      expect(await postgresKeeper(pool).due(10)).to.deep.equal([]);
    });

    it("has the keeper look after all chambers, and leaves alone when it does", async () => {
      await openDatabase();
      const keeper = postgresKeeper(pool);
      await keepChambers(pool);
      const items = await keeper.due(10);
      expect(items).to.have.deep.members(Chamber.map((_, id) => ({ kind: "chamber", id: String(id) })));
      for (const item of items) await keeper.later(item, 60_000);
      await keepChambers(pool);
      expect(await keeper.due(10)).to.deep.equal([]);
    });

    it("forgets what the keeper spent a day ago", async () => {
      await openDatabase();
      const { spend, spent } = postgresKeeper(pool);
      await spend({ kind: "task", id: "1" }, 5n);
      await pool.query("update executor.keeper_costs set at = now() - interval '25 hours'");
      expect(await spent()).to.equal(0n);
      await spend({ kind: "task", id: "2" }, 7n);
      expect(await spent()).to.equal(7n);
      const { rowCount } = await pool.query("select from executor.keeper_costs");
      expect(rowCount).to.equal(1);
    });

    it("works off jobs, and gives back those of a killed process", async () => {
      const { wake, jobs } = await openDatabase();
      await wake(hashOf("task"), 0);
      await pool.query("select graphile_worker.add_job('advance', '{}')");
      await pool.query(
        "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed' where key is not null",
      );
      await enterWorker(pool, "killed", 999_999);
      await recoverJobs(pool);
      const seen: unknown[] = [];
      const worker = startWorker(pool, { [ADVANCE]: async (job) => void seen.push(job) }, log, crew());
      await until("the job is done", async () => (await jobs()).size === 0);
      await worker.stop();
      expect(seen).to.deep.include({ taskId: hashOf("task") });
    });

    it("leaves jobs that wait for a place to other processes, once the database is back", async () => {
      const { wake, jobs } = await openDatabase();
      const queue = queueAccess();
      const names = Array.from({ length: 40 }, (_, i) => hashOf(`task ${i}`));
      await Promise.all(names.map((name) => wake(name, 0)));
      const release = Promise.withResolvers<void>();
      let begun = 0;
      const wait = () => {
        begun += 1;
        return release.promise;
      };
      const slow = startWorker(pool, { [ADVANCE]: wait }, log, crew());
      await until("all its places are taken", async () => begun === 16);
      queue.isAway = true;
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      queue.isAway = false;
      const seen = new Set<unknown>();
      const advance = async (job: unknown) => void seen.add((job as { taskId: Hex }).taskId);
      const other = startWorker(pool, { [ADVANCE]: advance }, log, crew());
      await until("the other did all the rest", async () => seen.size === names.length - begun);
      release.resolve();
      await until("the jobs are done", async () => (await jobs()).size === 0);
      await Promise.all([slow.stop(), other.stop()]);
      expect(begun).to.equal(16);
    });

    it("goes on when the database was away at the end of a job", async () => {
      const { wake } = await openDatabase();
      const queue = queueAccess();
      let runs = 0;
      const advance = async () => {
        runs += 1;
        if (runs > 1) return;
        queue.isAway = true;
        throw new Error("the database went away");
      };
      const worker = startWorker(pool, { [ADVANCE]: advance }, log, crew());
      await wake(hashOf("task"), 0);
      await until("the queue stopped", async () =>
        log.lines.some(({ message }) => message === "The queue stopped; starting it again."),
      );
      queue.isAway = false;
      await until("the job is given back", async () => {
        await recoverJobs(pool);
        return runs === 2;
      });
      await until("the job runs again", async () => runs === 2);
      await worker.stop();
    });

    it("lets one process lead, and another once that one is gone", async () => {
      await openDatabase();
      const first = await openPresence(url, log);
      const second = await openPresence(url, log);
      expect([first.leads(), second.leads()]).to.deep.equal([true, false]);
      expect(second.number()).to.not.equal(first.number());
      await first.release();
      await until("the second leads", async () => second.leads());
      await second.release();
    });

    it("knows a process again after its connection broke, under another number", async () => {
      await openDatabase();
      const arrivals: (readonly [number, number | null])[] = [];
      const presence = await openPresence(url, log, async (...arrival) => void arrivals.push(arrival));
      const first = presence.number();
      await pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nexus-executor-presence'",
      );
      await until("it is back", async () => arrivals.length === 2 && presence.leads());
      expect(arrivals[1]).to.deep.equal([presence.number(), first]);
      await presence.release();
    });

    it("gives back the jobs of a process that is gone, and only those", async () => {
      const { wake } = await openDatabase();
      const presence = await openPresence(url, log);
      await enterWorker(pool, "alive", presence.number() ?? 0);
      await enterWorker(pool, "gone", 999_999);
      for (const worker of ["alive", "gone", "unknown"]) {
        await wake(hashOf(worker), 0);
        await pool.query(
          "update graphile_worker._private_jobs set locked_at = now(), locked_by = $1 where key = $2",
          [worker, `task:${hashOf(worker)}`],
        );
      }
      const locked = async () => {
        const { rows } = await pool.query("select locked_by from graphile_worker.jobs order by locked_by");
        return rows.map(({ locked_by }) => locked_by);
      };
      await recoverJobs(pool);
      expect(await locked()).to.deep.equal(["alive", "unknown", null]);
      await pool.query("update graphile_worker._private_jobs set locked_at = now() - interval '2 minutes'");
      await presence.release();
      await recoverJobs(pool);
      expect(await locked()).to.deep.equal([null, null, null]);
    });

    it("lets the processes of an executor take turns", async () => {
      await openDatabase();
      const steps: string[] = [];
      const turn = (name: string) =>
        postgresTurn(pool)(async () => {
          steps.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 20));
          steps.push(`${name} ends`);
        });
      await Promise.all([turn("one"), turn("two"), turn("three")]);
      for (let i = 0; i < steps.length; i += 2)
        expect(steps[i + 1]).to.equal(steps[i]?.replace("begins", "ends"));
      const fault = new Error("the node is away");
      expect(await postgresTurn(pool)(() => Promise.reject(fault)).catch((error: unknown) => error)).to.equal(
        fault,
      );
      expect(await postgresTurn(pool)(async () => "free again")).to.equal("free again");
    });

    it("writes an anomaly down once, with its quarantine and its notice", async () => {
      await openDatabase();
      const store = postgresAnomalies(pool);
      const [taskId, versionId] = [hashOf("task"), hashOf("version")];
      const anomaly = { kind: "replica-mismatch", taskId, versionId, detail: "Another result." } as const;
      expect([await store.record(anomaly), await store.record(anomaly)]).to.deep.equal([true, false]);
      expect(await store.quarantine(versionId)).to.equal("Another result.");
      expect((await readQuarantine(pool)).map(({ kind }) => kind)).to.deep.equal(["replica-mismatch"]);
      expect((await readNotice(pool, `anomaly:replica-mismatch:${taskId}`))?.text).to.include(
        "Another result.",
      );
      await addJob(pool, taskId, 0);
      const { rows } = await pool.query(
        "select task_identifier from graphile_worker.jobs order by priority, 1 desc",
      );
      expect(rows.map(({ task_identifier }) => task_identifier)).to.deep.equal([ADVANCE, "report", "notify"]);
      expect([
        await releaseQuarantine(pool, versionId),
        await releaseQuarantine(pool, versionId),
      ]).to.deep.equal([true, false]);
      expect(await postgresAnomalies(pool).quarantine(versionId)).to.equal(null);
    });

    it("hears soon what another process put into quarantine or released", async () => {
      await openDatabase();
      const [here, elsewhere] = [postgresAnomalies(pool), postgresAnomalies(pool)];
      const [taskId, versionId] = [hashOf("task"), hashOf("version")];
      const anomaly = { kind: "replica-mismatch", taskId, versionId, detail: "Another result." } as const;
      expect(await here.quarantine(versionId)).to.equal(null);
      await elsewhere.record(anomaly);
      expect(await elsewhere.quarantine(versionId)).to.equal("Another result.");
      const heard = async (detail: string | null) =>
        (await here.quarantine(versionId)) === detail && (await elsewhere.quarantine(versionId)) === detail;
      await until("both know of it", () => heard("Another result."), { timeoutMs: 2_000 });
      await releaseQuarantine(pool, versionId);
      await until("both know of its release", () => heard(null), { timeoutMs: 2_000 });
    });

    it("finds the runs that have a deadline behind any number of those that have none", async () => {
      const { cursor, runs } = await openDatabase();
      const tasks = Array.from({ length: 201 }, (_, i) => taskIn(block, `task ${i}`));
      const events = tasks.map((task) => ({ type: "task-created", task }) as const);
      await cursor.apply({ after: null, cursor: block, events });
      await pool.query("update executor.runs set phase = 'revealed'");
      const last = tasks[200]?.taskId ?? "0x";
      const [run] = await runs.claim(last);
      if (run === undefined) throw new Error("no run");
      await runs.change(run, { phase: "committed" });
      expect(await openRuns(pool, WITH_DEADLINE)).to.deep.equal([{ taskId: last, phase: "committed" }]);
    });

    it("keeps the newest anomalies, and forgets what ended long ago", async () => {
      const { runs } = await openDatabase();
      await pool.query(
        `insert into executor.anomalies (task_id, kind, version_id, detail)
         select i::text, 'usage', 'v', '' from generate_series(1, 10005) as i`,
      );
      await pruneAnomalies(pool);
      const { rows } = await pool.query("select count(*)::int, min(task_id::int) from executor.anomalies");
      expect(rows[0]).to.deep.equal({ count: 10_000, min: 6 });
      const task = taskIn(block);
      await postgresCursor(pool, { keeper: false }).apply({
        after: null,
        cursor: block,
        events: [{ type: "task-created", task }],
      });
      await pool.query("update executor.runs set updated_at = now() - interval '31 days'");
      await pruneRuns(pool, FINAL_PHASES, 30);
      expect(await runs.runs(task.taskId)).to.have.length(1);
      await pool.query("update executor.runs set phase = 'settled'");
      await pruneRuns(pool, FINAL_PHASES, 30);
      expect(await runs.runs(task.taskId)).to.have.length(0);
    });

    it("belongs to the executor that used it first", async () => {
      await openDatabase();
      await bindDatabase(pool, "first");
      await bindDatabase(pool, "first");
      await bindDatabase(pool, "second").then(
        () => expect.fail("it changed hands"),
        (fault: unknown) => {
          expect(fault).to.be.instanceOf(DatabaseOwnerError);
          expect((fault as Error).message).to.equal(
            "DATABASE_URL holds the runs of executor first, but this one is second. Use a database of its own.",
          );
        },
      );
    });
  });
});

async function waitingJobs(pool: pg.Pool): Promise<Map<Hex, boolean>> {
  const { rows } = await pool.query<{ task_id: Hex; due: boolean }>(
    "select substr(key, 6) as task_id, run_at <= now() as due from graphile_worker.jobs where key is not null",
  );
  return new Map(rows.map(({ task_id, due }) => [task_id, due]));
}
