import { executorRegistryAbi } from "@nexus/protocol";
import { expect } from "chai";
import { reportAnomaly } from "../../src/chain/anomalies.ts";
import { chainClient } from "../../src/chain/client.ts";
import { transactions } from "../../src/chain/transactions.ts";
import type { Posting } from "../../src/core/ports.ts";
import { PostingRefusedError } from "../../src/errors.ts";
import { hashOf } from "../doubles/chain.ts";
import { type LocalChain, startLocalChain } from "../fixtures/chain.ts";
import { accountAt, type Contracts, deployContracts } from "../fixtures/contracts.ts";

describe("reports of anomalies", function () {
  this.timeout(60_000);

  const report = { kind: "tampered", taskId: hashOf("task"), versionId: hashOf("version") } as const;
  let chain: LocalChain;
  let contracts: Contracts;

  before(async () => {
    chain = await startLocalChain();
    contracts = await deployContracts(chain, 1);
  });

  after(() => chain?.stop());

  const setUp = (account = accountAt(3)) => {
    const { deployment } = contracts;
    const client = chainClient(chain.url, deployment.chainId, 50);
    return { access: { client, deployment }, posting: transactions(client, account) };
  };

  const refusalOf = (answer: Promise<unknown>) =>
    answer.then(
      () => expect.fail("it was taken for reported"),
      (fault: unknown) => {
        expect(fault).to.be.instanceOf(PostingRefusedError);
        return (fault as Error).message;
      },
    );

  it("are on the chain once, also when their job comes again, and one for each kind", async () => {
    const { access, posting } = setUp();
    expect(await reportAnomaly(access, posting, report)).to.deep.include({ status: "mined" });
    expect(await reportAnomaly(access, posting, report)).to.deep.equal({ status: "known" });
    const another = { ...report, kind: "escape-attempt" } as const;
    expect(await reportAnomaly(access, posting, another)).to.deep.include({ status: "mined" });
    const reports = await access.client.getContractEvents({
      address: contracts.deployment.contracts.ExecutorRegistry,
      abi: executorRegistryAbi,
      eventName: "AnomalyReported",
      fromBlock: 0n,
    });
    expect(reports).to.have.length(2);
  });

  it("aren't done while the contract refuses them", async () => {
    const { access, posting } = setUp(accountAt(7));
    expect(await refusalOf(reportAnomaly(access, posting, report))).to.equal(
      `The contract refuses to take the report on task ${report.taskId}: ExecutorRegistryInactive.`,
    );
  });

  it("aren't done when their transaction reverted", async () => {
    const { access, posting } = setUp(accountAt(7));
    const reverted: Posting = { status: "reverted", hash: hashOf("transaction"), paid: 1n };
    const reverting = { ...posting, post: async () => reverted };
    expect(await refusalOf(reportAnomaly(access, reverting, report))).to.equal(
      `The contract refuses to take the report on task ${report.taskId}: transaction ${reverted.hash} reverted.`,
    );
  });
});
