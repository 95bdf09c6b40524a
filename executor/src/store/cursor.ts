import type { Pool, PoolClient } from "pg";
import type { Hex } from "viem";
import type { Batch, ChainEvent, Cursor, CursorStore, KeepItem } from "../core/ports.ts";
import type { TaskEvent } from "../core/run.ts";
import { CursorMovedError } from "../errors.ts";
import { addJob } from "./jobs.ts";
import { eventJson } from "./rows.ts";
import { inTransaction } from "./transaction.ts";

type CursorRow = { readonly number: string; readonly hash: Hex };

/** Batches whose ends are kept to find the common ancestor after a reorganisation. */
const CHECKPOINTS = 512;

/** The watcher's cursor in Postgres. `keeper` false: nothing is written down for the keeper. */
export function postgresCursor(pool: Pool, { keeper }: { keeper: boolean }): CursorStore {
  return {
    cursor: () => readCursor(pool),
    checkpoints: async () => {
      const { rows } = await pool.query<CursorRow>(
        "select number, hash from executor.checkpoints order by number desc",
      );
      return rows.map(cursorOf);
    },
    apply: (batch) => inTransaction(pool, (client) => applyBatch(client, batch, keeper)),
    rewind: (ancestor) => inTransaction(pool, (client) => rewindTo(client, ancestor)),
  };
}

const cursorOf = ({ number, hash }: CursorRow): Cursor => ({ number: BigInt(number), hash });

async function readCursor(database: Pick<Pool | PoolClient, "query">): Promise<Cursor | null> {
  const { rows } = await database.query<CursorRow>("select number, hash from executor.cursor for update");
  return rows[0] === undefined ? null : cursorOf(rows[0]);
}

async function applyBatch(
  client: PoolClient,
  { after, cursor, events }: Batch,
  keeper: boolean,
): Promise<void> {
  const actual = await readCursor(client);
  if (actual?.hash !== after?.hash) {
    throw new CursorMovedError({ expected: nameOf(after), actual: nameOf(actual) });
  }
  for (const event of events) await applyEvent(client, event, keeper);
  await writeCursor(client, cursor);
}

function nameOf(cursor: Cursor | null): string {
  return cursor === null ? "the start" : `block ${cursor.number}`;
}

async function applyEvent(client: PoolClient, event: ChainEvent, keeper: boolean): Promise<void> {
  switch (event.type) {
    case "task-created":
      return insertRun(client, event.task);
    case "task-moved":
      return nudge(client, event.taskId);
    case "keep":
      return keeper ? insertItem(client, event.item) : undefined;
    case "certified":
      return insertCertified(client, event.versionId);
  }
}

async function insertRun(client: PoolClient, task: TaskEvent): Promise<void> {
  await client.query(
    `insert into executor.runs (key, task_id, block_number, event) values ($1, $2, $3, $4)
     on conflict (key) do update set orphaned = false, updated_at = now()`,
    [task.key, task.taskId, task.blockNumber.toString(), eventJson(task)],
  );
  await addJob(client, task.taskId, 0);
}

/** Others' steps matter only where this executor has a run. */
async function nudge(client: PoolClient, taskId: Hex): Promise<void> {
  const { rowCount } = await client.query("select 1 from executor.runs where task_id = $1 limit 1", [taskId]);
  if (rowCount !== 0) await addJob(client, taskId, 0);
}

async function insertItem(client: PoolClient, { kind, id }: KeepItem): Promise<void> {
  await client.query(
    `insert into executor.keeper_items (kind, id) values ($1, $2)
     on conflict (kind, id) do update set due_at = now()`,
    [kind, id],
  );
}

/** Written down whether or not this executor audits: it may do so later. */
async function insertCertified(client: PoolClient, versionId: Hex): Promise<void> {
  await client.query("insert into executor.certified (version_id) values ($1) on conflict do nothing", [
    versionId,
  ]);
}

async function writeCursor(client: PoolClient, { number, hash }: Cursor): Promise<void> {
  await client.query(
    `insert into executor.cursor (number, hash) values ($1, $2)
     on conflict (only_row) do update set number = $1, hash = $2`,
    [number.toString(), hash],
  );
  await client.query(
    `insert into executor.checkpoints (number, hash) values ($1, $2)
     on conflict (number) do update set hash = $2`,
    [number.toString(), hash],
  );
  await client.query(
    `delete from executor.checkpoints where number <
       (select number from executor.checkpoints order by number desc offset $1 limit 1)`,
    [CHECKPOINTS - 1],
  );
}

async function rewindTo(client: PoolClient, ancestor: Cursor | null): Promise<void> {
  const number = ancestor === null ? "-1" : ancestor.number.toString();
  await client.query("delete from executor.checkpoints where number > $1", [number]);
  await client.query("delete from executor.cursor");
  if (ancestor !== null) await writeCursor(client, ancestor);
  await client.query("update executor.runs set orphaned = true, updated_at = now() where block_number > $1", [
    number,
  ]);
}
