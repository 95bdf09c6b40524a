import type { Pool } from "pg";
import type { Address, Hex } from "viem";
import type { AuditStore } from "../core/audits.ts";
import type { EndedAudit, JudgeStore } from "../core/judge.ts";
import { addNotice } from "./notices.ts";
import { inTransaction } from "./transaction.ts";

/** Key of the lock under which the day's audits are counted: "nxa" in ASCII. */
const BUDGET = 0x6e_78_61;

const KEPT_DAYS = 400;

/** What is certified, and when it is audited again, in Postgres. */
export function postgresAudits(pool: Pool): AuditStore & JudgeStore {
  return {
    due: async (limit) => {
      const { rows } = await pool.query<{ version_id: Hex }>(
        "select version_id from executor.certified where due_at <= now() order by due_at limit $1",
        [limit],
      );
      return rows.map(({ version_id }) => version_id);
    },
    later: async (versionId, afterMs) => {
      await pool.query(
        "update executor.certified set due_at = now() + $2 * interval '1 millisecond' where version_id = $1",
        [versionId, afterMs],
      );
    },
    done: async (versionId) => {
      await pool.query("delete from executor.certified where version_id = $1", [versionId]);
    },
    newest: async (versionId) => {
      const { rows } = await pool.query<{ task_id: Hex }>(
        `select task_id from executor.runs where event->>'versionId' = $1 and event->>'kind' = 'Audit'
           and not orphaned and phase <> 'refused'
         order by block_number desc, sequence desc limit 1`,
        [versionId],
      );
      return rows[0]?.task_id ?? null;
    },
    reserve: (versionId, period, daily) => reserve(pool, { versionId, period, daily }),
    unjudged: (limit) => unjudged(pool, limit),
    judged: async (taskId, verdict) => {
      await pool.query(
        "insert into executor.audits_judged (task_id, verdict) values ($1, $2) on conflict do nothing",
        [taskId, verdict],
      );
    },
    putOff: async (taskId, forMs) => {
      await pool.query(
        `insert into executor.audits_put_off (task_id, at) values ($1, now() + $2 * interval '1 millisecond')
         on conflict (task_id) do update set at = excluded.at`,
        [taskId, forMs],
      );
    },
    notify: async (notice) => {
      await addNotice(pool, notice);
    },
  };
}

type Reservation = { readonly versionId: Hex; readonly period: bigint; readonly daily: number };

function reserve(pool: Pool, { versionId, period, daily }: Reservation): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1::bigint)", [BUDGET]);
    await client.query(
      `insert into executor.audits_asked (version_id, period) select $1, $2
       where (select count(*) from executor.audits_asked where at > now() - interval '1 day') < $3
       on conflict do nothing`,
      [versionId, period.toString(), daily],
    );
    const { rowCount } = await client.query(
      "select from executor.audits_asked where version_id = $1 and period = $2",
      [versionId, period.toString()],
    );
    return rowCount === 1;
  });
}

type EndedRow = {
  readonly taskId: Hex;
  readonly versionId: Hex;
  readonly requester: Address;
  readonly resultDigest: Hex | null;
  readonly receiptDigest: Hex | null;
};

async function unjudged(pool: Pool, limit: number): Promise<readonly EndedAudit[]> {
  const { rows } = await pool.query<EndedRow>(
    `select runs.task_id as "taskId", event->>'versionId' as "versionId", event->>'requester' as requester,
       result->>'resultDigest' as "resultDigest", result->>'receiptDigest' as "receiptDigest"
     from executor.runs left join executor.audits_put_off as off on off.task_id = runs.task_id
     where event->>'kind' = 'Audit' and not orphaned and phase in ('settled', 'missed')
       and not exists (select from executor.audits_judged as judged where judged.task_id = runs.task_id)
       and (off.at is null or off.at <= now())
     order by off.at nulls first, sequence limit $1`,
    [limit],
  );
  return rows;
}

/** Forgets what was asked, put off and judged long ago; runs are forgotten before. */
export async function pruneAudits(pool: Pool): Promise<void> {
  for (const table of ["audits_asked", "audits_put_off", "audits_judged"]) {
    await pool.query(`delete from executor.${table} where at < now() - $1 * interval '1 day'`, [KEPT_DAYS]);
  }
}
