import { MemoryContentStore } from "@nexus/content";
import { bountyEscrowAbi } from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters, encodeEventTopics, type Hex } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { fundBounty } from "../src/actions/bounty.ts";
import { createClient } from "../src/client.ts";
import { deployment, type FakeChain, type FakeNode, sentHash, startFakeNode } from "./doubles/fake-node.ts";
import { openBounty } from "./doubles/open-bounty.ts";

const account = developmentAccount("funder", 31_337);
const { BountyEscrow: escrow } = deployment.contracts;

const funded = {
  address: escrow,
  topics: encodeEventTopics({
    abi: bountyEscrowAbi,
    eventName: "BountyFunded",
    args: { bountyId: 1n, funder: account.address },
  }) as Hex[],
  data: encodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], [5n, 12n]),
};

const asked = { bounty: () => ({ value: openBounty }) };
const accepts = { ...asked, fund: () => ({ value: undefined }) };

describe("a transaction", () => {
  let node: FakeNode;

  afterEach(async () => node.close());

  async function fund(chain: FakeChain) {
    node = await startFakeNode(chain);
    const content = new MemoryContentStore();
    const client = await createClient({ rpcUrl: node.url, account, content, deployment });
    return fundBounty(client, { bountyId: 1n, amount: 5n });
  }

  const failure = (chain: FakeChain) =>
    fund(chain).catch((error: { code: string; message: string }) => error);

  it("is simulated, sent once, and read back from its receipt", async () => {
    const result = await fund({ calls: accepts, mined: { status: "success", logs: [funded] } });
    expect(result).to.deep.equal({ tx: sentHash, bountyId: 1n, amount: 5n, total: 12n });
    const order = node.asked.filter((method) => /estimateGas|sendRaw|Receipt/.test(method));
    expect(order).to.deep.equal(["eth_estimateGas", "eth_sendRawTransaction", "eth_getTransactionReceipt"]);
  });

  it("that would be refused is never sent", async () => {
    const refusal = { refusal: "BountyEscrowUnknownBounty", args: [1n] };
    const fault = await failure({
      calls: { ...asked, fund: () => refusal },
      mined: { status: "success", logs: [funded] },
    });
    expect(fault).to.include({ code: "CONTRACT_REFUSED", refusal: "BountyEscrowUnknownBounty" });
    expect(node.asked).to.not.include("eth_sendRawTransaction");
  });

  it("that is mined and reverts is a fault that names it", async () => {
    const fault = await failure({ calls: accepts, mined: { status: "reverted" } });
    expect(fault).to.include({ code: "TRANSACTION_REVERTED", hash: sentHash });
  });

  it("without the log that it always has is a fault", async () => {
    const fault = await failure({ calls: accepts, mined: { status: "success", logs: [] } });
    expect(fault).to.include({ code: "EVENT_MISSING" });
  });

  it("of nobody is refused", async () => {
    node = await startFakeNode({ calls: asked });
    const client = await createClient({ rpcUrl: node.url, content: new MemoryContentStore(), deployment });
    const fault = await fundBounty(client, { bountyId: 1n, amount: 5n }).catch(
      (error: { code: string }) => error.code,
    );
    expect(fault).to.equal("ACCOUNT_MISSING");
  });
});
