import type { Pool } from "pg";
import type { Hex } from "viem";
import type { KeeperStore, KeepItem } from "../core/ports.ts";

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
