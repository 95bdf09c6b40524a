import { SandboxBusy, SandboxClosed } from "./errors.ts";
import { cpuMillis, residentBytes } from "./process-times.ts";
import { Runner, type RunnerOptions } from "./runner.ts";
import type { PreparedPlugin, RunOutcome, RunRequest } from "./sandbox.ts";

export type PoolOptions = RunnerOptions & {
  /** Children alive at once, idle ones included. */
  readonly children: number;
  /** Runs under way at once. */
  readonly running: number;
  /** Memory of all children together, in bytes; one child is always allowed. */
  readonly totalBytes: number;
  /** Runs a child serves before it is replaced. */
  readonly runsPerChild: number;
  /** Runs that may wait for a child. */
  readonly queueLimit: number;
  /** CPU time that a child may take without a run, in milliseconds: to start, to load, to compile what was used much. */
  readonly idleCpuMs: number;
};

/** Whom a child serves: one plugin for one tenant, for one run or many. */
type Lane = { readonly key: string; readonly plugin: PreparedPlugin; readonly once: boolean };
type Slot = {
  readonly runner: Runner;
  readonly removed: PromiseWithResolvers<void>;
  lane: Lane | undefined;
  busy: boolean;
  rest: Rest | undefined;
};
/** CPU time of a child without a run, in milliseconds: as it was when the child last rested, and at the last look. */
type Rest = { readonly since: number; readonly last: number };
type Waiting = { readonly lane: Lane; take(slot: Slot): void; refuse(fault: unknown): void };

/** What a child takes at most besides its plugin's linear memory: Node, its heap, the plugin's code. */
const CHILD_BYTES = 224 * 1024 * 1024;
const WATCH_MS = 1_000;
/** A child that took no more CPU time than this between two looks was at rest, in milliseconds. */
const RESTING_MS = 100;

/**
 * Children started ahead of time. One that has served a plugin and tenant never serves another; after its last run, a trap or
 * anything odd it is replaced by one that has loaded the same plugin already. The idle child that was used longest ago makes
 * room for others.
 */
export class RunnerPool {
  readonly #options: PoolOptions;
  /** Least recently used first. */
  readonly #slots: Slot[] = [];
  readonly #queue: Waiting[] = [];
  readonly #retiring = new Set<Promise<void>>();
  readonly #watch: NodeJS.Timeout;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    const blank = Math.min(options.running, options.children);
    while (this.#slots.length < blank && this.#hasRoomFor(undefined)) this.#add(undefined);
    this.#watch = setInterval(() => this.#endGreedy(), WATCH_MS).unref();
  }

  /** Process ids of the children, a wall's own process in place of the one behind it. */
  get pids(): number[] {
    return this.#slots.map(({ runner }) => runner.pid);
  }

  /** Runs that wait for a child. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** @throws SandboxBusy, SandboxClosed */
  async run(plugin: PreparedPlugin, request: RunRequest): Promise<RunOutcome> {
    const slot = await this.#acquire(laneOf(plugin, request));
    let spoilt = true;
    try {
      const outcome = await slot.runner.run(plugin, request);
      if (this.#closed && !this.#slots.includes(slot)) throw new SandboxClosed();
      spoilt = outcome.status === "trap" || outcome.status === "void";
      return outcome;
    } finally {
      this.#release(slot, spoilt);
    }
  }

  /** Takes nothing more, lets what is under way end in the time given, then kills every child and waits until each is gone. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    for (const waiting of this.#queue.splice(0)) waiting.refuse(new SandboxClosed());
    for (const slot of this.#slots.filter(({ busy }) => !busy)) this.#remove(slot);
    const timer = setTimeout(() => this.#removeAll(), graceMs);
    await Promise.all(this.#slots.map(({ removed }) => removed.promise));
    clearTimeout(timer);
    await Promise.all(this.#retiring);
  }

  #removeAll(): void {
    for (const slot of [...this.#slots]) this.#remove(slot);
  }

  #acquire(lane: Lane): Promise<Slot> {
    if (this.#closed) return Promise.reject(new SandboxClosed());
    const slot = this.#queue.length === 0 ? this.#claim(lane) : undefined;
    if (slot !== undefined) return Promise.resolve(slot);
    if (this.#queue.length >= this.#options.queueLimit) {
      return Promise.reject(new SandboxBusy({ waiting: this.#queue.length }));
    }
    return new Promise((take, refuse) => this.#queue.push({ lane, take, refuse }));
  }

  /** An idle child of this lane, else an unused one, else a new one, for which idle ones of other lanes make room. */
  #claim(lane: Lane): Slot | undefined {
    if (this.#slots.filter(({ busy }) => busy).length >= this.#options.running) return undefined;
    for (const slot of this.#idle()) if (slot.runner.ended) this.#remove(slot);
    const slot = this.#idleOf(lane) ?? this.#give(lane);
    if (slot === undefined) return undefined;
    slot.busy = true;
    slot.rest = undefined;
    if (lane.once) this.#prewarm(lane);
    return slot;
  }

  #idle(): Slot[] {
    return this.#slots.filter(({ busy }) => !busy);
  }

  #idleOf(lane: Lane): Slot | undefined {
    return this.#idle().find((slot) => slot.lane?.key === lane.key);
  }

