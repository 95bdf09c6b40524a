import type { Deployment } from "@nexus/protocol";
import pg from "pg";
import { keccak256, stringToHex, toHex } from "viem";
import type { TaskEvent } from "../src/core/run.ts";
import { createLog } from "../src/log.ts";
import { connectionTo } from "../src/store/connection.ts";
import { postgresCursor } from "../src/store/cursor.ts";
import { createTables } from "../src/store/schema.ts";
import { migrateQueue } from "../src/store/worker.ts";
import { openWork } from "./pipeline-work.ts";

/** What the process is told: an executor's settings, what each run is, how many are queued, and for how long again and again. */
export type PipelineOrder = {
  readonly environment: Readonly<Record<string, string>>;
  readonly deployment: Deployment;
  readonly task: Omit<TaskEvent, "key" | "taskId" | "blockNumber">;
  readonly blockNumber: string;
  readonly runs: number;
  readonly leastMs: number;
};

/** When each receipt was in the database, in milliseconds of work after the first of them, the earliest first. */
export type PipelineReport = { readonly resultsMs: readonly number[] };

const BATCH = 500;
const POOL_SIZE = 24;
/** Before the clock starts: the plugin is prepared, its children have it loaded, and the engine knows them and the executor. */
const FIRST_SHARE = 0.1;

const order = JSON.parse(process.argv[2] ?? "") as PipelineOrder;
const log = createLog("silent");
const pool = new pg.Pool({ ...connectionTo(order.environment.DATABASE_URL ?? ""), max: POOL_SIZE });
pool.on("error", (fault) => console.error(fault));
pool.on("connect", (client) => client.on("error", (fault) => console.error(fault)));
await createTables(pool);
await migrateQueue(pool, log);
const work = await openWork({ ...order, pool, log });
const first = Math.ceil(FIRST_SHARE * order.runs);
await enqueue(0, first);
await work.off();
const resultsMs: number[] = [];
for (let queued = first; (resultsMs.at(-1) ?? 0) <= order.leastMs; queued += order.runs) {
  await enqueue(queued, order.runs);
  const begun = await databaseTime();
  await work.off();
  const worked = resultsMs.at(-1) ?? 0;
  resultsMs.push(...(await resultsSince(begun)).map((ms) => worked + ms));
}
const report: PipelineReport = { resultsMs };
console.log(JSON.stringify(report));
await work.close();
await pool.end();

/** Queues runs as the watcher does. */
async function enqueue(first: number, runs: number): Promise<void> {
  const store = postgresCursor(pool, { keeper: false });
  const cursor = { number: BigInt(order.blockNumber), hash: order.task.blockHash };
  for (let done = 0; done < runs; done += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, runs - done) }, (_, step) => {
      return { type: "task-created", task: taskAt(first + done + step) } as const;
    });
    await store.apply({ after: await store.cursor(), cursor, events });
  }
}

function taskAt(index: number): TaskEvent {
  const { chainId } = order.deployment;
  return {
    ...order.task,
    key: `${chainId}:${order.task.blockHash}:${toHex(index, { size: 32 })}:0`,
    taskId: keccak256(stringToHex(`run ${index}`)),
    blockNumber: BigInt(order.blockNumber),
  };
}

async function databaseTime(): Promise<Date> {
  const { rows } = await pool.query<{ at: Date }>("select clock_timestamp() as at");
  return rows[0]?.at ?? new Date();
}

async function resultsSince(from: Date): Promise<number[]> {
  const { rows } = await pool.query<{ at: Date }>(
    "select result_at as at from executor.runs where result_at > $1 order by result_at",
    [from],
  );
  const [first] = rows;
  return rows.map(({ at }) => at.getTime() - (first?.at ?? at).getTime());
}
