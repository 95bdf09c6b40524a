import type { Pool, PoolClient } from "pg";
import { PROCESS } from "./presence.ts";

/** Name of the one kind of job: take a task as far as it goes. */
export const ADVANCE = "advance";

type Queryable = Pick<Pool | PoolClient, "query">;

/** Queues a task's job, in the caller's transaction if it has one. An earlier job that waits is replaced. */
export async function addJob(database: Queryable, taskId: string, afterMs: number): Promise<void> {
  await database.query(
    `select graphile_worker.add_job($1, json_build_object('taskId', $2::text),
       run_at := now() + $3 * interval '1 millisecond', job_key := 'task:' || $2)`,
    [ADVANCE, taskId, afterMs],
  );
}

/**
 * Queues every open run, so that none is lost with a job. Jobs that wait keep their time. One that was taken gets another beside
 * it, since the answer that told of it may be lost; whoever is at the task stays alone at it. Runs whose block is gone are looked
 * after for a day, because their commitment may still come along.
 */
export async function sweepJobs(pool: Pool, finalPhases: readonly string[]): Promise<void> {
  await pool.query(
    `select graphile_worker.add_job($1, json_build_object('taskId', task_id),
       job_key := 'task:' || task_id, job_key_mode := 'preserve_run_at')
     from (select distinct task_id from executor.runs
           where phase <> all($2::text[]) and
             (not orphaned or (result is not null and updated_at > now() - interval '1 day'))) as open`,
    [ADVANCE, finalPhases],
  );
}

/** A worker that nobody wrote down is taken for dead after this time: its process ended before it could. */
const UNKNOWN = "1 minute";

/** True of a row of `executor.workers` whose process no longer shows its presence. */
const GONE = `not exists (select from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database())
  and classid = $1::int::oid and objid = process::oid)`;

/** Gives back the jobs of processes that were killed; the fencing number of a run keeps out whoever lives on. */
export async function recoverJobs(pool: Pool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
     from graphile_worker.jobs left join executor.workers on worker_id = locked_by
     where locked_by is not null
       and case when worker_id is null then locked_at < now() - interval '${UNKNOWN}' else ${GONE} end
     having count(*) > 0`,
    [PROCESS],
  );
  // Not at once: a process that is cut off for a moment comes back for its workers.
  await pool.query(`delete from executor.workers where at < now() - interval '1 hour' and ${GONE}`, [
    PROCESS,
  ]);
}

/** Writes down whose worker this is. */
export async function enterWorker(pool: Pool, workerId: string, process: number): Promise<void> {
  await pool.query(
    `insert into executor.workers (worker_id, process) values ($1, $2)
     on conflict (worker_id) do update set process = $2`,
    [workerId, process],
  );
}

/** Writes down that these workers are gone: no process ever has number 0. */
export async function dismissWorkers(pool: Pool, workerIds: readonly string[]): Promise<void> {
  await pool.query("update executor.workers set process = 0 where worker_id = any($1::text[])", [workerIds]);
}

/** A process that came back has another number. */
export async function moveWorkers(pool: Pool, from: number, to: number): Promise<void> {
  await pool.query("update executor.workers set process = $2 where process = $1", [from, to]);
}
