import type { Hex } from "viem";
import type {
  Batch,
  Cursor,
  CursorStore,
  KeeperStore,
  KeepItem,
  RunStore,
  Wake,
} from "../../src/core/ports.ts";
import { isFinal, type Run, type TaskEvent } from "../../src/core/run.ts";
import { CursorMovedError } from "../../src/errors.ts";

const DAY_MS = 86_400_000;

/** The executor's database in memory: runs, cursor, jobs and keeper items, with the same rules. */
export class MemoryStore implements RunStore, CursorStore, KeeperStore {
  readonly #runs = new Map<string, Run>();
  #costs: { readonly at: number; readonly wei: bigint; readonly item: string | null }[] = [];
  readonly #items = new Map<string, KeepItem & { dueAt: number }>();
  /** Waiting jobs: task and milliseconds until it is due. */
  readonly jobs = new Map<Hex, number>();
  readonly certified = new Set<Hex>();
  #cursor: Cursor | null = null;
  #newestReceipt: Hex | null = null;
  #checkpoints: Cursor[] = [];
  now = 0;

  async claim(taskId: Hex): Promise<readonly Run[]> {
    for (const run of this.#of(taskId)) this.#put({ ...run, attempt: run.attempt + 1 });
    return this.#of(taskId);
  }

  async change(run: Run, change: Partial<Run>): Promise<boolean> {
    const stored = this.#runs.get(run.event.key);
    if (stored?.attempt !== run.attempt) return false;
    this.#put({ ...stored, ...change });
    return true;
  }

  async saveResult(run: Run, result: NonNullable<Run["result"]>): Promise<Run | null> {
    const stored = this.#runs.get(run.event.key);
    if (stored?.attempt !== run.attempt) return null;
    const phase = stored.phase === "pending" ? "executed" : stored.phase;
    if (stored.result === null) this.#newestReceipt = result.receiptDigest;
    const saved = { ...stored, result: stored.result ?? result, phase, faults: 0, lastFault: null };
    this.#put(saved);
    return saved;
  }

  async newestReceipt(): Promise<Hex | null> {
    return this.#newestReceipt;
  }

  async runs(taskId: Hex): Promise<readonly Run[]> {
    return this.#of(taskId);
  }

  async cursor(): Promise<Cursor | null> {
    return this.#cursor;
  }

  async checkpoints(): Promise<readonly Cursor[]> {
    return this.#checkpoints.toReversed();
  }

  async apply({ after, cursor, events }: Batch): Promise<void> {
    if (after?.hash !== this.#cursor?.hash) throw new CursorMovedError({ expected: "a", actual: "b" });
    for (const event of events) {
      if (event.type === "task-created") this.#insert(event.task);
      if (event.type === "task-moved" && this.#of(event.taskId).length > 0) this.jobs.set(event.taskId, 0);
      if (event.type === "certified") this.certified.add(event.versionId);
      if (event.type === "keep") this.#items.set(keyOf(event.item), { ...event.item, dueAt: this.now });
    }
    this.#cursor = cursor;
    this.#checkpoints.push(cursor);
  }

  async rewind(ancestor: Cursor | null): Promise<void> {
    const number = ancestor?.number ?? -1n;
    this.#checkpoints = this.#checkpoints.filter((checkpoint) => checkpoint.number <= number);
    this.#cursor = ancestor;
    for (const run of this.#runs.values()) {
      if (run.event.blockNumber > number) this.#put({ ...run, orphaned: true });
    }
  }

  readonly wake: Wake = async (taskId, afterMs) => {
    this.jobs.set(taskId, afterMs);
  };

  async sweep(): Promise<void> {
    for (const { event, phase, orphaned, result } of this.#runs.values()) {
      const open = !isFinal(phase) && (!orphaned || result !== null);
      if (open && !this.jobs.has(event.taskId)) this.jobs.set(event.taskId, 0);
    }
  }

  async due(limit: number): Promise<readonly KeepItem[]> {
    const due = [...this.#items.values()].filter(({ dueAt }) => dueAt <= this.now);
    return due
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit)
      .map(({ kind, id }) => ({ kind, id }));
  }

  async later(item: KeepItem, afterMs: number): Promise<void> {
    const stored = this.#items.get(keyOf(item));
    if (stored !== undefined) stored.dueAt = this.now + afterMs;
  }

  async done(item: KeepItem): Promise<void> {
    this.#items.delete(keyOf(item));
  }

  async spent(): Promise<bigint> {
    return this.#costs.filter(({ at }) => at > this.now - DAY_MS).reduce((sum, { wei }) => sum + wei, 0n);
  }

  async reserve(item: KeepItem, wei: bigint): Promise<void> {
    this.#count(item, wei, keyOf(item));
  }

  async spend(item: KeepItem, wei: bigint): Promise<void> {
    this.#count(item, wei, null);
  }

  #count(of: KeepItem, wei: bigint, item: string | null): void {
    const others = this.#costs.filter((cost) => cost.item !== keyOf(of));
    this.#costs = [...others, { at: this.now, wei, item }];
  }

  async tasksOf(versionId: Hex, limit: number): Promise<readonly Hex[]> {
    const runs = [...this.#runs.values()].filter(
      ({ event, orphaned }) => event.versionId === versionId && !orphaned,
    );
    const newest = runs.toSorted((a, b) => Number(b.event.blockNumber - a.event.blockNumber));
    return [...new Set(newest.slice(0, limit).map(({ event }) => event.taskId))];
  }

  #insert(event: TaskEvent): void {
    const stored = this.#runs.get(event.key);
    this.#put(stored === undefined ? freshRun(event) : { ...stored, orphaned: false });
    this.jobs.set(event.taskId, 0);
  }

  #of(taskId: Hex): Run[] {
    return [...this.#runs.values()].filter(({ event }) => event.taskId === taskId);
  }

  #put(run: Run): void {
    this.#runs.set(run.event.key, run);
  }
}

const keyOf = ({ kind, id }: KeepItem) => `${kind}:${id}`;

function freshRun(event: TaskEvent): Run {
  return {
    event,
    phase: "pending",
    attempt: 0,
    orphaned: false,
    result: null,
    commitTx: null,
    revealTx: null,
    reason: null,
    detail: null,
    faults: 0,
    lastFault: null,
  };
}