  /** A child for a lane that has none to spare. */
  #give(lane: Lane): Slot | undefined {
    const blank = this.#idle().find((slot) => slot.lane === undefined);
    if (blank !== undefined) this.#slots.splice(this.#slots.indexOf(blank), 1);
    while (!this.#hasRoomFor(lane)) {
      const [victim] = this.#idle();
      if (victim === undefined) break;
      this.#remove(victim);
    }
    const allowed = this.#hasRoomFor(lane) || this.#slots.length === 0;
    if (blank === undefined) return allowed ? this.#add(lane) : undefined;
    this.#slots.push(blank);
    if (allowed) blank.lane = lane;
    return allowed ? blank : undefined;
  }

  #hasRoomFor(lane: Lane | undefined): boolean {
    const { children, totalBytes } = this.#options;
    const taken = this.#slots.reduce((sum, slot) => sum + shareOf(slot.lane), 0);
    return this.#slots.length < children && taken + shareOf(lane) <= totalBytes;
  }

  /** Starts a child that loads the lane's plugin now, unless one is there or no room is left. */
  #prewarm(lane: Lane): void {
    if (this.#closed || this.#idleOf(lane) !== undefined || !this.#hasRoomFor(lane)) return;
    try {
      this.#add(lane).runner.warm(lane.plugin);
    } catch {
      // The run that needs the child starts it itself, and is told what is in the way.
    }
  }

  #release(slot: Slot, spoilt: boolean): void {
    slot.busy = false;
    if (!this.#slots.includes(slot)) return;
    const { runner, lane } = slot;
    if (this.#closed) {
      this.#remove(slot);
    } else if (spoilt || runner.ended || lane?.once === true || runner.runs >= this.#options.runsPerChild) {
      this.#remove(slot);
      if (lane !== undefined) this.#prewarm(lane);
    } else {
      this.#slots.push(...this.#slots.splice(this.#slots.indexOf(slot), 1));
    }
    while (!this.#closed && this.#serveNext());
  }

  #serveNext(): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    try {
      const slot = this.#claim(next.lane);
      if (slot === undefined) return false;
      next.take(slot);
    } catch (error) {
      next.refuse(error);
    }
    this.#queue.splice(this.#queue.indexOf(next), 1);
    return true;
  }

  /** Whoever has the fewest children at work, so that one plugin's slow runs don't hold up the others'. */
  #next(): Waiting | undefined {
    const busy = this.#slots.filter((slot) => slot.busy);
    const atWork = ({ lane: { key } }: Waiting) => busy.filter(({ lane }) => lane?.key === key).length;
    let best: Waiting | undefined;
    for (const waiting of this.#queue) {
      if (best === undefined || atWork(waiting) < atWork(best)) best = waiting;
      if (atWork(best) === 0) break;
    }
    return best;
  }

  #add(lane: Lane | undefined): Slot {
    const removed = Promise.withResolvers<void>();
    const slot: Slot = { runner: new Runner(this.#options), removed, lane, busy: false, rest: undefined };
    this.#slots.push(slot);
    return slot;
  }

  #remove(slot: Slot): void {
    const index = this.#slots.indexOf(slot);
    if (index >= 0) this.#slots.splice(index, 1);
    const retired = slot.runner.retire().finally(() => this.#retiring.delete(retired));
    this.#retiring.add(retired);
    slot.removed.resolve();
  }

  /**
   * Linear memory and heap have limits of their own; whatever passes both together found a way round one. A run's CPU time is
   * watched by its runner; what works without a run was taken over.
   */
  #endGreedy(): void {
    for (const slot of this.#slots) {
      const { runner, lane, busy } = slot;
      if (residentBytes(runner.pid) > shareOf(lane)) runner.end("the child takes more memory than its share");
      if (busy) continue;
      const cpu = cpuMillis(runner.pid);
      const { since, last } = slot.rest ?? { since: cpu, last: cpu };
      slot.rest = { since: cpu - last > RESTING_MS ? since : cpu, last: cpu };
      if (cpu - slot.rest.since > this.#options.idleCpuMs) runner.end("the child works without a run");
    }
  }
}

function laneOf(plugin: PreparedPlugin, { tenant = "", isolation = "plugin" }: RunRequest): Lane {
  return { key: JSON.stringify([plugin.key, tenant, isolation]), plugin, once: isolation === "run" };
}

/** The run's own linear memory, and that of the run before, which may still wait for the collector. */
function shareOf(lane: Lane | undefined): number {
  return CHILD_BYTES + 2 * (lane?.plugin.memoryBytes ?? 0);
}
