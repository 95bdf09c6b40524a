import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../core/ports.ts";
import { DatabaseOwnerError, DatabaseTakenError, UnreachableError } from "../errors.ts";

/** Key of the session lock: "nexus" in ASCII. */
const LOCK = 0x6e_65_78_75_73;

/** A process that was killed a moment ago may still hold the lock. */
const TRIES = 20;
const PAUSE_MS = 250;

export type Hold = {
  /** False while the connection that holds the lock is gone. */
  held(): boolean;
  release(): Promise<void>;
};

/**
 * Takes the database for this process alone, for as long as the process lives, and takes it again after an outage.
 * @param regained called whenever it was taken again
 * @throws DatabaseTakenError, UnreachableError
 */
export async function holdDatabase(
  connectionString: string,
  log: Log,
  regained: () => Promise<void> = async () => {},
): Promise<Hold> {
  const stop = new AbortController();
  let client: pg.Client | null = await lockWithPatience(connectionString, log);
  const watch = (held: pg.Client) => {
    held.once("end", () => {
      client = null;
      if (!stop.signal.aborted) void regain();
    });
  };
  const regain = async (): Promise<void> => {
    while (!stop.signal.aborted && client === null) {
      try {
        client = await lockWithPatience(connectionString, log);
      } catch (err) {
        log.warn({ err }, "The database can't be held yet; trying again.");
        await sleep(PAUSE_MS * 2);
        continue;
      }
      watch(client);
      log.info({}, "Holds the database again.");
      await regained().catch((err: unknown) => log.warn({ err }, "The database went away again."));
      return;
    }
  };
  watch(client);
  return {
    held: () => client !== null,
    release: async () => {
      stop.abort();
      await client?.end();
    },
  };
}

async function lockWithPatience(connectionString: string, log: Log): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: "nexus-executor-hold",
    keepAlive: true,
  });
  client.on("error", (err) => log.warn({ err }, "The connection that holds the database is gone."));
  try {
    await client.connect();
  } catch (cause) {
    throw new UnreachableError({ what: "Postgres", where: describe(connectionString), cause });
  }
  for (let i = 0; i < TRIES; i += 1) {
    const { rows } = await client.query<{ locked: boolean }>("select pg_try_advisory_lock($1) as locked", [
      LOCK,
    ]);
    if (rows[0]?.locked === true) return client;
    await sleep(PAUSE_MS);
  }
  await client.end();
  throw new DatabaseTakenError({ database: describe(connectionString) });
}

/** Host, port and name of a database, without its password. */
export function describe(connectionString: string): string {
  const { hostname, port, pathname } = new URL(connectionString);
  return `${hostname}:${port || "5432"}${pathname}`;
}

/**
 * Binds the database to one executor on one deployment.
 * @param name what the executor is: address, chain and consensus
 * @throws DatabaseOwnerError when it is bound to another one
 */
export async function bindDatabase(pool: pg.Pool, name: string): Promise<void> {
  await pool.query("insert into executor.identity (name) values ($1) on conflict do nothing", [name]);
  const { rows } = await pool.query<{ name: string }>("select name from executor.identity");
  const stored = rows[0]?.name ?? "";
  if (stored !== name) throw new DatabaseOwnerError({ stored, actual: name });
}
