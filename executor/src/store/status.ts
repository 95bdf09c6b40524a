import type { Pool } from "pg";
import type { Phase, RunFault } from "../core/run.ts";
import { type Quarantine, readQuarantine } from "./anomalies.ts";

export type StoreStatus = {
  readonly cursor: { readonly number: string; readonly hash: string } | null;
  readonly runs: Readonly<Partial<Record<Phase, number>>>;
  /** Newest first. */
  readonly lastFaults: readonly ({ readonly taskId: string; readonly phase: Phase } & RunFault)[];
  readonly keeperItems: number;
  /** Jobs in the queue. */
  readonly jobs: number;
  readonly quarantine: readonly Quarantine[];
};

const SHOWN_FAULTS = 10;

/** What the store knows, for people. */
export async function readStatus(pool: Pool): Promise<StoreStatus> {
  const [cursor, runs, faults, items, jobs, quarantine] = await Promise.all([
    pool.query<{ number: string; hash: string }>("select number, hash from executor.cursor"),
    pool.query<{ phase: Phase; count: number }>(
      "select phase, count(*)::int as count from executor.runs where not orphaned group by phase",
    ),
    pool.query<{ task_id: string; phase: Phase; last_fault: RunFault }>(
      `select task_id, phase, last_fault from executor.runs where last_fault is not null
       order by updated_at desc limit $1`,
      [SHOWN_FAULTS],
    ),
    pool.query<{ count: number }>("select count(*)::int as count from executor.keeper_items"),
    pool.query<{ count: number }>("select count(*)::int as count from graphile_worker.jobs"),
    readQuarantine(pool),
  ]);
  return {
    cursor: cursor.rows[0] ?? null,
    runs: Object.fromEntries(runs.rows.map(({ phase, count }) => [phase, count])),
    lastFaults: faults.rows.map((row) => ({ taskId: row.task_id, phase: row.phase, ...row.last_fault })),
    keeperItems: items.rows[0]?.count ?? 0,
    jobs: jobs.rows[0]?.count ?? 0,
    quarantine,
  };
}
