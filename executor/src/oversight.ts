import { readFile } from "node:fs/promises";
import type { Pool } from "pg";
import type { Hex } from "viem";
import { anomalyWatch } from "./core/anomaly.ts";
import type { Log } from "./core/ports.ts";
import { FINAL_PHASES } from "./core/run.ts";
import { observationOf, ownReceipt, type VigilancePorts } from "./core/vigilance.ts";
import { SecretFileError } from "./errors.ts";
import { deliver, type Webhook } from "./notify/webhook.ts";
import { postgresAnomalies, pruneAnomalies } from "./store/anomalies.ts";
import { pruneAudits } from "./store/audits.ts";
import { pruneNotices, readNotice } from "./store/notices.ts";
import { lastReceipts, pruneRuns } from "./store/runs.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { openTracing, type Tracing } from "./telemetry/tracing.ts";

export type OversightOptions = {
  readonly pool: Pool;
  readonly log: Log;
  readonly executor: string;
  readonly chainId: number;
  readonly collector: string | undefined;
  readonly webhook: { readonly url: string; readonly secretFile: string } | undefined;
};

/** What watches over the executor's work: metrics, traces, anomalies, notices. */
export type Oversight = {
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly vigilance: VigilancePorts;
  /** Delivers a notice that was written down. Throws what is worth another try. */
  deliver(id: string): Promise<void>;
  /** Forgets what is old. */
  prune(): Promise<void>;
};

/** Receipts that a new process learns the plugins' ways from. */
const REMEMBERED = 4_000;
/** Days that a run is kept after its end. */
const KEPT_DAYS = 30;

/** @throws SecretFileError */
export async function openOversight(options: OversightOptions): Promise<Oversight> {
  const { pool, log, executor, chainId } = options;
  const metrics = createMetrics();
  const watch = anomalyWatch();
  for (const { receipt, ...task } of await lastReceipts(pool, REMEMBERED)) {
    watch.observe(observationOf(task, ownReceipt(receipt)));
  }
  const webhook = await readWebhook(options);
  return {
    metrics,
    tracing: openTracing({ endpoint: options.collector, executor, chainId }),
    vigilance: {
      watch,
      store: postgresAnomalies(pool),
      log,
      raised: ({ kind }) => metrics.anomalies.inc({ kind }),
    },
    deliver: (id) => deliverNotice({ pool, log, metrics }, webhook, id),
    prune: async () => {
      await pruneRuns(pool, FINAL_PHASES, KEPT_DAYS);
      await pruneAnomalies(pool);
      await pruneNotices(pool);
      await pruneAudits(pool);
    },
  };
}

async function deliverNotice(
  { pool, log, metrics }: { pool: Pool; log: Log; metrics: Metrics },
  webhook: Webhook | undefined,
  id: string,
): Promise<void> {
  const notice = await readNotice(pool, id);
  if (notice === null) return;
  if (webhook === undefined) return log.warn({ notice: id, taskId: notice.taskId }, notice.text);
  try {
    await deliver(webhook, notice);
    metrics.notices.inc({ status: "delivered" });
  } catch (fault) {
    metrics.notices.inc({ status: "failed" });
    throw fault;
  }
}

async function readWebhook(options: OversightOptions): Promise<Webhook | undefined> {
  const { webhook, executor, chainId } = options;
  if (webhook === undefined) return undefined;
  const { url, secretFile } = webhook;
  try {
    const secret = (await readFile(secretFile, "utf8")).trim();
    if (secret.length < 16) throw new Error("it holds fewer than 16 characters");
    return { url, secret, executor, chainId };
  } catch (cause) {
    throw new SecretFileError({ path: secretFile, setting: "NEXUS_WEBHOOK_SECRET_FILE", cause });
  }
}

export type AdvanceJob = { readonly taskId: Hex };
export type NotifyJob = { readonly id: string };
