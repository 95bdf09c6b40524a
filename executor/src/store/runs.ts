import type { Pool } from "pg";
import type { RunStore } from "../core/ports.ts";
import type { Run, RunChange } from "../core/run.ts";
import { type RunRow, runOf } from "./rows.ts";

const COLUMNS = {
  phase: "phase",
  commitTx: "commit_tx",
  revealTx: "reveal_tx",
  reason: "reason",
  detail: "detail",
  faults: "faults",
  lastFault: "last_fault",
} as const satisfies Record<keyof RunChange, string>;

/** Runs in Postgres. Every write names the attempt it belongs to. */
export function postgresRuns(pool: Pool): RunStore {
  return {
    claim: async (taskId) => {
      const { rows } = await pool.query<RunRow>(
        `with claimed as (update executor.runs set attempt = attempt + 1 where task_id = $1 returning *)
         select * from claimed order by sequence`,
        [taskId],
      );
      return rows.map(runOf);
    },
    change: (run, change) => changeRun(pool, run, change),
    saveResult: async (run, result) => {
      const { rowCount } = await pool.query(
        `update executor.runs set result = coalesce(result, $3),
           phase = case when phase = 'pending' then 'executed' else phase end,
           faults = 0, last_fault = null, updated_at = now()
         where key = $1 and attempt = $2`,
        [run.event.key, run.attempt, JSON.stringify(result)],
      );
      return rowCount === 1;
    },
    runs: async (taskId) => {
      const { rows } = await pool.query<RunRow>(
        "select * from executor.runs where task_id = $1 order by sequence",
        [taskId],
      );
      return rows.map(runOf);
    },
  };
}

async function changeRun(pool: Pool, run: Run, change: RunChange): Promise<boolean> {
  const fields = Object.keys(change) as (keyof RunChange)[];
  const sets = fields.map((field, i) => `${COLUMNS[field]} = $${i + 3}`);
  const values = fields.map((field) =>
    field === "lastFault" ? JSON.stringify(change[field]) : change[field],
  );
  const { rowCount } = await pool.query(
    `update executor.runs set ${[...sets, "updated_at = now()"].join(", ")} where key = $1 and attempt = $2`,
    [run.event.key, run.attempt, ...values],
  );
  return rowCount === 1;
}
