import type { Pool, PoolClient } from "pg";
import type { Notice } from "../core/notice.ts";

/** Name of the job that delivers a notice. */
export const NOTIFY = "notify";

/** Tasks have deadlines and are taken first: their jobs have priority 0, and higher numbers come later. */
export const AFTER_TASKS = 1;

/** Tries of a delivery; the queue waits longer after each, about two days in all. */
const TRIES = 20;
const KEPT_DAYS = 30;

type Queryable = Pick<Pool | PoolClient, "query">;

/** Writes a notice down, once per id, and queues its delivery, in the caller's transaction if it has one. */
export async function addNotice(database: Queryable, notice: Notice): Promise<boolean> {
  const { rowCount } = await database.query(
    "insert into executor.notices (id, body) values ($1, $2) on conflict do nothing",
    [notice.id, JSON.stringify(notice)],
  );
  if (rowCount !== 1) return false;
  await database.query(
    `select graphile_worker.add_job($1, json_build_object('id', $2::text), max_attempts := $3,
       job_key := 'notice:' || $2, priority := $4)`,
    [NOTIFY, notice.id, TRIES, AFTER_TASKS],
  );
  return true;
}

/** A notice as it was written down; null once it was pruned. */
export async function readNotice(pool: Pool, id: string): Promise<Notice | null> {
  const { rows } = await pool.query<{ body: Notice }>("select body from executor.notices where id = $1", [
    id,
  ]);
  return rows[0]?.body ?? null;
}

/** Forgets old notices. */
export async function pruneNotices(pool: Pool): Promise<void> {
  await pool.query("delete from executor.notices where at < now() - $1 * interval '1 day'", [KEPT_DAYS]);
}
