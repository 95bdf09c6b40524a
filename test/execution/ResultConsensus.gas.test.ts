import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  commit,
  deployConsensus,
  executorAt,
  finding,
  requestRun,
  reveal,
  signedEvent,
  TERMS,
} from "../fixtures/consensus.ts";

const CODE_LIMIT = 24_576;
const found = finding("agreed");

async function gasOf(call: Promise<ContractTransactionResponse>): Promise<bigint> {
  const receipt = await (await call).wait();
  if (!receipt) throw new Error("not mined");
  return receipt.gasUsed;
}

/** One whole task of three executors; gas of each of its calls. */
async function measure() {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  await requestRun(chain);
  const { event, signature } = await signedEvent(chain, "measured");
  const { consensus, requester, stranger, versionId } = chain;
  const request = consensus.connect(requester).requestRun;
  const taskId = await request.staticCall(event, signature, versionId, TERMS);
  const spent: Record<"request" | "commit" | "reveal" | "settle", bigint[]> = {
    request: [await gasOf(request(event, signature, versionId, TERMS))],
    ...{ commit: [], reveal: [], settle: [] },
  };
  const executors = [0, 1, 2].map((index) => executorAt(chain, index));
  for (const each of executors) spent.commit.push(await gasOf(commit(chain, each, taskId, found)));
  for (const each of executors) spent.reveal.push(await gasOf(reveal(chain, each, taskId, found)));
  spent.settle.push(await gasOf(consensus.connect(stranger).settle(taskId)));
  return { spent, chain };
}

describe("ResultConsensus: gas, three executors", () => {
  it("stays within what each call may take", async () => {
    const { spent } = await measure();
    const most = (values: readonly bigint[]) => Math.max(...values.map(Number));
    expect(most(spent.request)).to.be.at.most(305_000);
    expect(most(spent.commit)).to.be.at.most(125_000);
    expect(most(spent.reveal)).to.be.at.most(57_000);
    expect(most(spent.settle)).to.be.at.most(190_000);
  });

  it("fits the code size limit", async () => {
    const { chain } = await measure();
    const code = await ethers.provider.getCode(chain.consensus);
    expect(ethers.dataLength(code)).to.be.at.most(CODE_LIMIT);
  });
});
