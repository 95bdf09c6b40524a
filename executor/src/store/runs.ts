import type { Pool } from "pg";
import type { Hex } from "viem";
import type { ReceiptStore, RunStore } from "../core/ports.ts";
import type { Phase, Run, RunChange } from "../core/run.ts";
import { RUN_COLUMNS, type RunRow, runOf } from "./rows.ts";

const COLUMNS = {
  phase: "phase",
  commitTx: "commit_tx",
  revealTx: "reveal_tx",
  reason: "reason",
  detail: "detail",
  faults: "faults",
  lastFault: "last_fault",
} as const satisfies Record<keyof RunChange, string>;

/** Runs in Postgres. Every write names the attempt it belongs to; what each run does is a prepared statement. */
export function postgresRuns(pool: Pool): RunStore & ReceiptStore {
  let newest: Hex | undefined;
  return {
    claim: async (taskId) => {
      const { rows } = await pool.query<RunRow>({
        name: "claim-runs",
        text: `with claimed as (update executor.runs set attempt = attempt + 1 where task_id = $1
                 returning sequence, ${RUN_COLUMNS})
               select ${RUN_COLUMNS} from claimed order by sequence`,
        values: [taskId],
      });
      return rows.map(runOf);
    },
    change: (run, change) => changeRun(pool, run, change),
    saveResult: async (run, result) => {
      const { rows } = await pool.query<RunRow>({
        name: "save-result",
        text: `update executor.runs set result = coalesce(result, $3),
                 result_at = coalesce(result_at, clock_timestamp()),
                 phase = case when phase = 'pending' then 'executed' else phase end,
                 faults = 0, last_fault = null, updated_at = now()
               where key = $1 and attempt = $2 returning ${RUN_COLUMNS}`,
        values: [run.event.key, run.attempt, JSON.stringify(result)],
      });
      const [saved] = rows.map(runOf);
      if (saved?.result?.receiptDigest === result.receiptDigest) newest = result.receiptDigest;
      return saved ?? null;
    },
    runs: async (taskId) => {
      const { rows } = await pool.query<RunRow>(
        `select ${RUN_COLUMNS} from executor.runs where task_id = $1 order by sequence`,
        [taskId],
      );
      return rows.map(runOf);
    },
    newestReceipt: async () => {
      if (newest !== undefined) return newest;
      const { rows } = await pool.query<{ digest: Hex }>(
        `select result->>'receiptDigest' as digest from executor.runs
         where result_at is not null order by result_at desc limit 1`,
      );
      newest ??= rows[0]?.digest;
      return newest ?? null;
    },
  };
}

async function changeRun(pool: Pool, run: Run, change: RunChange): Promise<boolean> {
  const fields = Object.keys(change) as (keyof RunChange)[];
  const sets = fields.map((field, i) => `${COLUMNS[field]} = $${i + 3}`);
  const values = fields.map((field) => change[field]);
  const { rowCount } = await pool.query({
    name: `change-run-${fields.map((field) => Object.keys(COLUMNS).indexOf(field)).join("-")}`,
    text: `update executor.runs set ${[...sets, "updated_at = now()"].join(", ")} where key = $1 and attempt = $2`,
    values: [run.event.key, run.attempt, ...values],
  });
  return rowCount === 1;
}

/** Runs looked at for their deadlines in one go. */
const OPEN_RUNS = 200;

/** Runs in any of these phases, oldest first. */
export async function openRuns(
  pool: Pool,
  phases: readonly Phase[],
): Promise<readonly { readonly taskId: Hex; readonly phase: Phase }[]> {
  const { rows } = await pool.query<{ task_id: Hex; phase: Phase }>(
    `select task_id, phase from executor.runs where phase = any($1::text[]) and not orphaned
     order by sequence limit $2`,
    [phases, OPEN_RUNS],
  );
  return rows.map(({ task_id, phase }) => ({ taskId: task_id, phase }));
}

/** Receipts of the newest runs, newest last. */
export async function lastReceipts(
  pool: Pool,
  limit: number,
): Promise<readonly { readonly taskId: Hex; readonly versionId: Hex; readonly receipt: string }[]> {
  const { rows } = await pool.query<{ taskId: Hex; versionId: Hex; receipt: string }>(
    `select event->>'taskId' as "taskId", event->>'versionId' as "versionId", result->>'receipt' as receipt
     from executor.runs where result is not null order by sequence desc limit $1`,
    [limit],
  );
  return rows.toReversed();
}

/** Forgets final runs that nothing touched for so many days; their receipts lie on IPFS. */
export async function pruneRuns(pool: Pool, finalPhases: readonly Phase[], days: number): Promise<void> {
  await pool.query(
    "delete from executor.runs where phase = any($1::text[]) and updated_at < now() - $2 * interval '1 day'",
    [finalPhases, days],
  );
}
