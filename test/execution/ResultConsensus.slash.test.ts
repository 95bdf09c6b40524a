import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  answer,
  deployConsensus,
  executorAt,
  finding,
  MINIMUM_STAKE,
  NXS,
  RULES,
  requestRun,
  UNBONDING_PERIOD,
} from "../fixtures/consensus.ts";

const right = finding("right");
const wrong = finding("wrong");

/** Settled on `right` by the executors 0 and 2, against a liar or a silent executor 1. */
async function settledAgainst(second: typeof wrong | undefined) {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  const taskId = await requestRun(chain);
  await answer(chain, taskId, [right, second, right]);
  await chain.consensus.settle(taskId);
  return { chain, taskId, faulty: executorAt(chain, 1) };
}

describe("ResultConsensus, slash", () => {
  for (const { what, second, amount } of [
    { what: "a wrong result", second: wrong, amount: RULES.wrongResultSlash },
    { what: "a missed reveal", second: undefined, amount: RULES.missedRevealSlash },
  ]) {
    it(`takes stake for ${what}, to the treasury, by anyone's call, once`, async () => {
      const { chain, taskId, faulty } = await settledAgainst(second);
      const { consensus, registry, token, dao, stranger } = chain;
      const slash = consensus.connect(stranger).slash(taskId, faulty);
      await expect(slash).to.changeTokenBalances(ethers, token, [registry, dao], [-amount, amount]);
      await expect(slash)
        .to.emit(registry, "StakeSlashed")
        .withArgs(faulty.address, taskId, amount, dao.address);
      expect((await registry.executorOf(faulty)).stake).to.equal(2n * MINIMUM_STAKE - amount);
      expect(await consensus.atRisk(faulty)).to.equal(0n);
      await expect(consensus.slash(taskId, faulty))
        .to.be.revertedWithCustomError(consensus, "ResultConsensusNotSlashable")
        .withArgs(taskId, faulty.address);
    });
  }

  it("spares who agreed and who took no part", async () => {
    const { chain, taskId } = await settledAgainst(wrong);
    for (const account of [executorAt(chain, 0), executorAt(chain, 3), chain.stranger]) {
      await expect(chain.consensus.slash(taskId, account))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotSlashable")
        .withArgs(taskId, account.address);
    }
  });

  it("spares every reveal of a task that failed", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const taskId = await requestRun(chain);
    await answer(chain, taskId, [right, wrong, undefined]);
    await chain.consensus.settle(taskId);
    for (const index of [0, 1]) {
      await expect(chain.consensus.slash(taskId, executorAt(chain, index)))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotSlashable")
        .withArgs(taskId, executorAt(chain, index).address);
    }
    await expect(chain.consensus.slash(taskId, executorAt(chain, 2))).to.emit(chain.registry, "StakeSlashed");
  });

  it("reaches a stake that began to unbond right after the commitment", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const taskId = await requestRun(chain);
    const faulty = executorAt(chain, 1);
    await answer(chain, taskId, [right, undefined, right]);
    await chain.consensus.settle(taskId);
    await chain.registry.connect(faulty).startUnbonding(2n * MINIMUM_STAKE);
    await chain.consensus.slash(taskId, faulty);
    expect((await chain.registry.executorOf(faulty)).unbonding).to.equal(
      2n * MINIMUM_STAKE - RULES.missedRevealSlash,
    );
  });

  it("keeps the terms of the task's creation when the rules change", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const taskId = await requestRun(chain);
    await chain.consensus.setRules({ ...RULES, commitWindow: 1, wrongResultSlash: NXS });
    await answer(chain, taskId, [right, wrong, right]);
    await chain.consensus.settle(taskId);
    await expect(chain.consensus.slash(taskId, executorAt(chain, 1)))
      .to.emit(chain.registry, "StakeSlashed")
      .withArgs(executorAt(chain, 1).address, taskId, RULES.wrongResultSlash, chain.dao.address);
  });

  it("leaves every exit open when all AccessManager targets are closed", async () => {
    const { chain, taskId, faulty } = await settledAgainst(wrong);
    const { consensus, registry, manager } = chain;
    const next = await consensus.connect(chain.requester).openAudit.staticCall(chain.versionId, 9, {
      ...{ quorum: 1, panel: 1, reward: 5, gasCompensation: 0 },
    });
    await consensus
      .connect(chain.requester)
      .openAudit(chain.versionId, 9, { quorum: 1, panel: 1, reward: 5, gasCompensation: 0 });
    await manager.setTargetClosed(registry, true);
    await manager.setTargetClosed(consensus, true);

    await expect(consensus.slash(taskId, faulty)).to.be.revertedWithCustomError(
      registry,
      "AccessManagedUnauthorized",
    );
    await consensus.connect(executorAt(chain, 0)).withdraw();
    await networkHelpers.time.increase(RULES.commitWindow + 1);
    await consensus.settle(next);
    expect(await consensus.owed(chain.requester)).to.equal(6n);
    await registry.connect(faulty).startUnbonding(MINIMUM_STAKE);
    await networkHelpers.time.increase(UNBONDING_PERIOD);
    await expect(registry.connect(faulty).withdraw()).to.changeTokenBalance(
      ethers,
      chain.token,
      faulty,
      MINIMUM_STAKE,
    );
  });
});
