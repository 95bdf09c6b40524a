import type { Pool, PoolClient } from "pg";

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
 * Queues every open run that has no job, so that no run is lost with a job; jobs that wait keep their time. Runs whose block
 * is gone are looked after for a day, because their commitment may still come along.
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

/** Gives back the jobs of a process that was killed. Only while this process alone holds the database. */
export async function unlockJobs(pool: Pool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
     from graphile_worker.jobs where locked_by is not null having count(*) > 0`,
  );
}
