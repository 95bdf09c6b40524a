import { expect } from "chai";
import { advanceTask } from "../../src/core/advance.ts";
import { ME, othersAct, RIGHT, setUp, TASK } from "../doubles/advance.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";

describe("advancing a task after a reorganisation", () => {
  it("doesn't run a task that is gone", async () => {
    const { consensus, ports, performed, store } = await setUp();
    await store.rewind(null);
    consensus.exists = false;
    await advanceTask(ports, TASK);
    expect(performed).to.deep.equal([]);
  });

  it("runs the task anew in its new block", async () => {
    const { blocks, store, consensus, ports, performed, run } = await setUp();
    await advanceTask(ports, TASK);
    await store.rewind(null);
    consensus.members.clear();
    blocks.drop(1);
    const block = blocks.mine();
    const event = { type: "task-created", task: taskIn(block) } as const;
    await store.apply({ after: null, cursor: block, events: [event] });
    await advanceTask(ports, TASK);
    expect(performed.map(({ blockHash }) => blockHash)).to.deep.equal([performed[0]?.blockHash, block.hash]);
    expect(consensus.members.get(ME)?.commitment).to.equal((await run()).result?.commitment);
  });

  it("ends the runs of blocks that are gone once the task is over", async () => {
    const { blocks, store, consensus, ports } = await setUp();
    const perform = async () => Promise.reject(new Error("the gateway is down"));
    await advanceTask({ ...ports, perform }, TASK);
    await store.rewind(null);
    blocks.drop(1);
    const block = blocks.mine();
    const event = { type: "task-created", task: taskIn(block) } as const;
    await store.apply({ after: null, cursor: block, events: [event] });
    consensus.ending = { state: "Settled", resultDigest: RIGHT };
    await advanceTask(ports, TASK);
    const ends = (await store.runs(TASK)).map(({ phase, reason }) => [phase, reason]);
    expect(ends).to.deep.equal([
      ["missed", "superseded"],
      ["missed", "task-over"],
    ]);
  });

  it("ends a committed run only once its task's end is expected to stay", async () => {
    const { consensus, ports, run, store } = await setUp();
    await advanceTask(ports, TASK);
    othersAct(consensus);
    await advanceTask(ports, TASK);
    othersAct(consensus);
    consensus.endsAtHead = true;
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "revealed" });
    expect(store.jobs.get(TASK)).to.equal(ports.patience.longestMs);
    consensus.ending = null;
    consensus.members.set(ME, { commitment: (await run()).result?.commitment ?? "0x", revealed: null });
    await advanceTask(ports, TASK);
    expect(consensus.calls).to.deep.equal(["commit", "reveal", "settle", "reveal", "settle"]);
    consensus.endsAtHead = false;
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "settled", reason: null });
  });

  it("tells at once of a settled result that isn't its own, and takes it back if that goes away", async () => {
    const { consensus, ports, run } = await setUp();
    await advanceTask(ports, TASK);
    consensus.endsAtHead = true;
    consensus.ending = { state: "Settled", resultDigest: hashOf("another") };
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "committed", reason: "replica-mismatch" });
    consensus.ending = null;
    othersAct(consensus);
    await advanceTask(ports, TASK);
    othersAct(consensus);
    consensus.endsAtHead = false;
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "settled", reason: null, detail: null });
  });

  it("reveals what the old chain's commitment holds if that came along", async () => {
    const { blocks, store, consensus, ports, performed, run } = await setUp();
    await advanceTask(ports, TASK);
    await store.rewind(null);
    blocks.drop(1);
    const block = blocks.mine();
    const event = { type: "task-created", task: taskIn(block) } as const;
    await store.apply({ after: null, cursor: block, events: [event] });
    othersAct(consensus);
    await advanceTask(ports, TASK);
    const [old] = await store.runs(TASK);
    expect(old).to.deep.include({ phase: "revealed", orphaned: true });
    expect(await run()).to.deep.include({ phase: "missed", reason: "superseded" });
    expect(performed).to.have.length(1);
  });
});
