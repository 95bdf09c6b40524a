import { expect } from "chai";
import { type AdvancePorts, advanceTask, type Performance } from "../../src/core/advance.ts";
import type { Run } from "../../src/core/run.ts";
import { GatewayDeceivedError } from "../../src/errors.ts";
import { ME, othersAct, RIGHT, resultOf, SECOND, setUp, TASK, THIRD } from "../doubles/advance.ts";
import { hashOf, MemoryBlocks, type MemoryConsensus, taskIn } from "../doubles/chain.ts";
import { Killed, MortalProcess } from "../doubles/process.ts";
import type { MemoryStore } from "../doubles/store.ts";

describe("advancing a task", () => {
  it("runs, commits, reveals and settles", async () => {
    const { consensus, ports, performed, run, store } = await setUp();
    await advanceTask(ports, TASK);
    expect((await run()).phase).to.equal("committed");
    expect(store.jobs.get(TASK)).to.equal(400);
    othersAct(consensus);
    await advanceTask(ports, TASK);
    expect((await run()).phase).to.equal("revealed");
    othersAct(consensus);
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "settled", detail: null, faults: 0, lastFault: null });
    expect(consensus.calls).to.deep.equal(["commit", "reveal", "settle"]);
    expect(performed).to.have.length(1);
  });

  it("has stored result and salt before the commitment is sent", async () => {
    const { ports, run } = await setUp();
    const stored: (Run | undefined)[] = [];
    const { commit } = ports.chain;
    const chain: typeof ports.chain = {
      ...ports.chain,
      commit: async (...posting) => {
        stored.push(await run());
        return commit(...posting);
      },
    };
    await advanceTask({ ...ports, chain }, TASK);
    expect(stored.map((before) => before?.phase)).to.deep.equal(["committing"]);
    expect(stored[0]?.result?.commitment).to.equal((await run()).result?.commitment);
  });

  it("has put the stored receipt on IPFS before the commitment is sent", async () => {
    const { consensus, ports, kept, run } = await setUp();
    const unreachable = async () => {
      throw new Error("the disk is full");
    };
    await advanceTask({ ...ports, keepReceipt: unreachable }, TASK);
    expect(await run()).to.deep.include({ phase: "executed", faults: 1 });
    expect(consensus.calls).to.deep.equal([]);
    await advanceTask(ports, TASK);
    expect(kept).to.deep.equal([(await run()).result?.receipt]);
    expect(consensus.calls).to.deep.equal(["commit"]);
  });

  it("does nothing more for a run that is over", async () => {
    const { consensus, ports, store } = await setUp();
    consensus.ending = { state: "Settled", resultDigest: RIGHT };
    await advanceTask(ports, TASK);
    store.jobs.clear();
    await advanceTask(ports, TASK);
    expect(store.jobs.size).to.equal(0);
    expect(consensus.calls).to.deep.equal([]);
  });

  describe("killed at any call and started again", () => {
    const walk = async (consensus: MemoryConsensus, ports: AdvancePorts, store: MemoryStore) => {
      for (let i = 0; i < 12; i += 1) {
        await store.sweep();
        if (!store.jobs.has(TASK)) return;
        await advanceTask(ports, TASK);
        consensus.mine();
        othersAct(consensus);
      }
    };

    const killOnce = async (at: number, when: "before" | "after") => {
      const parts = await setUp();
      const { consensus, ports, store } = parts;
      const mortal = new MortalProcess(at, when);
      const dying = {
        ...ports,
        chain: mortal.seen(ports.chain),
        runs: mortal.seen(store),
        wake: mortal.seen({ wake: ports.wake }).wake,
        keepReceipt: mortal.seen({ keepReceipt: ports.keepReceipt }).keepReceipt,
      };
      await walk(consensus, dying, store).catch((fault: unknown) => {
        if (!(fault instanceof Killed)) throw fault;
      });
      store.jobs.clear();
      const committed = consensus.members.get(ME)?.commitment;
      await walk(consensus, ports, store);
      return { ...parts, died: mortal.died, committed };
    };

    for (const when of ["before", "after"] as const) {
      it(`reveals the one commitment it made, killed ${when} each call`, async () => {
        let at = 1;
        for (; ; at += 1) {
          const { consensus, run, died, committed } = await killOnce(at, when);
          const place = `killed ${when} call ${at}`;
          expect((await run()).phase, place).to.equal("settled");
          expect(
            consensus.calls.filter((call) => call === "commit"),
            place,
          ).to.deep.equal(["commit"]);
          expect(
            consensus.calls.filter((call) => call === "reveal"),
            place,
          ).to.deep.equal(["reveal"]);
          if (committed !== undefined) expect((await run()).result?.commitment, place).to.equal(committed);
          expect(consensus.ending, place).to.deep.equal({ state: "Settled", resultDigest: RIGHT });
          if (!died) break;
        }
        expect(at).to.be.above(20);
      });
    }
  });

  it("goes on with a transaction that an earlier attempt sent, instead of sending another", async () => {
    const { consensus, ports, run } = await setUp();
    consensus.holdBack = true;
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "committing", faults: 1 });
    await advanceTask(ports, TASK);
    expect(consensus.calls).to.deep.equal(["commit"]);
    expect(await run()).to.deep.include({ phase: "committing", faults: 2 });
    consensus.mine();
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "committed", faults: 0 });
  });

  it("stops when another attempt took the run over", async () => {
    const { consensus, ports, store, performed, run } = await setUp();
    const perform: AdvancePorts["perform"] = async (task) => {
      await store.claim(TASK);
      return ports.perform(task);
    };
    await advanceTask({ ...ports, perform }, TASK);
    expect(performed).to.have.length(1);
    expect(consensus.calls).to.deep.equal([]);
    expect(await run()).to.deep.include({ phase: "pending", result: null });
  });

  it("doesn't take a copied commitment for its own", async () => {
    const { consensus, ports, run } = await setUp();
    await advanceTask(ports, TASK);
    const own = (await run()).result?.commitment ?? "0x";
    const copier = consensus.as(SECOND);
    consensus.commit(SECOND, own);
    consensus.commit(THIRD, hashOf("commitment"));
    await advanceTask(ports, TASK);
    expect(await copier.hasRevealed(TASK, 0n, await copier.task(TASK))).to.equal(false);
    expect((await run()).phase).to.equal("revealed");
  });

  it("runs and commits although another executor's copy is already there", async () => {
    const { consensus, ports, run } = await setUp();
    const copied = resultOf(taskIn(new MemoryBlocks().head), hashOf("salt 1")).commitment;
    consensus.commit(SECOND, copied);
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "committed" });
    expect(consensus.members.get(ME)?.commitment).to.equal(copied);
  });

  it("ends a run whose commitment it can't open", async () => {
    const { consensus, ports, run, performed } = await setUp();
    consensus.commit(ME, hashOf("made with another database"));
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "missed", reason: "foreign-commitment" });
    expect(performed).to.deep.equal([]);
  });

  for (const status of ["refused", "void"] as const) {
    it(`never commits to a run that was ${status}`, async () => {
      const { consensus, ports, run, store } = await setUp();
      const reason = status === "void" ? "wall-time" : "not-certified";
      const perform = async (): Promise<Performance> => ({ status, reason, detail: "Why." });
      await advanceTask({ ...ports, perform }, TASK);
      expect(await run()).to.deep.include({ phase: status, reason, detail: "Why." });
      expect(consensus.calls).to.deep.equal([]);
      store.jobs.clear();
      await store.sweep();
      expect(store.jobs.size).to.equal(0);
    });
  }

  it("tries again after a fault, later and later, and says why", async () => {
    const { ports, run, store } = await setUp();
    const perform = async (): Promise<Performance> => {
      throw new Error("the gateway is down");
    };
    const delays: (number | undefined)[] = [];
    for (let i = 0; i < 3; i += 1) {
      await advanceTask({ ...ports, perform }, TASK);
      delays.push(store.jobs.get(TASK));
    }
    expect(delays).to.deep.equal([375, 750, 1_500]);
    expect(await run()).to.deep.include({
      phase: "pending",
      faults: 3,
      lastFault: { code: "Error", message: "the gateway is down", at: "2026-01-01T00:00:00.000Z" },
    });
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "committed", faults: 0, lastFault: null });
  });

  it("asks again for content, however often a gateway gave other bytes", async () => {
    const { ports, run } = await setUp();
    const fault = new GatewayDeceivedError({ cid: "bafk", cause: new Error("other bytes") });
    const perform = async (): Promise<Performance> => {
      throw fault;
    };
    for (let i = 0; i < 9; i += 1) await advanceTask({ ...ports, perform }, TASK);
    const lastFault = { code: "GATEWAY_DECEIVED", message: fault.message, at: "2026-01-01T00:00:00.000Z" };
    expect(await run()).to.deep.include({ phase: "pending", faults: 9, lastFault });
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "committed", faults: 0, lastFault: null });
  });

  it("misses a task whose panel is full, with the fault that held it up", async () => {
    const { consensus, ports, run } = await setUp();
    const perform = async (): Promise<Performance> => {
      throw new Error("the gateway is down");
    };
    await advanceTask({ ...ports, perform }, TASK);
    consensus.commitsOver = true;
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({
      phase: "missed",
      reason: "commit-window-over",
      detail: "the gateway is down",
    });
  });

  it("takes a task that was over before it came for no step that was missed, and asks for no logs", async () => {
    const { consensus, ports, run, log } = await setUp();
    consensus.ending = { state: "Settled", resultDigest: RIGHT };
    const ownCommitment = async () => expect.fail("it asked");
    await advanceTask({ ...ports, chain: { ...ports.chain, ownCommitment } }, TASK);
    expect(log.lines).to.deep.equal([]);
    expect(await run()).to.deep.include({
      phase: "missed",
      reason: "task-over",
      detail: "The task was over when the executor came to it.",
    });
  });

  it("misses the reveal when its time is over, and settles", async () => {
    const { consensus, ports, run } = await setUp();
    await advanceTask(ports, TASK);
    consensus.commitsOver = true;
    consensus.revealsOver = true;
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "missed", reason: "reveal-window-over" });
    expect(consensus.calls).to.deep.equal(["commit", "settle"]);
  });

  it("tells of a reveal that was missed although others settled the same result", async () => {
    const { consensus, ports, run } = await setUp();
    await advanceTask(ports, TASK);
    consensus.ending = { state: "Settled", resultDigest: RIGHT };
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "missed", reason: "reveal-window-over" });
  });

  describe("given an answer that is behind", () => {
    /** Answers once as if the chain held nothing of this executor. */
    const behind = async (name: "ownCommitment" | "hasRevealed") => {
      const parts = await setUp();
      const { chain } = parts.ports;
      let isBehind = false;
      const commitment: typeof chain.ownCommitment = async (...question) => {
        const answer = await chain.ownCommitment(...question);
        if (name !== "ownCommitment" || !isBehind) return answer;
        isBehind = false;
        return null;
      };
      const revealed: typeof chain.hasRevealed = async (...question) => {
        const answer = await chain.hasRevealed(...question);
        if (name !== "hasRevealed" || !isBehind) return answer;
        isBehind = false;
        return false;
      };
      const ports = {
        ...parts.ports,
        chain: { ...chain, ownCommitment: commitment, hasRevealed: revealed },
      };
      return { ...parts, ports, fallBehind: () => (isBehind = true) };
    };

    it("looks again for its commitment once the panel is full", async () => {
      const { consensus, ports, run, fallBehind, store } = await behind("ownCommitment");
      await advanceTask(ports, TASK);
      othersAct(consensus);
      fallBehind();
      await advanceTask(ports, TASK);
      expect(await run()).to.deep.include({ phase: "committed", reason: null });
      expect(store.jobs.get(TASK)).to.equal(400);
      await advanceTask(ports, TASK);
      expect((await run()).phase).to.equal("revealed");
    });

    it("settles what can be settled, whether or not its reveal is seen", async () => {
      const { consensus, ports, run, fallBehind } = await behind("hasRevealed");
      await advanceTask(ports, TASK);
      othersAct(consensus);
      await advanceTask(ports, TASK);
      othersAct(consensus);
      fallBehind();
      await advanceTask(ports, TASK);
      expect((await run()).phase).to.equal("settled");
      expect(consensus.calls).to.deep.equal(["commit", "reveal", "settle"]);
    });

    for (const error of ["ResultConsensusAffiliationTaken", "ResultConsensusInactiveExecutor"]) {
      it(`doesn't end a run that sent a commitment for ${error}`, async () => {
        const { consensus, ports, run, fallBehind } = await behind("ownCommitment");
        await advanceTask(ports, TASK);
        fallBehind();
        consensus.refuseNext = error;
        await advanceTask(ports, TASK);
        expect((await run()).phase).to.equal("committing");
        await advanceTask(ports, TASK);
        expect(await run()).to.deep.include({ phase: "committed", reason: null, detail: null });
      });
    }
  });

  it("tells of a settled result that isn't its own", async () => {
    const { consensus, ports, run } = await setUp();
    await advanceTask(ports, TASK);
    consensus.ending = { state: "Settled", resultDigest: hashOf("another") };
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({
      phase: "settled",
      reason: "replica-mismatch",
      detail: `Settled with another result, ${hashOf("another")}, than this executor's ${RIGHT}.`,
    });
  });

  const refusals = [
    ["ResultConsensusAffiliationTaken", "missed", "affiliation-taken"],
    ["ResultConsensusInactiveExecutor", "refused", "executor-inactive"],
  ] as const;
  for (const [error, phase, reason] of refusals) {
    it(`ends as ${phase} when the contract says ${error}`, async () => {
      const { consensus, ports, run } = await setUp();
      consensus.refuseNext = error;
      await advanceTask(ports, TASK);
      expect(await run()).to.deep.include({ phase, reason });
    });
  }

  it("tells why others' commitments came before the one it sent, once the task is over", async () => {
    const { consensus, ports, run, store } = await setUp();
    await advanceTask(ports, TASK);
    consensus.members.clear();
    consensus.refuseNext = "ResultConsensusAffiliationTaken";
    await advanceTask(ports, TASK);
    expect(store.jobs.get(TASK)).to.equal(ports.patience.longestMs);
    consensus.ending = { state: "Settled", resultDigest: RIGHT };
    await advanceTask(ports, TASK);
    expect(await run()).to.deep.include({ phase: "missed", reason: "affiliation-taken" });
  });

  it("comes back when the contract refuses a commitment for a reason that may pass", async () => {
    const { consensus, ports, run } = await setUp();
    consensus.refuseNext = "ResultConsensusStakeAtRisk";
    await advanceTask(ports, TASK);
    expect((await run()).lastFault).to.deep.include({
      code: "POSTING_REFUSED",
      message: `The contract refuses to commit to task ${TASK}: ResultConsensusStakeAtRisk.`,
    });
    await advanceTask(ports, TASK);
    expect((await run()).phase).to.equal("committed");
  });

  it("doesn't mind losing the race to settle", async () => {
    const { consensus, ports, run, log } = await setUp();
    await advanceTask(ports, TASK);
    othersAct(consensus);
    await advanceTask(ports, TASK);
    othersAct(consensus);
    consensus.refuseNext = "ResultConsensusUnexpectedState";
    await advanceTask(ports, TASK);
    consensus.ending = { state: "Settled", resultDigest: RIGHT };
    await advanceTask(ports, TASK);
    expect((await run()).phase).to.equal("settled");
    expect(log.lines.filter(({ level }) => level !== "info")).to.deep.equal([]);
  });
});
