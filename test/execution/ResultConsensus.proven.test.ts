import { roles, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  answer,
  commit,
  deployConsensus,
  digest,
  executorAt,
  finding,
  MINIMUM_STAKE,
  RULES,
  requestRun,
  signedEvent,
} from "../fixtures/consensus.ts";

const agreed = finding("agreed");
const EVIDENCE = digest("evidence");
const SLASH = RULES.wrongResultSlash;
const STAKE = 2n * MINIMUM_STAKE;

/** Settled by the executors 0 and 2; executor 1 revealed something else. */
async function settled() {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  const taskId = await requestRun(chain);
  await answer(chain, taskId, [agreed, finding("wrong"), agreed]);
  await chain.consensus.settle(taskId);
  const { revealDeadline } = await chain.consensus.task(taskId);
  const until = revealDeadline + BigInt(RULES.challengeWindow);
  return { chain, taskId, until, colluder: executorAt(chain, 0) };
}

describe("ResultConsensus, a fault proven after settlement", () => {
  it("takes stake of who agreed on it, once, and names the evidence", async () => {
    const { chain, taskId, colluder } = await settled();
    const { consensus, registry, token, dao } = chain;
    const proof = consensus.slashProven(taskId, colluder, EVIDENCE);
    await expect(proof).to.changeTokenBalances(ethers, token, [registry, dao], [-SLASH, SLASH]);
    await expect(proof).to.emit(consensus, "FaultProven").withArgs(taskId, colluder.address, EVIDENCE);
    await expect(proof)
      .to.emit(registry, "StakeSlashed")
      .withArgs(colluder.address, taskId, SLASH, dao.address);
    await expect(consensus.slashProven(taskId, colluder, EVIDENCE))
      .to.be.revertedWithCustomError(consensus, "ResultConsensusNotSlashable")
      .withArgs(taskId, colluder.address);
  });

  it("changes nothing about the result, nor about what was earned", async () => {
    const { chain, taskId, colluder } = await settled();
    const before = [...(await chain.consensus.task(taskId))];
    await chain.consensus.slashProven(taskId, colluder, EVIDENCE);
    expect([...(await chain.consensus.task(taskId))]).to.deep.equal(before);
    expect(await chain.consensus.isResultValid(taskId)).to.equal(true);
    expect(await chain.consensus.owed(colluder)).to.equal(15n);
  });

  it("takes stake until the challenge window's end, inclusive, and not after", async () => {
    const { chain, taskId, until, colluder } = await settled();
    await networkHelpers.time.setNextBlockTimestamp(until);
    await chain.consensus.slashProven(taskId, colluder, EVIDENCE);
    await networkHelpers.time.setNextBlockTimestamp(until + 1n);
    await expect(chain.consensus.slashProven(taskId, executorAt(chain, 2), EVIDENCE))
      .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusChallengeOver")
      .withArgs(taskId, until);
  });

  it("reaches a stake that began to unbond with the commitment, at the window's last second", async () => {
    const { chain, taskId, until, colluder } = await settled();
    const { consensus, registry } = chain;
    await registry.connect(colluder).startUnbonding(STAKE);
    await networkHelpers.time.setNextBlockTimestamp(until);
    await consensus.slashProven(taskId, colluder, EVIDENCE);
    expect((await registry.executorOf(colluder)).unbonding).to.equal(STAKE - SLASH);
  });

  it("leaves what open commitments have at risk, in stake that isn't about to leave", async () => {
    const { chain, taskId, colluder } = await settled();
    const { consensus, registry, manager } = chain;
    const free = SLASH / 2n;
    await registry.connect(colluder).startUnbonding(MINIMUM_STAKE);
    const next = await requestRun(chain, await signedEvent(chain, "next"));
    await commit(chain, colluder, next, agreed);
    const slash = [registry.interface.getFunction("slash").selector];
    await manager.setTargetFunctionRole(registry, slash, roles.ADMIN_ROLE);
    await registry.slash(colluder, MINIMUM_STAKE - SLASH - free, taskId);
    await manager.setTargetFunctionRole(registry, slash, roles.CONSENSUS);
    await expect(consensus.slashProven(taskId, colluder, EVIDENCE))
      .to.emit(registry, "StakeSlashed")
      .withArgs(colluder.address, taskId, free, chain.dao.address);
    const { stake, unbonding } = await registry.executorOf(colluder);
    expect([stake, unbonding]).to.deep.equal([await consensus.atRisk(colluder), MINIMUM_STAKE]);
  });

  it("spares who disagreed, who took no part, and a task that isn't settled", async () => {
    const { chain, taskId } = await settled();
    for (const account of [executorAt(chain, 1), executorAt(chain, 3), chain.stranger]) {
      await expect(chain.consensus.slashProven(taskId, account, EVIDENCE))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotSlashable")
        .withArgs(taskId, account.address);
    }
    const open = await requestRun(chain, await signedEvent(chain, "open"));
    await expect(chain.consensus.slashProven(open, executorAt(chain, 0), EVIDENCE))
      .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusUnexpectedState")
      .withArgs(open, TaskState.indexOf("Committing"), TaskState.indexOf("Settled"));
  });

  it("needs evidence, and the DAO", async () => {
    const { chain, taskId, colluder } = await settled();
    const { consensus, stranger } = chain;
    await expect(consensus.slashProven(taskId, colluder, ethers.ZeroHash)).to.be.revertedWithCustomError(
      consensus,
      "ResultConsensusNoEvidence",
    );
    await expect(consensus.connect(stranger).slashProven(taskId, colluder, EVIDENCE))
      .to.be.revertedWithCustomError(consensus, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
  });
});
