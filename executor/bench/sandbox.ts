import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { residentBytes } from "../src/sandbox/process-times.ts";
import {
  DEFAULT_PREPARE_LIMITS,
  DEFAULT_RUN_LIMITS,
  type PreparedPlugin,
  type RunRequest,
} from "../src/sandbox/sandbox.ts";
import type { WallName } from "../src/sandbox/walls.ts";
import { openWasmSandbox, type WasmSandbox, type WasmSandboxOptions } from "../src/sandbox/wasm-sandbox.ts";
import { quantile, type Row, rate, rounded, timed } from "./row.ts";

const MB = 1_000_000;
const QUEUE = 1_000_000;

export type Subject = { readonly component: Uint8Array; readonly request: RunRequest };
export type Turns = {
  readonly warm: number;
  readonly throughput: number;
  readonly isolated: number;
  readonly cold: number;
  readonly javascript: number;
};

/** A request of the default limits. */
export function requestOf(input: Uint8Array): RunRequest {
  const context = { runId: "bench", seed: new Uint8Array(32), nowMs: 0n, block: 0n, chainId: 0n };
  return { context, input, limits: DEFAULT_RUN_LIMITS };
}

/** What runs take in this sandbox, behind bwrap where it stands. */
export async function measureSandbox(
  rust: Subject,
  script: () => Promise<Subject>,
  turns: Turns,
): Promise<{ rows: Row[]; walls: readonly WallName[] }> {
  const cacheFolder = await mkdtemp(join(tmpdir(), "nexus-bench-"));
  const open = (options: Partial<WasmSandboxOptions> = {}) =>
    openWasmSandbox({
      cacheFolder,
      requiredWalls: ["process"],
      runsPerChild: QUEUE,
      queueLimit: QUEUE,
      ...options,
    });
  const sandbox = await open();
  try {
    const plugin = await sandbox.prepare(rust.component, DEFAULT_PREPARE_LIMITS);
    const rows = [
      ...(await warmRows(sandbox, plugin, rust.request, turns)),
      ...(await isolatedRows(sandbox, plugin, rust.request, turns)),
    ];
    const { component, request } = await script();
    const scripted = await sandbox.prepare(component, {
      ...DEFAULT_PREPARE_LIMITS,
      memoryBytes: 128 * 1024 * 1024,
    });
    const slow = await timed(turns.javascript, 5, () => must(sandbox, scripted, request));
    rows.push(
      {
        metric: "cold p50",
        value: rounded(quantile(await coldRuns(open, plugin, rust.request, turns.cold), 0.5)),
        unit: "ms",
      },
      { metric: "javascript warm p50", value: rounded(quantile(slow, 0.5)), unit: "ms" },
    );
    return { rows, walls: sandbox.walls };
  } finally {
    await sandbox.close();
    await rm(cacheFolder, { recursive: true });
  }
}

async function must(sandbox: WasmSandbox, plugin: PreparedPlugin, request: RunRequest): Promise<void> {
  const outcome = await sandbox.run(plugin, request);
  if (outcome.status !== "ok") throw new Error(`the plugin ended as ${JSON.stringify(outcome)}`);
}

async function warmRows(
  sandbox: WasmSandbox,
  plugin: PreparedPlugin,
  request: RunRequest,
  turns: Turns,
): Promise<Row[]> {
  const warm = await timed(turns.warm, Math.ceil(turns.warm / 3), () => must(sandbox, plugin, request));
  const perSecond = await rate(turns.throughput, () => must(sandbox, plugin, request));
  const [child = 0] = sandbox.pids().slice(-1);
  return [
    { metric: "warm p50", value: rounded(quantile(warm, 0.5)), unit: "ms" },
    { metric: "warm p99", value: rounded(quantile(warm, 0.99)), unit: "ms" },
    { metric: "runs per second", value: rounded(perSecond), unit: "1/s" },
    { metric: "child memory", value: rounded(residentBytes(child) / MB), unit: "MB" },
  ];
}

async function isolatedRows(
  sandbox: WasmSandbox,
  plugin: PreparedPlugin,
  request: RunRequest,
  turns: Turns,
): Promise<Row[]> {
  const alone = { ...request, isolation: "run" } as const;
  const perSecond = await rate(turns.isolated, () => must(sandbox, plugin, alone));
  return [{ metric: "isolated runs per second", value: rounded(perSecond), unit: "1/s" }];
}

/** From starting a child to a prepared plugin's result. */
async function coldRuns(
  open: (options: Partial<WasmSandboxOptions>) => Promise<WasmSandbox>,
  plugin: PreparedPlugin,
  request: RunRequest,
  turns: number,
): Promise<number[]> {
  const sandbox = await open({ children: 1, running: 1 });
  let tenant = 0;
  try {
    await must(sandbox, plugin, request);
    return await timed(turns, 1, () => must(sandbox, plugin, { ...request, tenant: String(tenant++) }));
  } finally {
    await sandbox.close();
  }
}
