import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import pg from "pg";
import type { Hex } from "viem";
import { type Postgres, startPostgres } from "../../../scripts/start/postgres.ts";
import { FINAL_PHASES } from "../../src/core/run.ts";
import { DatabaseOwnerError, DatabaseTakenError } from "../../src/errors.ts";
import { postgresCursor } from "../../src/store/cursor.ts";
import { bindDatabase, holdDatabase } from "../../src/store/hold.ts";
import { ADVANCE, addJob, sweepJobs, unlockJobs } from "../../src/store/jobs.ts";
import { postgresKeeper } from "../../src/store/keeper.ts";
import { postgresRuns } from "../../src/store/runs.ts";
import { createTables } from "../../src/store/schema.ts";
import { readStatus } from "../../src/store/status.ts";
import { migrateQueue, startWorker } from "../../src/store/worker.ts";
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

    it("works off jobs, and gives back those of a killed process", async () => {
      const { wake, jobs } = await openDatabase();
      await wake(hashOf("task"), 0);
      await pool.query("select graphile_worker.add_job('advance', '{}')");
      await pool.query(
        "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed' where key is not null",
      );
      await unlockJobs(pool);
      const seen: unknown[] = [];
      const worker = startWorker(pool, { [ADVANCE]: async (job) => void seen.push(job) }, log);
      await until("the job is done", async () => (await jobs()).size === 0);
      await worker.stop();
      expect(seen).to.deep.include({ taskId: hashOf("task") });
    });

    it("goes on when the database was away at the end of a job", async () => {
      const { wake } = await openDatabase();
      let away = false;
      const connect = pool.connect.bind(pool) as (...parameters: unknown[]) => Promise<pg.PoolClient>;
      Object.assign(pool, {
        connect: async (...parameters: unknown[]) => {
          if (away && parameters.length === 0) throw new Error("connect ECONNREFUSED");
          return connect(...parameters);
        },
      });
      let runs = 0;
      const advance = async () => {
        runs += 1;
        if (runs > 1) return;
        away = true;
        throw new Error("the database went away");
      };
      const worker = startWorker(pool, { [ADVANCE]: advance }, log);
      await wake(hashOf("task"), 0);
      await until("the queue stopped", async () =>
        log.lines.some(({ message }) => message === "The queue stopped; starting it again."),
      );
      away = false;
      await unlockJobs(pool);
      await until("the job runs again", async () => runs === 2);
      await worker.stop();
    });

    it("lets one process at a time hold a database", async () => {
      await openDatabase();
      const hold = await holdDatabase(url, log);
      await holdDatabase(url, log).then(
        () => expect.fail("two processes hold it"),
        (fault: unknown) => expect(fault).to.be.instanceOf(DatabaseTakenError),
      );
      expect(hold.held()).to.equal(true);
      await hold.release();
      await (await holdDatabase(url, log)).release();
    });

    it("holds the database again after its connection broke, and says so once", async () => {
      await openDatabase();
      let regained = 0;
      const hold = await holdDatabase(url, log, async () => {
        regained += 1;
      });
      const holder = async () => {
        const { rows } = await pool.query<{ pid: number }>(
          "select pid from pg_stat_activity where application_name = 'nexus-executor-hold'",
        );
        return rows[0]?.pid;
      };
      const before = await holder();
      await pool.query("select pg_terminate_backend($1)", [before]);
      await until("another connection is there", async () => ![undefined, before].includes(await holder()));
      await until("it is held again", async () => hold.held());
      await until("that was said", async () => regained > 0);
      await hold.release();
      expect(regained).to.equal(1);
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
