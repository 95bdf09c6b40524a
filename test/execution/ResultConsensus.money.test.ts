import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  answer,
  deployConsensus,
  executorAt,
  finding,
  requestRun,
  signedEvent,
  TERMS,
} from "../fixtures/consensus.ts";

const right = finding("right");
const wrong = finding("wrong");
const GAS = 7n;
const terms = { ...TERMS, gasCompensation: GAS };

async function answered(...findings: readonly (typeof right | undefined)[]) {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  const taskId = await requestRun(chain, await signedEvent(chain, "rain"), terms);
  await answer(chain, taskId, findings);
  await chain.consensus.settle(taskId);
  const owed = (index: number) => chain.consensus.owed(executorAt(chain, index));
  const executors = await Promise.all([owed(0), owed(1), owed(2)]);
  return { chain, taskId, executors, requester: await chain.consensus.owed(chain.requester) };
}

describe("ResultConsensus, gas compensation", () => {
  it("is taken for the whole panel, with the reward", async () => {
    const chain = await networkHelpers.loadFixture(deployConsensus);
    const { consensus, token, requester, versionId } = chain;
    const { event, signature } = await signedEvent(chain, "rain");
    const paid = TERMS.reward + 3n * GAS;
    const request = consensus.connect(requester).requestRun(event, signature, versionId, terms);
    await expect(request).to.changeTokenBalances(ethers, token, [requester, consensus], [-paid, paid]);
    const created = await consensus.queryFilter(consensus.filters.TaskCreated());
    expect((await consensus.task(created[0]?.args.taskId ?? "")).gasCompensation).to.equal(GAS);
  });

  it("goes on top of its share to each executor that agreed", async () => {
    const { executors, requester } = await answered(right, right, right);
    expect(executors).to.deep.equal([10n + GAS, 10n + GAS, 10n + GAS]);
    expect(requester).to.equal(1n);
  });

  it("returns for who was wrong, silent or missing", async () => {
    const liar = await answered(right, wrong, right);
    expect([...liar.executors, liar.requester]).to.deep.equal([15n + GAS, 0n, 15n + GAS, 1n + GAS]);
    const silent = await answered(right, undefined, right);
    expect([...silent.executors, silent.requester]).to.deep.equal([15n + GAS, 0n, 15n + GAS, 1n + GAS]);
    const missing = await answered(right, right);
    expect([...missing.executors, missing.requester]).to.deep.equal([15n + GAS, 15n + GAS, 0n, 1n + GAS]);
  });

  it("goes to each who revealed when a task fails, and the whole reward returns", async () => {
    const { executors, requester } = await answered(right, wrong, undefined);
    expect(executors).to.deep.equal([GAS, GAS, 0n]);
    expect(requester).to.equal(TERMS.reward + GAS);
  });

  it("is all paid out in the end", async () => {
    const { chain } = await answered(right, wrong, right);
    const { consensus, token, requester } = chain;
    for (const account of [executorAt(chain, 0), executorAt(chain, 2), requester]) {
      await consensus.connect(account).withdraw();
    }
    expect(await token.balanceOf(consensus)).to.equal(0n);
  });
});
