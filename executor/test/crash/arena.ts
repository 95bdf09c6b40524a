import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import { kill } from "../fixtures/chain.ts";
import { type RunningExecutor, startExecutorProcess } from "../fixtures/executors.ts";
import { type NodeProxy, startNodeProxy } from "../fixtures/node-proxy.ts";
import { certify, type PublishedPlugin, publishPlugin, requestRun } from "../fixtures/plugin.ts";
import { type Stack, startStack } from "../fixtures/stack.ts";
import type { Order, Report } from "./breakpoints.ts";
import type { Point } from "./steps.ts";

const NXS = 10n ** 18n;

/** One executor is the whole panel, so that it takes every step itself. */
export const TERMS = { quorum: 1, panel: 1, reward: 7n * NXS, gasCompensation: NXS };
export const DATABASE = "victim";

const VICTIM = join(import.meta.dirname, "victim.ts");
const REACH_MS = 45_000;

/** An executor that can be stopped at any step of a run, in surroundings that can be taken away from it. */
export type Arena = {
  readonly stack: Stack;
  readonly plugin: PublishedPlugin;
  readonly node: NodeProxy;
  /** The executor's process now. */
  victim(): RunningExecutor;
  /** Opens a run and returns once the executor stands at that point of it, where it stays. */
  reach(point: Point): Promise<Hex>;
  /** The executor goes on from the point. */
  go(): void;
  /** Kills the executor's process where it stands, and starts another. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export async function openArena(): Promise<Arena> {
  const stack = await startStack({ executors: 1 });
  const { contracts, surroundings } = stack;
  const [account] = contracts.executors;
  if (account === undefined) throw new Error("no executor");
  const plugin = await publishPlugin(contracts, stack.store);
  await certify(contracts, plugin);
  const approved = [contracts.deployment.contracts.ResultConsensus, 1_000_000n * NXS];
  await contracts.send(contracts.dao, "NexusToken", "approve", approved);
  const node = await startNodeProxy(stack.chain.url);
  const start = () =>
    startExecutorProcess({ ...surroundings, rpcUrl: node.url }, { name: DATABASE, account, program: VICTIM });
  let victim = await start();
  const known: Hex[] = [];
  const tell = (order: Order) => void victim.child.send(order);
  const reach = async (point: Point) => {
    // The case before this one may have ended it.
    if (victim.child.exitCode !== null || victim.child.signalCode !== null) victim = await start();
    const armed = heard(victim, "arm");
    tell({ arm: point, known });
    await armed;
    const reached = heard(victim, "reach");
    const { input } = plugin.manifest.audit.vectors[known.length % 4] ?? {};
    const reading = `reading ${known.length}`;
    const taskId = await requestRun(contracts, plugin, input?.digest ?? "0x", TERMS, reading);
    known.push(taskId);
    await reached;
    return taskId;
  };
  return {
    ...{ stack, plugin, node, reach },
    victim: () => victim,
    go: () => tell({ go: true }),
    restart: async () => {
      await kill(victim.child);
      victim = await start();
    },
    stop: async () => {
      await kill(victim.child);
      await Promise.all([node.close(), stack.stop()]);
    },
  };
}

/** Waits for the process to say that it did something. */
async function heard({ child, log }: RunningExecutor, did: Report["did"]): Promise<void> {
  const over = new AbortController();
  const late = sleep(REACH_MS, "late", { signal: over.signal }).catch(() => "over");
  const ended = once(child, "exit", { signal: over.signal }).then(
    () => "ended",
    () => "over",
  );
  const told = once(child, "message", { signal: over.signal }).then(
    ([report]: Report[]) => report?.did ?? "nothing",
    () => "over",
  );
  const outcome = await Promise.race([late, ended, told]);
  over.abort();
  if (outcome !== did) throw new Error(`The executor didn't ${did}: ${outcome}. ${log().slice(-3_000)}`);
}
