import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  deployConsensus,
  digest,
  executorAt,
  MINIMUM_STAKE,
  NXS,
  UNBONDING_PERIOD,
} from "../fixtures/consensus.ts";

const STAKE = 2n * MINIMUM_STAKE;
const TASK = digest("task");

async function load() {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  return { ...chain, executor: executorAt(chain, 0) };
}

/** A chain whose DAO account may slash directly. */
async function loadSlashing() {
  const chain = await load();
  await chain.manager.setTargetFunctionRole(
    chain.registry,
    [chain.registry.interface.getFunction("slash").selector],
    0,
  );
  return chain;
}

describe("ExecutorRegistry", () => {
  describe("stake", () => {
    it("adds what was paid", async () => {
      const { registry, token, executor } = await load();
      await token.transfer(executor, NXS);
      await token.connect(executor).approve(registry, NXS);
      const staking = registry.connect(executor).stake(NXS);
      await expect(staking).to.changeTokenBalances(ethers, token, [executor, registry], [-NXS, NXS]);
      await expect(staking)
        .to.emit(registry, "StakeAdded")
        .withArgs(executor.address, NXS, STAKE + NXS);
    });

    it("refuses nothing, and more than the allowance", async () => {
      const { registry, token, executor } = await load();
      await expect(registry.connect(executor).stake(0)).to.be.revertedWithCustomError(
        registry,
        "ExecutorRegistryZeroAmount",
      );
      await expect(registry.connect(executor).stake(1)).to.be.revertedWithCustomError(
        token,
        "ERC20InsufficientAllowance",
      );
    });
  });

  describe("unbonding", () => {
    it("pays after the period, once", async () => {
      const { registry, token, executor } = await load();
      const own = registry.connect(executor);
      const unbonding = await own.startUnbonding(NXS);
      const until = (await networkHelpers.time.latest()) + UNBONDING_PERIOD;
      await expect(unbonding).to.emit(registry, "UnbondingStarted").withArgs(executor.address, NXS, until);

      await networkHelpers.time.setNextBlockTimestamp(until - 1);
      await expect(own.withdraw())
        .to.be.revertedWithCustomError(registry, "ExecutorRegistryStillUnbonding")
        .withArgs(executor.address, until);
      await networkHelpers.time.setNextBlockTimestamp(until);
      const withdrawal = own.withdraw();
      await expect(withdrawal).to.changeTokenBalances(ethers, token, [executor, registry], [NXS, -NXS]);
      await expect(withdrawal).to.emit(registry, "StakeWithdrawn").withArgs(executor.address, NXS);
      await expect(own.withdraw())
        .to.be.revertedWithCustomError(registry, "ExecutorRegistryNothingToWithdraw")
        .withArgs(executor.address);
    });

    it("restarts the clock of everything that unbonds", async () => {
      const { registry, executor } = await load();
      const own = registry.connect(executor);
      await own.startUnbonding(NXS);
      await networkHelpers.time.increase(UNBONDING_PERIOD - 10);
      await own.startUnbonding(NXS);
      const until = (await networkHelpers.time.latest()) + UNBONDING_PERIOD;
      await networkHelpers.time.increase(20);
      await expect(own.withdraw())
        .to.be.revertedWithCustomError(registry, "ExecutorRegistryStillUnbonding")
        .withArgs(executor.address, until);
    });

    it("refuses more than the stake, and nothing", async () => {
      const { registry, executor } = await load();
      await expect(registry.connect(executor).startUnbonding(STAKE + 1n))
        .to.be.revertedWithCustomError(registry, "ExecutorRegistryInsufficientStake")
        .withArgs(executor.address, STAKE, STAKE + 1n);
      await expect(registry.connect(executor).startUnbonding(0)).to.be.revertedWithCustomError(
        registry,
        "ExecutorRegistryZeroAmount",
      );
    });
  });

  describe("isActive", () => {
    it("needs an attestation, the minimum stake and no suspension", async () => {
      const { registry, executor, stranger } = await load();
      expect(await registry.isActive(executor)).to.equal(true);
      expect(await registry.isActive(stranger)).to.equal(false);
      await registry.setSuspended(executor, true);
      expect(await registry.isActive(executor)).to.equal(false);
      await registry.setSuspended(executor, false);
      await registry.connect(executor).startUnbonding(STAKE - MINIMUM_STAKE);
      expect(await registry.isActive(executor)).to.equal(true);
      await registry.connect(executor).startUnbonding(1);
      expect(await registry.isActive(executor)).to.equal(false);
    });
  });

  describe("attestExecutor", () => {
    it("records affiliation and region", async () => {
      const { registry, stranger } = await load();
      await expect(registry.attestExecutor(stranger, 7, ethers.toUtf8Bytes("CH")))
        .to.emit(registry, "ExecutorAttested")
        .withArgs(stranger.address, 7, ethers.hexlify(ethers.toUtf8Bytes("CH")));
    });

    it("refuses no affiliation and what isn't a region", async () => {
      const { registry, stranger } = await load();
      await expect(registry.attestExecutor(stranger, 0, ethers.toUtf8Bytes("CH")))
        .to.be.revertedWithCustomError(registry, "ExecutorRegistryInvalidAffiliation")
        .withArgs(0);
      for (const region of ["0x0000", "0x6368", "0x4331", "0x5b41"]) {
        await expect(registry.attestExecutor(stranger, 7, region))
          .to.be.revertedWithCustomError(registry, "ExecutorRegistryInvalidRegion")
          .withArgs(region);
      }
    });
  });

  describe("reportAnomaly", () => {
    const versionId = digest("version");

    it("tells of an anomaly in the name of an active executor", async () => {
      const { registry, executor } = await load();
      await expect(registry.connect(executor).reportAnomaly(versionId, TASK, 4))
        .to.emit(registry, "AnomalyReported")
        .withArgs(versionId, executor.address, TASK, 4);
    });

    it("refuses whoever has no stake and name that stand for it", async () => {
      const { registry, stranger } = await load();
      await expect(registry.connect(stranger).reportAnomaly(versionId, TASK, 4))
        .to.be.revertedWithCustomError(registry, "ExecutorRegistryInactive")
        .withArgs(stranger.address);
    });
  });

  describe("slash", () => {
    it("takes from the stake, then from what unbonds, and no more than there is", async () => {
      const { registry, dao, token, executor } = await loadSlashing();
      await registry.connect(executor).startUnbonding(MINIMUM_STAKE);
      const slash = registry.slash(executor, MINIMUM_STAKE + NXS, TASK);
      await expect(slash).to.changeTokenBalance(ethers, token, dao, MINIMUM_STAKE + NXS);
      await expect(slash)
        .to.emit(registry, "StakeSlashed")
        .withArgs(executor.address, TASK, MINIMUM_STAKE + NXS, dao.address);
      const { stake, unbonding } = await registry.executorOf(executor);
      expect([stake, unbonding]).to.deep.equal([0n, MINIMUM_STAKE - NXS]);
      await expect(registry.slash(executor, STAKE, TASK)).to.changeTokenBalance(
        ethers,
        token,
        dao,
        MINIMUM_STAKE - NXS,
      );
    });

    it("refuses everyone but the consensus, the DAO included", async () => {
      const { registry, dao, executor } = await load();
      await expect(registry.slash(executor, 1, TASK))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(dao.address);
    });
  });

  describe("settings", () => {
    it("sets the minimum stake, above zero", async () => {
      const { registry } = await load();
      await expect(registry.setMinimumStake(NXS))
        .to.emit(registry, "MinimumStakeSet")
        .withArgs(MINIMUM_STAKE, NXS);
      await expect(registry.setMinimumStake(0)).to.be.revertedWithCustomError(
        registry,
        "ExecutorRegistryZeroAmount",
      );
    });

    it("refuses everyone but the roles' holders", async () => {
      const { registry, stranger, executor } = await load();
      const own = registry.connect(stranger);
      for (const call of [
        own.setMinimumStake(1),
        own.setSuspended(executor, true),
        own.attestExecutor(stranger, 7, ethers.toUtf8Bytes("CH")),
      ]) {
        await expect(call)
          .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
          .withArgs(stranger.address);
      }
    });
  });
});
