import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import type { Hex } from "viem";
import { type Anomaly, type AnomalyKind, quarantines } from "../core/anomaly.ts";
import { anomalyNotice } from "../core/notice.ts";
import type { AnomalyStore } from "../core/vigilance.ts";
import { AFTER_TASKS, addNotice } from "./notices.ts";
import { inTransaction } from "./transaction.ts";

const KEPT = 10_000;
/** How long it may take until a version that another process put into quarantine isn't run here either. */
const HELD_MS = 1_000;
const HELD_VERSIONS = 1_000;

/** A version that isn't run here, and why. */
export type Quarantine = {
  readonly versionId: Hex;
  readonly kind: AnomalyKind;
  readonly detail: string;
  /** ISO 8601. */
  readonly since: string;
};

type QuarantineRow = { version_id: Hex; kind: AnomalyKind; detail: string; since: Date };

/** Anomalies and quarantine in Postgres. An anomaly, its quarantine and its notice are written together. */
export function postgresAnomalies(pool: Pool): AnomalyStore {
  const held = new LRUCache<Hex, { readonly detail: string | null }>({
    max: HELD_VERSIONS,
    ttl: HELD_MS,
    // Whoever asked before the version was put into quarantine gets the answer of then.
    ignoreFetchAbort: true,
    fetchMethod: async (versionId) => ({ detail: await quarantineOf(pool, versionId) }),
  });
  return {
    record: async (anomaly) => {
      const isNew = await inTransaction(pool, (client) => recordIn(client, anomaly));
      held.delete(anomaly.versionId);
      return isNew;
    },
    quarantine: async (versionId) => (await held.forceFetch(versionId)).detail,
    notify: async (notice) => {
      await addNotice(pool, notice);
    },
  };
}

async function quarantineOf(pool: Pool, versionId: Hex): Promise<string | null> {
  const { rows } = await pool.query<{ detail: string }>(
    "select detail from executor.quarantine where version_id = $1",
    [versionId],
  );
  return rows[0]?.detail ?? null;
}

async function recordIn(client: Parameters<typeof addNotice>[0], anomaly: Anomaly): Promise<boolean> {
  const { kind, taskId, versionId, detail } = anomaly;
  const { rowCount } = await client.query(
    `insert into executor.anomalies (task_id, kind, version_id, detail) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [taskId, kind, versionId, detail],
  );
  if (rowCount !== 1) return false;
  if (quarantines(anomaly)) {
    await client.query(
      `insert into executor.quarantine (version_id, kind, detail) values ($1, $2, $3) on conflict do nothing`,
      [versionId, kind, detail],
    );
    await addReport(client, { kind, taskId, versionId });
  }
  await addNotice(client, anomalyNotice(anomaly));
  return true;
}

/** Name of the job that reports an anomaly on chain. */
export const REPORT = "report";

export type ReportJob = Pick<Anomaly, "kind" | "taskId" | "versionId">;

const REPORT_TRIES = 12;

async function addReport(client: Parameters<typeof addNotice>[0], job: ReportJob): Promise<void> {
  await client.query(
    `select graphile_worker.add_job($1, $2::json, max_attempts := $3, job_key := 'report:' || $4 || ':' || $5,
       priority := $6)`,
    [REPORT, JSON.stringify(job), REPORT_TRIES, job.kind, job.taskId, AFTER_TASKS],
  );
}

export async function readQuarantine(pool: Pool): Promise<readonly Quarantine[]> {
  const { rows } = await pool.query<QuarantineRow>(
    "select version_id, kind, detail, since from executor.quarantine order by since",
  );
  return rows.map(({ version_id, kind, detail, since }) => ({
    versionId: version_id,
    kind,
    detail,
    since: since.toISOString(),
  }));
}

/** Lets a version run here again. False when it wasn't in quarantine. */
export async function releaseQuarantine(pool: Pool, versionId: Hex): Promise<boolean> {
  const { rowCount } = await pool.query("delete from executor.quarantine where version_id = $1", [versionId]);
  return rowCount === 1;
}

/** Forgets the oldest anomalies. */
export async function pruneAnomalies(pool: Pool): Promise<void> {
  await pool.query(
    `delete from executor.anomalies where sequence <
       (select sequence from executor.anomalies order by sequence desc offset $1 limit 1)`,
    [KEPT - 1],
  );
}
