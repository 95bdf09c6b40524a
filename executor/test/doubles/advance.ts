import { commitmentOf, signalNumber } from "@nexus/protocol";
import type { Hex } from "viem";
import type { AdvancePorts, Performance } from "../../src/core/advance.ts";
import type { Run, StoredResult, TaskEvent } from "../../src/core/run.ts";
import { hashOf, MemoryBlocks, MemoryConsensus, taskIn } from "./chain.ts";
import { MemoryLog } from "./log.ts";
import { MemoryStore } from "./store.ts";

export const ME = "0x0000000000000000000000000000000000000001";
export const SECOND = "0x0000000000000000000000000000000000000002";
export const THIRD = "0x0000000000000000000000000000000000000003";
export const TASK = hashOf("task");
export const RIGHT = hashOf("the right result");

export function resultOf(task: TaskEvent, salt: Hex): StoredResult {
  const opening = { executor: ME, taskId: task.taskId, resultDigest: RIGHT, salt } as const;
  return {
    record: "{}",
    resultDigest: RIGHT,
    signal: "TRIGGER",
    receipt: "{}",
    receiptDigest: hashOf("receipt"),
    salt,
    commitment: commitmentOf({ ...opening, signal: signalNumber("TRIGGER") }),
  };
}

/** A task in a chain, a store and a consensus of memory, and the ports of the executor that advances it. */
export const setUp = async (name = "task", fields: Partial<TaskEvent> = {}) => {
  const blocks = new MemoryBlocks();
  const store = new MemoryStore();
  const consensus = new MemoryConsensus();
  const log = new MemoryLog();
  const block = blocks.mine();
  await store.apply({
    after: null,
    cursor: block,
    events: [{ type: "task-created", task: taskIn(block, name, fields) }],
  });
  let salts = 0;
  const performed: TaskEvent[] = [];
  const kept: string[] = [];
  const ports: AdvancePorts = {
    chain: consensus.as(ME),
    runs: store,
    perform: async (task): Promise<Performance> => {
      performed.push(task);
      salts += 1;
      return { status: "result", result: resultOf(task, hashOf(`salt ${salts}`)) };
    },
    keepReceipt: async (file) => void kept.push(file),
    wake: store.wake,
    patience: { longestMs: 30_000, random: () => 0.5 },
    now: () => "2026-01-01T00:00:00.000Z",
    pollMs: 400,
    stopping: () => false,
    log,
  };
  const run = async (): Promise<Run> => (await store.runs(TASK)).at(-1) as Run;
  return { blocks, store, consensus, ports, performed, kept, log, run };
};

/** Two others commit to the same result and, once they may, reveal it. */
export const othersAct = (consensus: MemoryConsensus) => {
  for (const [i, other] of ([SECOND, THIRD] as const).entries()) {
    if (consensus.state === "Committing") consensus.commit(other, hashOf(`commitment ${i}`));
    if (consensus.state === "Revealing") consensus.reveal(other, RIGHT);
  }
};
