import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { leadingClauseIdOf } from "@nexus/protocol";
import { toHex } from "viem";
import type { PublishedPlugin } from "../test/fixtures/plugin.ts";
import type { Stack } from "../test/fixtures/stack.ts";
import type { PipelineOrder, PipelineReport } from "./pipeline-process.ts";
import { type Row, rounded } from "./row.ts";

const PROCESS = fileURLToPath(new URL("./pipeline-process.ts", import.meta.url));
/** The minute of a queue that takes less than a few of them is a twelfth of its time. */
const FEW_MINUTES_MS = 180_000;
const MINUTE_MS = 60_000;
const TWELVE = 12;

/**
 * Runs that wait in an executor's queue, worked off by a process of its own with all that is around them but the posting of
 * results: checks on the chain, content over the gateway, the sandbox, the receipt signed twice, all of it written to
 * Postgres.
 */
export async function measurePipeline(
  stack: Stack,
  plugin: PublishedPlugin,
  { runs, minutes }: { readonly runs: number; readonly minutes: number },
): Promise<Row[]> {
  const { contracts, surroundings, chain } = stack;
  const { number, hash } = await chain.client.getBlock();
  const [inputDigest = "0x"] = plugin.inputs.keys();
  const order: PipelineOrder = {
    environment: {
      NEXUS_RPC_URL: chain.url,
      DATABASE_URL: await surroundings.database("pipeline"),
      NEXUS_IPFS_GATEWAY: surroundings.gateway,
      NEXUS_CONTENT_DIRECTORY: surroundings.contentDirectory,
      NEXUS_CACHE_DIRECTORY: join(surroundings.folder, "pipeline"),
      NEXUS_EXECUTOR_KEY: toHex(contracts.executors[0]?.getHdKey().privateKey ?? new Uint8Array()),
    },
    deployment: contracts.deployment,
    task: {
      kind: "Execution",
      versionId: plugin.versionId,
      clauseId: leadingClauseIdOf(plugin.manifest),
      inputDigest,
      requester: contracts.dao.address,
      blockHash: hash,
    },
    blockNumber: number.toString(),
    runs,
    leastMs: minutes * MINUTE_MS,
  };
  const { resultsMs } = await perform(order);
  if (resultsMs.length % runs !== 0)
    throw new Error(`${resultsMs.length} runs have a receipt, of ${runs} at a time`);
  return rowsOf(resultsMs);
}

async function perform(order: PipelineOrder): Promise<PipelineReport> {
  const flags = ["--disable-sigusr1", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, PROCESS, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH },
  });
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`the pipeline's process ended with code ${code}`);
  return JSON.parse(report) as PipelineReport;
}

function rowsOf(resultsMs: readonly number[]): Row[] {
  const tookMs = resultsMs.at(-1) ?? Number.NaN;
  const isShort = tookMs < FEW_MINUTES_MS;
  const sliceMs = isShort ? tookMs / TWELVE : MINUTE_MS;
  const counts = Array.from(
    { length: isShort ? TWELVE : Math.floor(tookMs / MINUTE_MS) },
    (_, slice) => resultsMs.filter((at) => at >= slice * sliceMs && at < (slice + 1) * sliceMs).length,
  ).toSorted((one, other) => one - other);
  const [slowest = Number.NaN] = counts;
  const median = counts[Math.floor(counts.length / 2)] ?? Number.NaN;
  return [
    {
      metric: "pipeline runs per second",
      value: rounded((resultsMs.length / tookMs) * 1_000),
      unit: "1/s",
    },
    {
      metric: "queue slowest minute",
      value: rounded(slowest / median),
      unit: isShort ? "of the median twelfth" : "of the median",
    },
  ];
}
