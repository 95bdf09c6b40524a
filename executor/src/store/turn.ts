import type { Pool } from "pg";

/** Key of the lock under which the processes of an executor take turns: "nxt" in ASCII. */
const TURN = 0x6e_78_74;

/** Runs `work` while no other process that shares the database does. */
export function postgresTurn(pool: Pool): <T>(work: () => Promise<T>) => Promise<T> {
  return async (work) => {
    const client = await pool.connect();
    try {
      await client.query("select pg_advisory_lock($1::bigint)", [TURN]);
      const value = await work();
      await client.query("select pg_advisory_unlock($1::bigint)", [TURN]);
      client.release();
      return value;
    } catch (fault) {
      // Closing the session gives the lock back, whatever state it is in.
      client.release(true);
      throw fault;
    }
  };
}
