import { TaskState } from "@nexus/protocol";
import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  answer,
  type Chain,
  commit,
  deployConsensus,
  digest,
  executorAt,
  finding,
  requestRun,
  reveal,
} from "../fixtures/consensus.ts";

type Call = (chain: Chain, taskId: string) => Promise<unknown>;

const agreed = finding("agreed");

/** Brings a fresh chain to a task in each state. The first executor never reveals, where it committed. */
const states: Readonly<Record<TaskState, (chain: Chain) => Promise<string>>> = {
  None: async () => digest("no such task"),
  Committing: async (chain) => {
    const taskId = await requestRun(chain);
    await commit(chain, executorAt(chain, 0), taskId, agreed);
    return taskId;
  },
  Revealing: async (chain) => {
    const taskId = await requestRun(chain);
    for (const index of [0, 1, 2]) await commit(chain, executorAt(chain, index), taskId, agreed);
    return taskId;
  },
  Settleable: async (chain) => {
    const taskId = await requestRun(chain);
    await commit(chain, executorAt(chain, 0), taskId, agreed);
    await networkHelpers.time.increaseTo((await chain.consensus.task(taskId)).revealDeadline + 1n);
    return taskId;
  },
  Settled: async (chain) => {
    const taskId = await requestRun(chain);
    await answer(chain, taskId, [undefined, agreed, agreed]);
    await chain.consensus.settle(taskId);
    return taskId;
  },
  Failed: async (chain) => {
    const taskId = await requestRun(chain);
    await answer(chain, taskId, [undefined, agreed, finding("another")]);
    await chain.consensus.settle(taskId);
    return taskId;
  },
};

/** The one state in which each call passes. */
const calls: Readonly<Record<string, { needs: TaskState; call: Call }>> = {
  commit: {
    needs: "Committing",
    call: (chain, taskId) => commit(chain, executorAt(chain, 4), taskId, agreed),
  },
  reveal: {
    needs: "Revealing",
    call: (chain, taskId) => reveal(chain, executorAt(chain, 0), taskId, agreed),
  },
  settle: {
    needs: "Settleable",
    call: ({ consensus, stranger }, taskId) => consensus.connect(stranger).settle(taskId),
  },
  slashProven: {
    needs: "Settled",
    call: (chain, taskId) => chain.consensus.slashProven(taskId, executorAt(chain, 1), digest("evidence")),
  },
};

const slash = ({ consensus, stranger, executors }: Chain, taskId: string) =>
  consensus.connect(stranger).slash(taskId, executors[0]?.address ?? "");

describe("ResultConsensus, every state and every call", () => {
  for (const state of TaskState) {
    it(`shows ${state}`, async () => {
      const chain = await networkHelpers.loadFixture(deployConsensus);
      const taskId = await states[state](chain);
      expect((await chain.consensus.task(taskId)).state).to.equal(TaskState.indexOf(state));
    });

    for (const [name, { needs, call }] of Object.entries(calls)) {
      it(`${state === needs ? "lets anyone entitled" : "refuses to"} ${name} when ${state}`, async () => {
        const chain = await networkHelpers.loadFixture(deployConsensus);
        const taskId = await states[state](chain);
        if (state === needs) return expect(call(chain, taskId)).not.to.revert(ethers);
        await expect(call(chain, taskId))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusUnexpectedState")
          .withArgs(taskId, TaskState.indexOf(state), TaskState.indexOf(needs));
      });
    }

    const ended = state === "Settled" || state === "Failed";
    it(`${ended ? "slashes" : "doesn't slash"} who didn't reveal when ${state}`, async () => {
      const chain = await networkHelpers.loadFixture(deployConsensus);
      const taskId = await states[state](chain);
      if (ended) return expect(slash(chain, taskId)).to.emit(chain.registry, "StakeSlashed");
      await expect(slash(chain, taskId))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotSlashable")
        .withArgs(taskId, executorAt(chain, 0).address);
    });
  }

  it("closes the commit phase at its deadline, inclusive", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const taskId = await requestRun(chain);
    const { commitDeadline } = await chain.consensus.task(taskId);
    await networkHelpers.time.setNextBlockTimestamp(commitDeadline);
    await commit(chain, executorAt(chain, 0), taskId, agreed);
    await networkHelpers.time.setNextBlockTimestamp(commitDeadline + 1n);
    await expect(commit(chain, executorAt(chain, 1), taskId, agreed))
      .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusUnexpectedState")
      .withArgs(taskId, TaskState.indexOf("Revealing"), TaskState.indexOf("Committing"));
  });

  it("refuses a reveal after its deadline", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const taskId = await states.Revealing(chain);
    const { revealDeadline } = await chain.consensus.task(taskId);
    await networkHelpers.time.setNextBlockTimestamp(revealDeadline);
    await reveal(chain, executorAt(chain, 0), taskId, agreed);
    await networkHelpers.time.setNextBlockTimestamp(revealDeadline + 1n);
    await expect(reveal(chain, executorAt(chain, 1), taskId, agreed))
      .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusUnexpectedState")
      .withArgs(taskId, TaskState.indexOf("Settleable"), TaskState.indexOf("Revealing"));
  });

  it("is settleable at the commit deadline when nobody committed", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const taskId = await requestRun(chain);
    await networkHelpers.time.increaseTo((await chain.consensus.task(taskId)).commitDeadline + 1n);
    await expect(chain.consensus.settle(taskId))
      .to.emit(chain.consensus, "TaskFailed")
      .withArgs(taskId, chain.versionId, 0, 0);
  });
});
