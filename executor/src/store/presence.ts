import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../core/ports.ts";
import { DatabaseOwnerError, UnreachableError } from "../errors.ts";
import { connectionTo } from "./connection.ts";

/** Key of the leader's session lock: "nexus" in ASCII. */
const LEADER = 0x6e_65_78_75_73;
/** Class of the session locks by which processes show that they live: "nxs" in ASCII. */
export const PROCESS = 0x6e_78_73;
/** Class of the session locks that name what a process is at: "nxw" in ASCII. */
const WORK = 0x6e_78_77;

const PAUSE_MS = 500;

/** A process among those that share an executor's database. */
export type Presence = {
  /** This process's number while its connection stands; null while it is gone. */
  number(): number | null;
  /** Whether this process is the one that watches the chain, keeps and sweeps. */
  leads(): boolean;
  /** Does a named piece of work. False, and nothing done, while another process is at it or this one is cut off. */
  alone(name: string, work: () => Promise<void>): Promise<boolean>;
  release(): Promise<void>;
};

/** What a session holds: all of it ends with its connection, however the process ends. */
type Session = { readonly client: pg.Client; readonly number: number; leads: boolean };

/**
 * Shows the others that this process lives, and leads as soon as no other does. After an outage it comes back under another
 * number.
 * @param arrived called with the number, at first and whenever it came back
 * @throws UnreachableError at first
 */
export async function openPresence(
  connectionString: string,
  log: Log,
  arrived: (number: number, previous: number | null) => Promise<void> = async () => {},
): Promise<Presence> {
  const stop = new AbortController();
  let session: Session | null = await enter(connectionString, log);
  await arrived(session.number, null);
  const stay = async (): Promise<void> => {
    let last = session?.number ?? null;
    while (!stop.signal.aborted) {
      try {
        if (session === null) {
          const entered = await enter(connectionString, log);
          session = entered;
          entered.client.once("end", () => {
            session = null;
          });
          await arrived(entered.number, last);
          last = entered.number;
          log.info({ process: entered.number }, "Reached the database again.");
        }
        if (session.leads) await session.client.query("select");
        else session.leads = await tryLead(session, log);
      } catch (err) {
        if (!stop.signal.aborted) log.warn({ err }, "The database doesn't answer; trying again.");
      }
      await sleep(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  session.client.once("end", () => {
    session = null;
  });
  session.leads = await tryLead(session, log);
  const ended = stay();
  return {
    number: () => session?.number ?? null,
    leads: () => session?.leads ?? false,
    alone: async (name, work) => session !== null && (await alone(session, name, work)),
    release: async () => {
      stop.abort();
      await ended;
      await session?.client.end();
    },
  };
}

async function enter(connectionString: string, log: Log): Promise<Session> {
  const client = new pg.Client({
    ...connectionTo(connectionString),
    application_name: "nexus-executor-presence",
    // What several pieces of work ask at once goes out at once, and an answer that stays away ends the session.
    pipeline: true,
  });
  client.on("error", (err) =>
    log.warn({ err }, "The connection that shows this process's presence is gone."),
  );
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number }>(
      "select nextval('executor.process_numbers')::int as number",
    );
    const number = rows[0]?.number ?? 0;
    await client.query("select pg_advisory_lock($1::int, $2::int)", [PROCESS, number]);
    return { client, number, leads: false };
  } catch (cause) {
    client.end(() => {});
    throw new UnreachableError({ what: "Postgres", where: describe(connectionString), cause });
  }
}

async function tryLead({ client, number }: Session, log: Log): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    "select pg_try_advisory_lock($1::bigint) as locked",
    [LEADER],
  );
  const leads = rows[0]?.locked === true;
  if (leads) log.info({ process: number }, "This process watches the chain now.");
  return leads;
}

async function alone({ client }: Session, name: string, work: () => Promise<void>): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    "select pg_try_advisory_lock($1::int, hashtext($2)) as locked",
    [WORK, name],
  );
  if (rows[0]?.locked !== true) return false;
  try {
    await work();
  } finally {
    // A session that is gone took its locks along.
    await client
      .query("select pg_advisory_unlock($1::int, hashtext($2))", [WORK, name])
      .catch(() => undefined);
  }
  return true;
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
