import { SandboxBusy, SandboxClosed } from "./errors.ts";
import { Runner, type RunnerOptions } from "./runner.ts";
import type { PreparedPlugin, RunOutcome, RunRequest } from "./sandbox.ts";

export type PoolOptions = RunnerOptions & {
  /** Children alive at once. */
  readonly size: number;
  /** Runs a child serves before it is replaced; 1 gives every run a process of its own. */
  readonly runsPerChild: number;
  /** Runs that may wait for a child. */
  readonly queueLimit: number;
};

/** A child and whom it serves: nobody yet, or one plugin for one tenant. */
type Slot = { readonly runner: Runner; key: string | undefined; busy: boolean };
type Waiting = { readonly key: string; take(slot: Slot): void; refuse(error: Error): void };

/** Children started ahead of time. One that has served a plugin and tenant never serves another. */
export class RunnerPool {
  readonly #options: PoolOptions;
  readonly #slots: Slot[] = [];
  readonly #queue: Waiting[] = [];
  readonly #retiring = new Set<Promise<void>>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    while (this.#slots.length < options.size) this.#add();
  }

  /** Process ids of the children, a wall's own process in place of the one behind it. */
  get pids(): number[] {
    return this.#slots.map(({ runner }) => runner.pid);
  }

  /** @throws SandboxBusy, SandboxClosed */
  async run(plugin: PreparedPlugin, request: RunRequest): Promise<RunOutcome> {
    const slot = await this.#acquire(JSON.stringify([plugin.key, request.tenant ?? ""]));
    try {
      const outcome = await slot.runner.run(plugin, request);
      if (this.#closed) throw new SandboxClosed();
      this.#release(slot, outcome.status === "trap" || outcome.status === "void");
      return outcome;
    } catch (error) {
      this.#release(slot, true);
      throw error;
    }
  }

  /** Kills every child and waits until each is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.refuse(new SandboxClosed());
    for (const slot of [...this.#slots]) this.#remove(slot);
    await Promise.all(this.#retiring);
  }

  #acquire(key: string): Promise<Slot> {
    if (this.#closed) return Promise.reject(new SandboxClosed());
    const slot = this.#claim(key);
    if (slot !== undefined) return Promise.resolve(slot);
    if (this.#queue.length >= this.#options.queueLimit) {
      return Promise.reject(new SandboxBusy({ waiting: this.#queue.length }));
    }
    return new Promise((take, refuse) => this.#queue.push({ key, take, refuse }));
  }

  /** An idle child of this key, else an unused one, else one made by giving up an idle child of another key. */
  #claim(key: string): Slot | undefined {
    const idle = this.#slots.filter(({ busy, runner }) => !busy && !runner.ended);
    const known = idle.find((slot) => slot.key === key) ?? idle.find((slot) => slot.key === undefined);
    const slot = known ?? this.#replaceIdle();
    if (slot === undefined) return undefined;
    slot.key = key;
    slot.busy = true;
    return slot;
  }

  #replaceIdle(): Slot | undefined {
    const victim = this.#slots.find(({ busy }) => !busy);
    if (victim !== undefined) this.#remove(victim);
    return this.#slots.length < this.#options.size ? this.#add() : undefined;
  }

  /** Moves the slot to the end, so that the one idle longest is given up first. */
  #release(slot: Slot, spoilt: boolean): void {
    if (!this.#slots.includes(slot)) return;
    slot.busy = false;
    this.#slots.push(...this.#slots.splice(this.#slots.indexOf(slot), 1));
    const { runner } = slot;
    if (spoilt || runner.ended || runner.runs >= this.#options.runsPerChild) this.#remove(slot);
    if (this.#closed) return;
    if (this.#slots.length < this.#options.size) this.#add();
    this.#serveNext();
  }

  #serveNext(): void {
    const [next] = this.#queue;
    const slot = next === undefined ? undefined : this.#claim(next.key);
    if (next === undefined || slot === undefined) return;
    this.#queue.shift();
    next.take(slot);
  }

  #add(): Slot {
    const slot = { runner: new Runner(this.#options), key: undefined, busy: false };
    this.#slots.push(slot);
    return slot;
  }

  #remove(slot: Slot): void {
    const index = this.#slots.indexOf(slot);
    if (index >= 0) this.#slots.splice(index, 1);
    const retired = slot.runner.retire().finally(() => this.#retiring.delete(retired));
    this.#retiring.add(retired);
  }
}
