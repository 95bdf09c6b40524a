import { expect } from "chai";
import type { Hex } from "viem";
import type {
  ChainEvent,
  Cursor,
  CursorStore,
  KeeperStore,
  ReceiptStore,
  RunStore,
} from "../../src/core/ports.ts";
import type { Run, StoredResult } from "../../src/core/run.ts";
import { CursorMovedError } from "../../src/errors.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";

export type StoreUnderTest = {
  readonly cursor: CursorStore;
  readonly runs: RunStore & ReceiptStore;
  readonly keeper: KeeperStore;
  /** Tasks with a job that waits, and whether it is due now. */
  jobs(): Promise<ReadonlyMap<Hex, boolean>>;
  wake(taskId: Hex, afterMs: number): Promise<void>;
  sweep(): Promise<void>;
};

const TASK = hashOf("task");

const blockOf = (number: bigint) => ({
  number,
  hash: hashOf(`block ${number}`),
  parentHash: hashOf(`block ${number - 1n}`),
  timestamp: 1_700_000_000,
});

const created = (number: bigint, name = "task"): ChainEvent => ({
  type: "task-created",
  task: taskIn(blockOf(number), name),
});

const cursorAt = (number: bigint): Cursor => ({ number, hash: blockOf(number).hash });

const resultWith = (salt: string): StoredResult => ({
  record: "{}",
  resultDigest: hashOf("result"),
  signal: "PASS",
  receipt: "{}",
  receiptDigest: hashOf("receipt"),
  salt: hashOf(salt),
  commitment: hashOf(`commitment ${salt}`),
});

