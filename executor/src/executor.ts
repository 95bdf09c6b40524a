import type { Hex } from "viem";
import { type AdvancePorts, advanceTask } from "./core/advance.ts";
import { coalesce } from "./core/coalesce.ts";
import { type KeeperPorts, keepOnce } from "./core/keeper.ts";
import { type Loop, startLoop } from "./core/loop.ts";
import type { Log } from "./core/ports.ts";
import { type WatchPorts, watchOnce } from "./core/watch.ts";

/** How often the executor looks, in milliseconds. */
export type Pace = {
  readonly watchMs: number;
  readonly taskMs: number;
  readonly keeperMs: number;
  readonly sweepMs: number;
  /** Longest pause after faults. */
  readonly longestMs: number;
  /** How long a transaction may wait for a block before it is sent again for a higher fee. */
  readonly receiptMs: number;
};

export type ExecutorParts = {
  readonly advance: Omit<AdvancePorts, "stopping">;
  readonly watch: WatchPorts;
  /** Whether this process watches, keeps and sweeps for all that share its database. */
  leads(): boolean;
  /** Does a task's work. False, and nothing done, while another process is at it. */
  alone(taskId: Hex, work: () => Promise<void>): Promise<boolean>;
  /** Gives back the jobs of processes that were killed. */
  recover(): Promise<void>;
  /** Undefined: this executor is no keeper. */
  readonly keeper: KeeperPorts | undefined;
  readonly pace: Pace;
  readonly log: Log;
  /** Tells of steps that are due soon. */
  watchDeadlines(): Promise<void>;
  /** Asks for audits of what is certified, and looks at those that are over. */
  audit(): Promise<void>;
  /** Starts working off jobs. */
  startWorker(advance: (taskId: Hex) => Promise<void>): { stop(): Promise<void> };
  /** Queues open runs that have no job. */
  sweep(): Promise<void>;
  /** Ends runs in the sandbox. */
  closeSandbox(): Promise<void>;
};

export type Executor = {
  /** Faults of the loops, null where the last turn went well. */
  faults(): Readonly<Record<string, object | null>>;
  /** Takes nothing new; what is under way ends or is left for the next start. */
  stop(): Promise<void>;
};

/** Starts running, and, while this process leads, watching, keeping and sweeping. */
export function startExecutor({ advance, watch, keeper, pace, log, ...parts }: ExecutorParts): Executor {
  let stopping = false;
  const ports: AdvancePorts = { ...advance, stopping: () => stopping };
  const advanceAlone = async (taskId: Hex): Promise<void> => {
    const isDone = await parts.alone(taskId, () => advanceTask(ports, taskId));
    // What this job was queued for is seen once the other process is done.
    if (!isDone) await ports.wake(taskId, ports.pollMs);
  };
  const worker = parts.startWorker(coalesce(advanceAlone));
  const loop = (name: string, pauseMs: number, turn: () => Promise<boolean>): [string, Loop] => [
    name,
    startLoop({
      ...{ name, pauseMs, log, patience: advance.patience },
      turn: async () => parts.leads() && (await turn()),
    }),
  ];
  const loops = new Map<string, Loop>([
    loop("watch", pace.watchMs, () => watchTurn(watch, log)),
    loop("recover", pace.keeperMs, async () => {
      await parts.recover();
      return false;
    }),
    loop("sweep", pace.sweepMs, async () => {
      await parts.sweep();
      return false;
    }),
    loop("deadlines", pace.sweepMs, async () => {
      await parts.watchDeadlines();
      return false;
    }),
    loop("audits", pace.keeperMs, async () => {
      await parts.audit();
      return false;
    }),
    ...(keeper ? [loop("keeper", pace.keeperMs, async () => (await keepOnce(keeper)) > 0)] : []),
  ]);
  return {
    faults: () => Object.fromEntries([...loops].map(([name, { fault }]) => [name, fault()])),
    stop: async () => {
      stopping = true;
      const ended = [...loops.values()].map(({ stop }) => stop());
      await Promise.all([...ended, worker.stop(), parts.closeSandbox()]);
    },
  };
}

async function watchTurn(ports: WatchPorts, log: Log): Promise<boolean> {
  const watched = await watchOnce(ports);
  if (watched.did === "rewound") {
    log.warn({ to: watched.to?.number.toString() ?? "start" }, "The chain was reorganised; went back.");
  }
  return watched.did !== "nothing";
}
