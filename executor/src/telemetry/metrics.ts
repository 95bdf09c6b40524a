import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is read anew at every scrape. A source that fails leaves its gauges out, and counts as a failed source. */
export type MetricSources = {
  /** Runs by phase, jobs that wait, what the keeper looks after, quarantined artifacts, the watcher's block. */
  store(): Promise<{
    readonly runs: Readonly<Record<string, number>>;
    readonly jobs: number;
    readonly keeperItems: number;
    readonly quarantined: number;
    readonly cursor: number | null;
  }>;
  head(): Promise<bigint>;
  /** Names what is needed and, where it doesn't answer, the reason. */
  checks(): Promise<Readonly<Record<string, string | null>>>;
  loops(): Readonly<Record<string, object | null>>;
  sandbox(): { readonly children: number; readonly waiting: number };
};

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

/** Counters and histograms that the executor's work moves. Names and labels are an interface: dashboards rest on them. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "nexus_executor_" });
  return {
    registry,
    performances: new Counter({
      name: "nexus_executor_performances_total",
      help: "Tasks that were admitted and run, or refused, by how that ended",
      labelNames: ["kind", "status", "reason"],
      registers,
    }),
    performSeconds: new Histogram({
      name: "nexus_executor_perform_seconds",
      help: "From admission to the signed receipt",
      labelNames: ["kind"],
      buckets: SECONDS,
      registers,
    }),
    postings: new Counter({
      name: "nexus_executor_postings_total",
      help: "Steps on chain, by what became of them",
      labelNames: ["step", "status"],
      registers,
    }),
    postingSeconds: new Histogram({
      name: "nexus_executor_posting_seconds",
      help: "From sending a step to its block",
      labelNames: ["step"],
      buckets: SECONDS,
      registers,
    }),
    runEnds: new Counter({
      name: "nexus_executor_run_ends_total",
      help: "Runs that ended, by how",
      labelNames: ["phase", "reason"],
      registers,
    }),
    anomalies: new Counter({
      name: "nexus_executor_anomalies_total",
      help: "Anomalies of plugins, by kind",
      labelNames: ["kind"],
      registers,
    }),
    audits: new Counter({
      name: "nexus_executor_audits_total",
      help: "Audits of certified versions that were due, by what became of asking for them",
      labelNames: ["status"],
      registers,
    }),
    auditVerdicts: new Counter({
      name: "nexus_executor_audit_verdicts_total",
      help: "Audits that are over, by what they say of a certificate",
      labelNames: ["verdict"],
      registers,
    }),
    notices: new Counter({
      name: "nexus_executor_notices_total",
      help: "Notices for the webhook, by what became of them",
      labelNames: ["status"],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Adds the gauges whose values are read at a scrape. @returns what reads them, to be called before one */
export function addGauges({ registry }: Metrics, sources: MetricSources): () => Promise<void> {
  const failures = new Counter({
    name: "nexus_executor_scrape_failures_total",
    help: "Sources that didn't answer a scrape, by source",
    labelNames: ["source"],
    registers: [registry],
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `nexus_executor_${name}`, help, labelNames, registers: [registry] });
  const runs = gauge("runs", "Runs in the database, by phase", ["phase"]);
  const jobs = gauge("queue_jobs", "Jobs in the queue");
  const items = gauge(
    "keeper_items",
    "Reviews, tasks, bounties, disputes and chambers that the keeper looks after",
  );
  const quarantined = gauge("quarantined_artifacts", "Artifacts that this executor doesn't run for now");
  const cursor = gauge("cursor_block", "The last block that was read to its end");
  const head = gauge("head_block", "The chain's newest block");
  const ready = gauge("ready", "1 where what is needed answers, by its name", ["check"]);
  const faulty = gauge("loop_fault", "1 while a loop's last turn failed, by loop", ["loop"]);
  const children = gauge("sandbox_children", "Children of the sandbox");
  const waiting = gauge("sandbox_waiting_runs", "Runs that wait for a child of the sandbox");

  const parts: Readonly<Record<string, () => Promise<void>>> = {
    store: async () => {
      const store = await sources.store();
      runs.reset();
      for (const [phase, count] of Object.entries(store.runs)) runs.set({ phase }, count);
      jobs.set(store.jobs);
      items.set(store.keeperItems);
      quarantined.set(store.quarantined);
      if (store.cursor !== null) cursor.set(store.cursor);
    },
    chain: async () => head.set(Number(await sources.head())),
    checks: async () => {
      for (const [check, fault] of Object.entries(await sources.checks()))
        ready.set({ check }, fault === null ? 1 : 0);
    },
    process: async () => {
      for (const [loop, fault] of Object.entries(sources.loops()))
        faulty.set({ loop }, fault === null ? 0 : 1);
      const sandbox = sources.sandbox();
      children.set(sandbox.children);
      waiting.set(sandbox.waiting);
    },
  };
  const names = Object.keys(parts);
  for (const source of names) failures.inc({ source }, 0);
  const answered = gauge("sources", "Sources that answered this scrape");
  return async () => {
    const answers = await Promise.allSettled(Object.values(parts).map((read) => read()));
    for (const [i, { status }] of answers.entries())
      if (status === "rejected") failures.inc({ source: names[i] ?? "" });
    answered.set(answers.filter(({ status }) => status === "fulfilled").length);
  };
}
