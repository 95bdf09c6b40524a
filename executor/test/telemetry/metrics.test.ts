import { expect } from "chai";
import type { Run } from "../../src/core/run.ts";
import { measure, measuredRuns } from "../../src/telemetry/measured.ts";
import { addGauges, createMetrics, type MetricSources } from "../../src/telemetry/metrics.ts";
import { hashOf } from "../doubles/chain.ts";

const SOURCES: MetricSources = {
  store: async () => ({ runs: { settled: 7 }, jobs: 2, keeperItems: 3, quarantined: 1, cursor: 41 }),
  head: async () => 42n,
  checks: async () => ({ chain: null, ipfs: "No answer within 3 s." }),
  loops: () => ({ watch: null, keeper: { code: "UNREACHABLE" } }),
  sandbox: () => ({ children: 2, waiting: 5 }),
};

const scrape = async (sources: Partial<MetricSources> = {}): Promise<readonly string[]> => {
  const metrics = createMetrics();
  await addGauges(metrics, { ...SOURCES, ...sources })();
  return (await metrics.registry.metrics()).split("\n");
};

describe("the executor's metrics", () => {
  it("show what database, chain, loops and sandbox say at the scrape", async () => {
    expect(await scrape()).to.include.members([
      'nexus_executor_runs{phase="settled"} 7',
      "nexus_executor_queue_jobs 2",
      "nexus_executor_keeper_items 3",
      "nexus_executor_quarantined_artifacts 1",
      "nexus_executor_cursor_block 41",
      "nexus_executor_head_block 42",
      'nexus_executor_ready{check="chain"} 1',
      'nexus_executor_ready{check="ipfs"} 0',
      'nexus_executor_loop_fault{loop="watch"} 0',
      'nexus_executor_loop_fault{loop="keeper"} 1',
      "nexus_executor_sandbox_children 2",
      "nexus_executor_sandbox_waiting_runs 5",
      "nexus_executor_sources 4",
    ]);
  });

  it("still tell the rest when a source doesn't answer, and count that", async () => {
    const lines = await scrape({ head: async () => Promise.reject(new Error("away")) });
    expect(lines).to.include.members([
      "nexus_executor_queue_jobs 2",
      "nexus_executor_sources 3",
      'nexus_executor_scrape_failures_total{source="chain"} 1',
    ]);
  });

  it("count what became of a step on chain", async () => {
    const metrics = createMetrics();
    await measure(metrics, "commit", async () => ({
      status: "mined",
      hash: hashOf("transaction"),
      paid: 1n,
    }));
    await measure(metrics, "commit", async () => Promise.reject(new Error("away"))).catch(() => null);
    const lines = (await metrics.registry.metrics()).split("\n");
    expect(lines).to.include('nexus_executor_postings_total{step="commit",status="mined"} 1');
    expect(lines).to.include('nexus_executor_postings_total{step="commit",status="fault"} 1');
    expect(lines).to.include('nexus_executor_posting_seconds_count{step="commit"} 2');
  });

  it("count the end of a run once", async () => {
    const metrics = createMetrics();
    const none = async () => [];
    const runs = measuredRuns(
      { claim: none, runs: none, change: async () => true, saveResult: async () => null },
      metrics,
    );
    await runs.change({ phase: "pending" } as Run, { phase: "void", reason: "wall-time" });
    await runs.change({ phase: "void" } as Run, { phase: "void", reason: "wall-time" });
    await runs.change({ phase: "pending" } as Run, { faults: 1 });
    const lines = (await metrics.registry.metrics()).split("\n");
    expect(lines.filter((line) => line.startsWith("nexus_executor_run_ends_total"))).to.deep.equal([
      'nexus_executor_run_ends_total{phase="void",reason="wall-time"} 1',
    ]);
  });
});
