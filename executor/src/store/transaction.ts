import type { Pool, PoolClient } from "pg";

/** Runs `work` in one transaction: all of it is written, or nothing. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const value = await work(client);
    await client.query("commit");
    client.release();
    return value;
  } catch (fault) {
    await abandon(client);
    throw fault;
  }
}

/** A client whose rollback fails too is thrown away, so that the next user gets a clean one. */
async function abandon(client: PoolClient): Promise<void> {
  try {
    await client.query("rollback");
    client.release();
  } catch (fault) {
    client.release(fault instanceof Error ? fault : true);
  }
}
