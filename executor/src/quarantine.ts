import pg from "pg";
import type { Hex } from "viem";
import { UnreachableError } from "./errors.ts";
import { type Quarantine, readQuarantine, releaseQuarantine } from "./store/anomalies.ts";
import { describe } from "./store/presence.ts";

/** Versions that an executor doesn't run for now, oldest first. @throws UnreachableError */
export function quarantineOf(databaseUrl: string): Promise<readonly Quarantine[]> {
  return withDatabase(databaseUrl, readQuarantine);
}

/** Lets a version run again. False when it wasn't in quarantine. @throws UnreachableError */
export function releaseVersion(databaseUrl: string, versionId: Hex): Promise<boolean> {
  return withDatabase(databaseUrl, (pool) => releaseQuarantine(pool, versionId));
}

async function withDatabase<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    return await work(pool);
  } catch (cause) {
    throw new UnreachableError({ what: "The executor's database", where: describe(url), cause });
  } finally {
    await pool.end();
  }
}
