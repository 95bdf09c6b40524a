import { resultConsensusAbi } from "@nexus/protocol";
import { ownResidentBytes } from "../src/sandbox/process-times.ts";
import { kill } from "../test/fixtures/chain.ts";
import { type RunningExecutor, startExecutorProcess } from "../test/fixtures/executors.ts";
import { type PublishedPlugin, requestRun } from "../test/fixtures/plugin.ts";
import type { Stack } from "../test/fixtures/stack.ts";
import { until } from "../test/fixtures/until.ts";
import { quantile, type Row, rounded } from "./row.ts";

const MB = 1_000_000;
const SETTLE_MS = 60_000;

/**
 * Three executors as processes of their own, each with its database, on a chain with a block a second: how many blocks lie
 * between a task's event and its settlement, half of the tasks taking fewer; then what the first of the executors holds of memory.
 */
export async function executorRows(stack: Stack, plugin: PublishedPlugin, tasks: number): Promise<Row[]> {
  const executors: RunningExecutor[] = [];
  try {
    for (const [index, account] of stack.contracts.executors.entries()) {
      executors.push(await startExecutorProcess(stack.surroundings, { name: `executor_${index}`, account }));
    }
    const blocks: number[] = [];
    for (let turn = 0; turn <= tasks; turn += 1) {
      const taken = await blocksToSettle(stack, plugin, turn);
      // The first finds the plugin unprepared.
      if (turn > 0) blocks.push(taken);
    }
    const pid = executors[0]?.child.pid ?? 0;
    return [
      { metric: "event to settled", value: rounded(quantile(blocks, 0.5)), unit: "blocks" },
      { metric: "supervisor memory", value: rounded(ownResidentBytes(pid) / MB), unit: "MB" },
    ];
  } finally {
    await Promise.all(executors.map(({ child }) => kill(child)));
  }
}

async function blocksToSettle(stack: Stack, plugin: PublishedPlugin, turn: number): Promise<number> {
  const { chain, contracts } = stack;
  const inputs = [...plugin.inputs.keys()];
  const taskId = await requestRun(
    contracts,
    plugin,
    inputs[turn % inputs.length] ?? "0x",
    undefined,
    `reading ${turn}`,
  );
  const blockOf = async (eventName: "TaskCreated" | "TaskSettled") => {
    const address = contracts.deployment.contracts.ResultConsensus;
    const asked = { address, abi: resultConsensusAbi, eventName, args: { taskId }, fromBlock: 0n } as const;
    const [log] = await chain.client.getContractEvents(asked);
    return log?.blockNumber;
  };
  let settled: bigint | undefined;
  const isSettled = async () => {
    settled = await blockOf("TaskSettled");
    return settled !== undefined;
  };
  await until(`task ${turn} is settled`, isSettled, { timeoutMs: SETTLE_MS });
  return Number((settled ?? 0n) - ((await blockOf("TaskCreated")) ?? 0n));
}
