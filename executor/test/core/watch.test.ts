import { expect } from "chai";
import type { Block, ChainEvent } from "../../src/core/ports.ts";
import { watchOnce } from "../../src/core/watch.ts";
import { ChainMovedError, CursorMovedError } from "../../src/errors.ts";
import { hashOf, MemoryBlocks, taskIn } from "../doubles/chain.ts";
import { MemoryStore } from "../doubles/store.ts";

const created =
  (name: string) =>
  (block: Block): ChainEvent => ({ type: "task-created", task: taskIn(block, name) });

const methodsOf = (source: MemoryBlocks) => ({
  blockAt: (number: bigint) => source.blockAt(number),
  eventsIn: (from: bigint, to: bigint) => source.eventsIn(from, to),
});

describe("watching the chain", () => {
  const setUp = (batchBlocks = 10n) => {
    const source = new MemoryBlocks();
    const store = new MemoryStore();
    const ports = { source, store, startBlock: 0n, batchBlocks };
    const catchUp = async () => {
      while ((await watchOnce(ports)).did !== "nothing");
    };
    return { source, store, ports, catchUp };
  };

  it("reads every block once, in batches, and queues each task", async () => {
    const { source, store, ports, catchUp } = setUp(2n);
    source.mine(created("a"));
    source.mine();
    source.mine(created("b"));
    expect(await watchOnce(ports)).to.deep.include({ did: "read", events: 1 });
    await catchUp();
    expect((await store.cursor())?.hash).to.equal(source.head.hash);
    expect([...store.jobs.keys()]).to.deep.equal([hashOf("a"), hashOf("b")]);
    expect(await watchOnce(ports)).to.deep.equal({ did: "nothing" });
  });

  it("stays behind the head by the confirmations", async () => {
    const { source, store, catchUp } = setUp();
    source.confirmations = 1;
    source.mine(created("a"));
    await catchUp();
    expect(store.jobs.size).to.equal(0);
    source.mine();
    await catchUp();
    expect([...store.jobs.keys()]).to.deep.equal([hashOf("a")]);
  });

  it("starts at the deployment's block", async () => {
    const { source, store, ports } = setUp();
    source.mine(created("too-early"));
    source.mine(created("a"));
    await watchOnce({ ...ports, startBlock: 2n });
    expect([...store.jobs.keys()]).to.deep.equal([hashOf("a")]);
  });

  for (const depth of [1, 2, 3, 4]) {
    it(`redoes a reorganisation of depth ${depth}: the old log is orphaned, the new one runs`, async () => {
      const { source, store, catchUp } = setUp();
      for (let i = 0; i < 5; i += 1) source.mine();
      const old = source.head.number;
      source.drop(1);
      source.mine(created("a"));
      for (let i = 1; i < depth; i += 1) source.mine();
      await catchUp();
      source.drop(depth);
      source.mine();
      for (let i = 0; i < depth; i += 1) source.mine(...(i === 0 ? [created("a")] : []));
      await catchUp();
      const runs = await store.runs(hashOf("a"));
      expect(runs.map(({ orphaned }) => orphaned)).to.deep.equal([true, false]);
      expect(runs.map(({ event }) => event.blockNumber)).to.deep.equal([old, old + 1n]);
      expect((await store.cursor())?.hash).to.equal(source.head.hash);
    });
  }

  it("notices a chain that became shorter than the cursor", async () => {
    const { source, store, ports, catchUp } = setUp(1n);
    source.mine();
    source.mine(created("a"));
    await catchUp();
    source.drop(1);
    const watched = await watchOnce(ports);
    expect(watched).to.deep.equal({
      did: "rewound",
      to: { number: source.head.number, hash: source.head.hash },
    });
    expect((await store.runs(hashOf("a")))[0]?.orphaned).to.equal(true);
  });

  it("takes a run back that only seemed orphaned, with what was done for it", async () => {
    const { source, store, catchUp } = setUp(4n);
    source.mine();
    source.mine(created("a"));
    source.mine();
    await catchUp();
    const [run] = await store.claim(hashOf("a"));
    if (run === undefined) throw new Error("no run");
    await store.change(run, { phase: "committed" });
    source.drop(1);
    source.mine();
    await catchUp();
    const runs = await store.runs(hashOf("a"));
    expect(runs.map(({ phase, orphaned }) => ({ phase, orphaned }))).to.deep.equal([
      { phase: "committed", orphaned: false },
    ]);
  });

  it("starts over when no common block is left", async () => {
    const { source, store, ports, catchUp } = setUp();
    source.mine(created("a"));
    await catchUp();
    source.drop(2);
    source.mine();
    expect(await watchOnce(ports)).to.deep.equal({ did: "rewound", to: null });
    await catchUp();
    expect((await store.cursor())?.hash).to.equal(source.head.hash);
  });

  it("writes nothing when the chain changes while it is read", async () => {
    const { source, store, ports, catchUp } = setUp();
    source.mine(created("a"));
    source.afterReading = () => {
      source.afterReading = () => {};
      source.drop(1);
      source.mine(created("b"));
    };
    await watchOnce(ports).then(
      () => expect.fail("it wrote a chain that is gone"),
      (fault: unknown) => expect(fault).to.be.instanceOf(ChainMovedError).and.to.have.property("block", 1n),
    );
    expect(await store.cursor()).to.equal(null);
    await catchUp();
    expect([...store.jobs.keys()]).to.deep.equal([hashOf("b")]);
  });

  it("writes nothing when the chain changes between its cursor and the next block", async () => {
    const { source, store, ports, catchUp } = setUp(1n);
    source.mine();
    await catchUp();
    const before = await store.cursor();
    source.mine();
    const target = async () => {
      source.drop(2);
      source.mine();
      return source.mine(created("b"));
    };
    const moving = { ...ports, source: { ...ports.source, target, ...methodsOf(source) } };
    await watchOnce(moving).then(
      () => expect.fail("it joined two chains"),
      (fault: unknown) => expect(fault).to.be.instanceOf(ChainMovedError),
    );
    expect(await store.cursor()).to.deep.equal(before);
    expect(store.jobs.size).to.equal(0);
  });

  it("changes nothing when a log comes twice", async () => {
    const { source, store } = setUp();
    const block = source.mine();
    const event: ChainEvent = { type: "task-created", task: taskIn(block, "a") };
    const first = { number: 0n, hash: hashOf("zero") };
    await store.apply({ after: null, cursor: first, events: [event] });
    const [run] = await store.claim(hashOf("a"));
    await store.apply({ after: first, cursor: block, events: [event, event] });
    expect(await store.runs(hashOf("a"))).to.deep.equal([run]);
  });

  it("refuses a batch that was read from another cursor", async () => {
    const { store } = setUp();
    const cursor = { number: 0n, hash: hashOf("zero") };
    await store.apply({ after: null, cursor, events: [] });
    await store.apply({ after: null, cursor, events: [] }).then(
      () => expect.fail("two watchers wrote"),
      (fault: unknown) => expect(fault).to.be.instanceOf(CursorMovedError),
    );
  });
});
