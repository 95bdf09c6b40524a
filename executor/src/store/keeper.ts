import { Chamber } from "@nexus/protocol";
import type { Pool } from "pg";
import type { Hex } from "viem";
import type { KeeperStore, KeepItem } from "../core/ports.ts";

/** Has the keeper look after every chamber, which stay as long as the board does. */
export async function keepChambers(pool: Pool): Promise<void> {
  await pool.query(
    `insert into executor.keeper_items (kind, id) select 'chamber', generate_series(0, $1 - 1)
     on conflict do nothing`,
    [Chamber.length],
  );
}

/** What the keeper looks after, in Postgres: one row per open review, task, bounty and dispute, and per chamber. */
export function postgresKeeper(pool: Pool): KeeperStore {
  return {
    due: async (limit) => {
      const { rows } = await pool.query<KeepItem>(
        "select kind, id from executor.keeper_items where due_at <= now() order by due_at limit $1",
        [limit],
      );
      return rows;
    },
    later: async ({ kind, id }, afterMs) => {
      await pool.query(
        `update executor.keeper_items set due_at = now() + $3 * interval '1 millisecond'
         where kind = $1 and id = $2`,
        [kind, id, afterMs],
      );
    },
    done: async ({ kind, id }) => {
      await pool.query("delete from executor.keeper_items where kind = $1 and id = $2", [kind, id]);
    },
    spent: async () => {
      const { rows } = await pool.query<{ wei: string }>(
        "select coalesce(sum(wei), 0) as wei from executor.keeper_costs where at > now() - interval '1 day'",
      );
      return BigInt(rows[0]?.wei ?? 0);
    },
    reserve: async ({ kind, id }, wei) => {
      await pool.query(
        `insert into executor.keeper_costs (item, wei) values ($1 || ':' || $2, $3)
         on conflict (item) do update set wei = excluded.wei, at = excluded.at`,
        [kind, id, wei.toString()],
      );
    },
    spend: async ({ kind, id }, wei) => {
      await pool.query(
        `with past as (
           delete from executor.keeper_costs where item = $1 || ':' || $2 or at <= now() - interval '1 day'
         )
         insert into executor.keeper_costs (wei) values ($3)`,
        [kind, id, wei.toString()],
      );
    },
    tasksOf: async (versionId, limit) => {
      const { rows } = await pool.query<{ task_id: Hex }>(
        `select task_id from executor.runs where event->>'versionId' = $1 and not orphaned
         order by block_number desc limit $2`,
        [versionId, limit],
      );
      return [...new Set(rows.map(({ task_id }) => task_id))];
    },
  };
}
