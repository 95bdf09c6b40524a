import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import { kill } from "../fixtures/chain.ts";
import { type DatabaseProxy, startDatabaseProxy } from "../fixtures/database-proxy.ts";
import { type RunningExecutor, startExecutorProcess } from "../fixtures/executors.ts";
import { type NodeProxy, startNodeProxy } from "../fixtures/node-proxy.ts";
import { addInput, certify, type PublishedPlugin, publishPlugin, requestRun } from "../fixtures/plugin.ts";
import { allDescendants, isAtWork } from "../fixtures/processes.ts";
import { type Stack, startStack } from "../fixtures/stack.ts";
import { until } from "../fixtures/until.ts";
import type { Order, Report } from "./breakpoints.ts";
import type { Point } from "./steps.ts";

const NXS = 10n ** 18n;

/** What a task pays. */
export const PAY = { reward: 8n * NXS, gasCompensation: NXS };

const NAME = "victim";
const VICTIM = join(import.meta.dirname, "victim.ts");
const REACH_MS = 45_000;

/** How much an executor still has of what it read and made: all but its memory, or nothing. */
export type Kept = "files" | "nothing";

/** An executor that can be stopped at any step of a run, in surroundings that can be taken away from it. */
export type Arena = {
  readonly stack: Stack;
  readonly plugin: PublishedPlugin;
  readonly node: NodeProxy;
  readonly database: DatabaseProxy;
  /** Names of the databases, in the order of the executors; the victim's comes first. */
  readonly databases: readonly string[];
  /** All logs' ends. */
  logs(): string;
  /** Opens a run and returns once the executor stands at that point of it, where it stays. */
  reach(point: Point): Promise<Hex>;
  /** The executor goes on from the point. */
  go(): void;
  /** Kills the executor's process where it stands, waits until nothing of it works any more, and starts another. */
  restart(kept?: Kept): Promise<void>;
  stop(): Promise<void>;
};

/** @param beside how many executors that nothing is done to share the panel: with none, the victim takes every step itself */
export async function openArena({ beside }: { readonly beside: number }): Promise<Arena> {
  const panel = 1 + beside;
  const stack = await startStack({ executors: panel });
  const { contracts, surroundings } = stack;
  const [account, ...others] = contracts.executors;
  if (account === undefined) throw new Error("no executor");
  const plugin = await publishPlugin(contracts, stack.store);
  await certify(contracts, plugin);
  const approved = [contracts.deployment.contracts.ResultConsensus, 1_000_000n * NXS];
  await contracts.send(contracts.dao, "NexusToken", "approve", approved);
  const [node, database] = await Promise.all([
    startNodeProxy(stack.chain.url),
    startDatabaseProxy(stack.databasePort),
  ]);
  const disturbed = {
    ...surroundings,
    rpcUrl: node.url,
    database: async (name: string) => database.through(await surroundings.database(name)),
  };
  const start = () => startExecutorProcess(disturbed, { name: NAME, account, program: VICTIM });
  const well = others.map((other, i) => ({ name: `beside_${i}`, account: other }));
  const running = await Promise.all(well.map((options) => startExecutorProcess(surroundings, options)));
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
    const input = await addInput(stack.store, plugin, known.length);
    const terms = { quorum: panel, panel, ...PAY };
    const taskId = await requestRun(contracts, plugin, input, terms, `reading ${known.length}`);
    known.push(taskId);
    await reached;
    return taskId;
  };
  return {
    ...{ stack, plugin, node, database, reach },
    databases: [NAME, ...well.map(({ name }) => name)],
    logs: () => [victim, ...running].map(({ log }) => log().slice(-4_000)).join("\n"),
    go: () => tell({ go: true }),
    restart: async (kept = "files") => {
      await killWhole(victim);
      if (kept === "nothing") await rm(join(surroundings.folder, NAME), { recursive: true, force: true });
      victim = await start();
    },
    stop: async () => {
      await Promise.all([victim, ...running].map(({ child }) => kill(child)));
      await Promise.all([node.close(), database.close(), stack.stop()]);
    },
  };
}

/** Kills an executor, whose own children must notice that by themselves. */
async function killWhole({ child, log }: RunningExecutor): Promise<void> {
  const children = allDescendants(child.pid ?? 0);
  await kill(child);
  const areGone = async () => (await Promise.all(children.map(isAtWork))).every((atWork) => !atWork);
  await until("a killed executor's children end", areGone, { seen: () => log().slice(-3_000) });
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
