import { EventEmitter } from "node:events";
import { Logger, type Runner, run, runMigrations } from "graphile-worker";
import type { Pool } from "pg";
import type { Log } from "../core/ports.ts";

/** Jobs that wait for the chain hold a place too, so there are more places than the sandbox has children. */
const PLACES = 16;
const POLL_MS = 1_000;
const RESTART_MS = 1_000;
const KEPT_MS = 1_000;
/** Jobs that end within this time end in one statement. What is lost of it in a crash is done again, and finds its run done. */
const END_TOGETHER_MS = 20;

/** What each kind of job does, by its name. */
export type Tasks = Readonly<Record<string, (payload: unknown) => Promise<void>>>;

export type Worker = {
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>;
};

/** Creates or updates the queue's tables. */
export async function migrateQueue(pool: Pool, log: Log): Promise<void> {
  await runMigrations({ pgPool: pool, logger: loggerOf(log) });
}

/** Whose workers are at work, so that the jobs of those that are gone are given back. */
export type Crew = {
  entered(workerId: string): Promise<void>;
  left(workerIds: readonly string[]): Promise<void>;
};

/** Works off jobs until stopped; starts again when the database was away. */
export function startWorker(pool: Pool, tasks: Tasks, log: Log, crew: Crew): Worker {
  let stopping = false;
  let runner: Runner | null = null;
  const again = Promise.withResolvers<void>();
  const present: string[] = [];
  const entered = (workerId: string) => {
    present.push(workerId);
    const fail = (err: unknown) => log.warn({ err, workerId }, "A worker could not be written down.");
    crew.entered(workerId).catch(fail);
  };
  const work = async () => {
    while (!stopping) {
      try {
        await crew.left(present);
        present.length = 0;
        runner = await run(optionsOf(pool, tasks, log, entered));
        if (stopping) await runner.stop();
        await runner.promise;
      } catch (err) {
        if (!stopping) log.warn({ err }, "The queue stopped; starting it again.");
      }
      if (!stopping)
        await Promise.race([new Promise((resolve) => setTimeout(resolve, RESTART_MS)), again.promise]);
    }
  };
  const ended = work();
  return {
    stop: async () => {
      stopping = true;
      again.resolve();
      await runner?.stop().catch((err: unknown) => log.info({ err }, "The queue had stopped already."));
      await ended;
    },
  };
}

function optionsOf(pool: Pool, tasks: Tasks, log: Log, entered: (workerId: string) => void) {
  const events = new EventEmitter();
  // Jobs are held in the name of the pool of workers, not of one of them.
  events.on("pool:create", ({ workerPool }: { workerPool: { id: string } }) => {
    entered(workerPool.id);
  });
  return {
    events,
    pgPool: pool,
    concurrency: PLACES,
    pollInterval: POLL_MS,
    preset: {
      worker: {
        // The end of a job that can't be written down stops the queue, which `startWorker` starts again. Without batches (-1) the
        // queue's library leaves that fault unhandled, which ends the process.
        completeJobBatchDelay: END_TOGETHER_MS,
        failJobBatchDelay: 0,
        // Jobs are taken many at once; what waits here too long goes back, for whichever process has a place.
        localQueue: { size: PLACES, ttl: KEPT_MS },
      },
    },
    noHandleSignals: true,
    parsedCronItems: [],
    logger: loggerOf(log),
    taskList: { ...tasks },
  };
}

/** The queue's own words; a job's end is told by the run itself. */
function loggerOf(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") log.warn({ queue: true }, message);
  });
}
