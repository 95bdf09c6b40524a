import { TaskKind, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  answer,
  commit,
  commitmentOf,
  deployConsensus,
  digest,
  executorAt,
  finding,
  RULES,
  requestRun,
  reveal,
  signalNumber,
  TERMS,
} from "../fixtures/consensus.ts";

const right = finding("right", "Trigger");
const wrong = finding("wrong", "Trigger");
const RISK = RULES.wrongResultSlash;

async function openTask() {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  return { chain, taskId: await requestRun(chain) };
}

describe("ResultConsensus", () => {
  describe("commit", () => {
    it("records the commitment and the stake it puts at risk", async () => {
      const { chain, taskId } = await openTask();
      const executor = executorAt(chain, 0);
      await expect(commit(chain, executor, taskId, right))
        .to.emit(chain.consensus, "ResultCommitted")
        .withArgs(taskId, executor.address, commitmentOf(executor, taskId, right));
      expect(await chain.consensus.executorsOf(taskId)).to.deep.equal([executor.address]);
      expect(await chain.consensus.atRisk(executor)).to.equal(RISK);
    });

    it("derives commitments as the interface says", async () => {
      const { chain, taskId } = await openTask();
      const { resultDigest, signal, salt } = right;
      const executor = executorAt(chain, 0);
      expect(await chain.consensus.commitmentOf(executor, taskId, resultDigest, signal, salt)).to.equal(
        commitmentOf(executor, taskId, right),
      );
    });

    it("refuses a second commitment of the same executor", async () => {
      const { chain, taskId } = await openTask();
      await commit(chain, executorAt(chain, 0), taskId, right);
      await expect(commit(chain, executorAt(chain, 0), taskId, wrong))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusAlreadyCommitted")
        .withArgs(taskId, executorAt(chain, 0).address);
    });

    it("refuses a second executor of the same affiliation", async () => {
      const { chain, taskId } = await openTask();
      await chain.registry.attestExecutor(executorAt(chain, 1), 100, ethers.toUtf8Bytes("KE"));
      await commit(chain, executorAt(chain, 0), taskId, right);
      await expect(commit(chain, executorAt(chain, 1), taskId, right))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusAffiliationTaken")
        .withArgs(taskId, 100);
    });

    it("keeps counting the affiliation at commitment when it changes later", async () => {
      const { chain, taskId } = await openTask();
      await commit(chain, executorAt(chain, 0), taskId, right);
      await chain.registry.attestExecutor(executorAt(chain, 0), 900, ethers.toUtf8Bytes("KE"));
      await chain.registry.attestExecutor(executorAt(chain, 1), 100, ethers.toUtf8Bytes("KE"));
      await expect(commit(chain, executorAt(chain, 1), taskId, right))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusAffiliationTaken")
        .withArgs(taskId, 100);
    });

    it("refuses who isn't an active executor", async () => {
      const { chain, taskId } = await openTask();
      await chain.registry.setSuspended(executorAt(chain, 0), true);
      for (const account of [chain.stranger, executorAt(chain, 0)]) {
        await expect(commit(chain, account, taskId, right))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusInactiveExecutor")
          .withArgs(account.address);
      }
    });

    it("refuses an empty commitment", async () => {
      const { chain, taskId } = await openTask();
      await expect(
        chain.consensus.connect(executorAt(chain, 0)).commit(taskId, ethers.ZeroHash),
      ).to.be.revertedWithCustomError(chain.consensus, "ResultConsensusEmptyCommitment");
    });

    it("refuses more commitments than the stake covers, until a task ends", async () => {
      const { chain, taskId } = await openTask();
      const executor = executorAt(chain, 0);
      const { stake } = await chain.registry.executorOf(executor);
      const audits = Number(stake / RISK);
      for (let round = 0; round <= audits; round++) {
        await chain.consensus.openAudit(chain.versionId, round, { ...TERMS, reward: 0 });
      }
      const created = await chain.consensus.queryFilter(chain.consensus.filters.TaskCreated());
      const ids = created.map(({ args }) => args.taskId).filter((id) => id !== taskId);
      for (const id of ids.slice(0, audits)) await commit(chain, executor, id, right);
      await expect(commit(chain, executor, taskId, right))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusStakeAtRisk")
        .withArgs(executor.address, stake, stake + RISK);
    });
  });

  describe("reveal", () => {
    it("logs what was revealed", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, right]);
      const logs = await chain.consensus.queryFilter(chain.consensus.filters.ResultRevealed(taskId));
      expect(logs.map(({ args }) => [...args])).to.deep.equal(
        [0, 1].map((index) => [
          taskId,
          executorAt(chain, index).address,
          right.resultDigest,
          BigInt(right.signal),
          digest("receipt"),
        ]),
      );
    });

    it("refuses a commitment that was copied from another executor", async () => {
      const { chain, taskId } = await openTask();
      const [author, copier] = [executorAt(chain, 0), executorAt(chain, 1)];
      const copied = commitmentOf(author, taskId, right);
      await chain.consensus.connect(author).commit(taskId, copied);
      await chain.consensus.connect(copier).commit(taskId, copied);
      await commit(chain, executorAt(chain, 2), taskId, right);
      await reveal(chain, author, taskId, right);
      await expect(reveal(chain, copier, taskId, right))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusCommitmentMismatch")
        .withArgs(taskId, copier.address, commitmentOf(copier, taskId, right), copied);
    });

    it("refuses another digest, signal or salt than was committed to", async () => {
      const { chain, taskId } = await openTask();
      for (const index of [0, 1, 2]) await commit(chain, executorAt(chain, index), taskId, right);
      for (const change of [
        { resultDigest: wrong.resultDigest },
        { signal: signalNumber("Pass") },
        { salt: digest("other") },
      ]) {
        await expect(
          reveal(chain, executorAt(chain, 0), taskId, { ...right, ...change }),
        ).to.be.revertedWithCustomError(chain.consensus, "ResultConsensusCommitmentMismatch");
      }
    });

    it("refuses who saw every commitment and made none", async () => {
      const { chain, taskId } = await openTask();
      for (const index of [0, 1, 2]) await commit(chain, executorAt(chain, index), taskId, right);
      const late = executorAt(chain, 3);
      await expect(reveal(chain, late, taskId, right))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusCommitmentMismatch")
        .withArgs(taskId, late.address, commitmentOf(late, taskId, right), ethers.ZeroHash);
    });

    it("refuses a second reveal", async () => {
      const { chain, taskId } = await openTask();
      for (const index of [0, 1, 2]) await commit(chain, executorAt(chain, index), taskId, right);
      await reveal(chain, executorAt(chain, 0), taskId, right);
      await expect(reveal(chain, executorAt(chain, 0), taskId, right))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusAlreadyRevealed")
        .withArgs(taskId, executorAt(chain, 0).address);
    });

    it("refuses a result without a signal", async () => {
      const { chain, taskId } = await openTask();
      for (const index of [0, 1, 2]) await commit(chain, executorAt(chain, index), taskId, right);
      await expect(
        reveal(chain, executorAt(chain, 0), taskId, { ...right, signal: signalNumber("None") }),
      ).to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNoSignal");
    });
  });

  describe("settle", () => {
    it("settles on the majority, shares the reward and returns what doesn't divide", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, wrong, right]);
      await expect(chain.consensus.connect(chain.stranger).settle(taskId))
        .to.emit(chain.consensus, "TaskSettled")
        .withArgs(taskId, chain.versionId, right.resultDigest, right.signal, 2);
      expect(await chain.consensus.owed(executorAt(chain, 0))).to.equal(15n);
      expect(await chain.consensus.owed(executorAt(chain, 1))).to.equal(0n);
      expect(await chain.consensus.owed(executorAt(chain, 2))).to.equal(15n);
      expect(await chain.consensus.owed(chain.requester)).to.equal(1n);
      const task = await chain.consensus.task(taskId);
      expect([task.kind, task.signal, task.resultDigest]).to.deep.equal([
        BigInt(TaskKind.indexOf("Execution")),
        BigInt(right.signal),
        right.resultDigest,
      ]);
      expect(await chain.consensus.isResultValid(taskId)).to.equal(true);
      expect(await chain.consensus.passedAt(taskId)).to.equal(0n);
    });

    it("settles without the ones who stayed silent", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, undefined, right]);
      await expect(chain.consensus.settle(taskId)).to.emit(chain.consensus, "TaskSettled");
    });

    it("says when a task passed", async () => {
      const { chain, taskId } = await openTask();
      const passing = finding("right", "Pass");
      await answer(chain, taskId, [passing, passing, passing]);
      await chain.consensus.settle(taskId);
      expect(await chain.consensus.passedAt(taskId)).to.equal(await networkHelpers.time.latest());
    });

    it("doesn't count equal digests with different signals as agreement, and refunds", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, finding("right", "Fail"), finding("right", "Pass")]);
      await expect(chain.consensus.settle(taskId))
        .to.emit(chain.consensus, "TaskFailed")
        .withArgs(taskId, chain.versionId, 3, 3);
      expect(await chain.consensus.owed(chain.requester)).to.equal(TERMS.reward);
      expect(await chain.consensus.isResultValid(taskId)).to.equal(false);
      expect(await chain.consensus.passedAt(taskId)).to.equal(0n);
    });

    it("frees the stake of all who revealed, except who disagreed with a settled result", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, wrong, right]);
      await chain.consensus.settle(taskId);
      expect(await chain.consensus.atRisk(executorAt(chain, 0))).to.equal(0n);
      expect(await chain.consensus.atRisk(executorAt(chain, 1))).to.equal(RISK);
    });

    it("stops calling a result valid when its version is revoked for cause", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, right, right]);
      await chain.consensus.settle(taskId);
      await chain.certifications.connect(chain.attester).revoke(chain.versionId, true, "backdoor");
      expect(await chain.consensus.isResultValid(taskId)).to.equal(false);
    });
  });

  describe("withdraw", () => {
    it("pays once", async () => {
      const { chain, taskId } = await openTask();
      await answer(chain, taskId, [right, right]);
      await chain.consensus.settle(taskId);
      const { consensus, token } = chain;
      const executor = executorAt(chain, 0);
      await expect(consensus.connect(executor).withdraw()).to.changeTokenBalances(
        ethers,
        token,
        [consensus, executor],
        [-15n, 15n],
      );
      await expect(consensus.connect(executor).withdraw())
        .to.be.revertedWithCustomError(consensus, "ResultConsensusNothingToWithdraw")
        .withArgs(executor.address);
    });
  });

  it("starts in no state", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const task = await chain.consensus.task(digest("unknown"));
    expect([task.state, task.revealDeadline]).to.deep.equal([BigInt(TaskState.indexOf("None")), 0n]);
  });
});