/** What the executor relies on, whatever keeps its rows. `fresh` gives an empty store. */
export function shouldBehaveLikeAStore(fresh: () => Promise<StoreUnderTest>): void {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await fresh();
  });

  const claimOne = async (): Promise<Run> => {
    const run = (await store.runs.claim(TASK)).at(-1);
    if (run === undefined) throw new Error("no run");
    return run;
  };

  const read = (number: bigint, after: Cursor | null, ...events: ChainEvent[]) =>
    store.cursor.apply({ after, cursor: cursorAt(number), events });

  it("writes cursor, run and job together", async () => {
    await read(5n, null, created(5n));
    expect(await store.cursor.cursor()).to.deep.equal(cursorAt(5n));
    const [run] = await store.runs.runs(TASK);
    expect(run).to.deep.equal({
      event: taskIn(blockOf(5n)),
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
    });
    expect(await store.jobs()).to.deep.equal(new Map([[TASK, true]]));
  });

  it("writes nothing of a batch that was read from another cursor", async () => {
    await read(5n, null);
    await read(6n, cursorAt(4n), created(6n)).then(
      () => expect.fail("it was written"),
      (fault: unknown) => expect(fault).to.be.instanceOf(CursorMovedError),
    );
    expect(await store.cursor.cursor()).to.deep.equal(cursorAt(5n));
    expect(await store.runs.runs(TASK)).to.deep.equal([]);
    expect((await store.jobs()).size).to.equal(0);
  });

  it("keeps one run of a log that comes twice, with what was done for it", async () => {
    await read(5n, null, created(5n));
    await store.runs.change(await claimOne(), { phase: "committed" });
    await read(6n, cursorAt(5n), created(5n));
    expect((await store.runs.runs(TASK)).map(({ phase }) => phase)).to.deep.equal(["committed"]);
  });

  it("queues a task again when others move it, if there is a run of it", async () => {
    await read(5n, null, created(5n));
    await store.wake(TASK, 60_000);
    expect(await store.jobs()).to.deep.equal(new Map([[TASK, false]]));
    const moved = [TASK, hashOf("unknown")].map((taskId): ChainEvent => ({ type: "task-moved", taskId }));
    await read(6n, cursorAt(5n), ...moved);
    expect(await store.jobs()).to.deep.equal(new Map([[TASK, true]]));
  });

  it("lists checkpoints from the newest", async () => {
    await read(5n, null);
    await read(6n, cursorAt(5n));
    expect(await store.cursor.checkpoints()).to.deep.equal([cursorAt(6n), cursorAt(5n)]);
  });

  it("goes back to an ancestor and orphans what came after it", async () => {
    await read(5n, null, created(5n, "before"));
    await read(6n, cursorAt(5n), created(6n));
    await store.cursor.rewind(cursorAt(5n));
    expect(await store.cursor.cursor()).to.deep.equal(cursorAt(5n));
    expect(await store.cursor.checkpoints()).to.deep.equal([cursorAt(5n)]);
    expect((await store.runs.runs(TASK)).map(({ orphaned }) => orphaned)).to.deep.equal([true]);
    expect((await store.runs.runs(hashOf("before"))).map(({ orphaned }) => orphaned)).to.deep.equal([false]);
  });

  it("starts over without an ancestor, and takes back runs that are seen again", async () => {
    await read(6n, null, created(6n));
    await store.cursor.rewind(null);
    expect(await store.cursor.cursor()).to.equal(null);
    expect((await store.runs.runs(TASK)).map(({ orphaned }) => orphaned)).to.deep.equal([true]);
    await read(6n, null, created(6n));
    expect((await store.runs.runs(TASK)).map(({ orphaned }) => orphaned)).to.deep.equal([false]);
  });

  it("raises the attempt of every run of a task with each claim, oldest first", async () => {
    await read(5n, null, created(5n), created(6n));
    await store.runs.claim(TASK);
    const runs = await store.runs.claim(TASK);
    expect(runs.map(({ attempt, event }) => [attempt, event.blockNumber])).to.deep.equal([
      [2, 5n],
      [2, 6n],
    ]);
  });

  it("lets only the latest attempt write", async () => {
    await read(5n, null, created(5n));
    const older = await claimOne();
    const newer = await claimOne();
    expect(await store.runs.change(older, { phase: "committing" })).to.equal(false);
    expect(await store.runs.saveResult(older, resultWith("older"))).to.equal(null);
    expect((await store.runs.runs(TASK))[0]).to.deep.equal(newer);
    expect(await store.runs.change(newer, { phase: "committing" })).to.equal(true);
  });

  it("writes every field that a step may change", async () => {
    await read(5n, null, created(5n));
    const change = {
      phase: "refused",
      commitTx: hashOf("commit"),
      revealTx: hashOf("reveal"),
      reason: "not-certified",
      detail: "Why.",
      faults: 2,
      lastFault: { code: "X", message: "what", at: "2026-01-01T00:00:00.000Z" },
    } as const;
    await store.runs.change(await claimOne(), change);
    expect((await store.runs.runs(TASK))[0]).to.deep.include(change);
    await store.runs.change(await claimOne(), { lastFault: null, faults: 0 });
    expect((await store.runs.runs(TASK))[0]).to.deep.include({ lastFault: null, faults: 0 });
  });

  it("never replaces a stored result", async () => {
    await read(5n, null, created(5n));
    await store.runs.saveResult(await claimOne(), resultWith("first"));
    await store.runs.change(await claimOne(), { phase: "committed" });
    expect((await store.runs.saveResult(await claimOne(), resultWith("second")))?.result).to.deep.equal(
      resultWith("first"),
    );
    expect((await store.runs.runs(TASK))[0]).to.deep.include({
      phase: "committed",
      result: resultWith("first"),
    });
  });

  it("knows the receipt that was stored last, whatever happens to its run later", async () => {
    expect(await store.runs.newestReceipt()).to.equal(null);
    await read(5n, null, created(5n), created(5n, "other"));
    await store.runs.saveResult(await claimOne(), resultWith("first"));
    expect(await store.runs.newestReceipt()).to.equal(resultWith("first").receiptDigest);
    const [other] = await store.runs.claim(hashOf("other"));
    if (other === undefined) throw new Error("no run");
    await store.runs.saveResult(other, resultWith("second"));
    await store.runs.change(await claimOne(), { phase: "committed" });
    await store.runs.saveResult(await claimOne(), resultWith("third"));
    expect(await store.runs.newestReceipt()).to.equal(resultWith("second").receiptDigest);
  });

  it("queues open runs that lost their job, and no others", async () => {
    await read(5n, null, created(5n), created(5n, "over"));
    const [over] = await store.runs.claim(hashOf("over"));
    if (over !== undefined) await store.runs.change(over, { phase: "settled" });
    await store.sweep();
    expect([...(await store.jobs()).keys()]).to.include(TASK);
    await store.wake(TASK, 60_000);
    await store.sweep();
    expect((await store.jobs()).get(TASK)).to.equal(false);
  });

  it("gives the keeper what is due, until it is done", async () => {
    const item = { kind: "review", id: "7" } as const;
    const other = { kind: "bounty", id: "7" } as const;
    await read(5n, null, { type: "keep", item }, { type: "keep", item: other });
    expect(await store.keeper.due(10)).to.have.deep.members([item, other]);
    expect(await store.keeper.due(1)).to.have.length(1);
    await store.keeper.later(item, 60_000);
    await store.keeper.done(other);
    expect(await store.keeper.due(10)).to.deep.equal([]);
    await read(6n, cursorAt(5n), { type: "keep", item });
    expect(await store.keeper.due(10)).to.deep.equal([item]);
  });

  it("knows what the keeper spent", async () => {
    expect(await store.keeper.spent()).to.equal(0n);
    await store.keeper.spend({ kind: "task", id: "1" }, 3n * 10n ** 18n);
    await store.keeper.spend({ kind: "task", id: "1" }, 4n);
    expect(await store.keeper.spent()).to.equal(3n * 10n ** 18n + 4n);
  });

  it("counts what a step may cost once until it is known what it did, and then that", async () => {
    const [item, another] = [{ kind: "task", id: "1" } as const, { kind: "bounty", id: "1" } as const];
    await store.keeper.reserve(item, 10n);
    await store.keeper.reserve(another, 100n);
    expect(await store.keeper.spent()).to.equal(110n);
    await store.keeper.reserve(item, 12n);
    expect(await store.keeper.spent()).to.equal(112n);
    await store.keeper.spend(item, 7n);
    expect(await store.keeper.spent()).to.equal(107n);
    await store.keeper.reserve(item, 10n);
    expect(await store.keeper.spent()).to.equal(117n);
  });

  it("finds a version's tasks, newest first, but those that a reorganisation took", async () => {
    const { versionId } = taskIn(blockOf(5n), "task");
    const taskOf = (name: string) => taskIn(blockOf(5n), name).taskId;
    await read(5n, null, created(5n, "old"));
    await read(6n, cursorAt(5n), created(6n, "new"));
    expect(await store.keeper.tasksOf(versionId, 10)).to.deep.equal([taskOf("new"), taskOf("old")]);
    expect(await store.keeper.tasksOf(versionId, 1)).to.deep.equal([taskOf("new")]);
    expect(await store.keeper.tasksOf(hashOf("another version"), 10)).to.deep.equal([]);
    await store.cursor.rewind(cursorAt(5n));
    expect(await store.keeper.tasksOf(versionId, 10)).to.deep.equal([taskOf("old")]);
  });
}
