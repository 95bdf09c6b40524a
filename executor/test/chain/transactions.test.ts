import { setTimeout as sleep } from "node:timers/promises";
import { resultConsensusAbi } from "@nexus/protocol";
import { expect } from "chai";
import { type Abi, ContractFunctionExecutionError, type Hex, parseAbi } from "viem";
import { chainClient } from "../../src/chain/client.ts";
import { refusalOf } from "../../src/chain/refusal.ts";
import { type Transactions, transactions } from "../../src/chain/transactions.ts";
import { TransactionTimeoutError } from "../../src/errors.ts";
import { hashOf } from "../doubles/chain.ts";
import { type LocalChain, startLocalChain } from "../fixtures/chain.ts";
import { accountAt, type Contracts, deployContracts } from "../fixtures/contracts.ts";
import { startNodeProxy } from "../fixtures/node-proxy.ts";
import { until } from "../fixtures/until.ts";

describe("transactions of one key", function () {
  this.timeout(60_000);

  let chain: LocalChain;
  let contracts: Contracts;
  let posting: Transactions;
  const account = accountAt(7);
  const other = accountAt(8).address;

  before(async () => {
    chain = await startLocalChain();
    contracts = await deployContracts(chain);
    posting = transactions(chainClient(chain.url, contracts.deployment.chainId, 50), account);
    await contracts.send(contracts.dao, "NexusToken", "transfer", [account.address, 10n]);
  });

  after(() => chain?.stop());

  const transfer = (amount: bigint) => ({
    address: contracts.deployment.contracts.NexusToken,
    abi: parseAbi(["function transfer(address to, uint256 amount) returns (bool)"]) as Abi,
    functionName: "transfer",
    args: [other, amount],
  });

  const nonce = () => chain.client.getTransactionCount({ address: account.address, blockTag: "pending" });

  it("get nonces in turn and are awaited side by side", async () => {
    const before = await nonce();
    const blocks = await chain.client.getBlockNumber();
    const postings = await Promise.all([1n, 2n, 3n, 4n].map((amount) => posting.post(transfer(amount))));
    expect(postings.map(({ status }) => status)).to.deep.equal(["mined", "mined", "mined", "mined"]);
    expect(await nonce()).to.equal(before + 4);
    expect(Number((await chain.client.getBlockNumber()) - blocks)).to.be.below(4);
  });

  it("tell their hash and what they may cost before they are sent, and what they cost once they are mined", async () => {
    const seen: [Hex, bigint, number][] = [];
    const balance = () => chain.client.getBalance({ address: posting.address });
    const before = await balance();
    const first = await nonce();
    const outcome = await posting.post(transfer(0n), async (hash, most) => {
      seen.push([hash, most, await nonce()]);
    });
    const paid = before - (await balance());
    expect(outcome).to.deep.equal({ status: "mined", hash: seen[0]?.[0], paid });
    expect(Number(paid)).to.be.above(0);
    expect(Number(seen[0]?.[1])).to.be.above(Number(paid));
    expect(seen.map(([, , sent]) => sent)).to.deep.equal([first]);
  });

  it("aren't sent when the contract would refuse them, and say why", async () => {
    const before = await nonce();
    const settle = {
      address: contracts.deployment.contracts.ResultConsensus,
      abi: resultConsensusAbi as Abi,
      functionName: "settle",
      args: [hashOf("no such task")],
    };
    expect(await posting.post(settle)).to.deep.equal({
      status: "refused",
      error: "ResultConsensusUnexpectedState",
    });
    expect(await nonce()).to.equal(before);
  });

  it("don't take a node's own error for the contract's answer", async () => {
    const proxy = await startNodeProxy(chain.url);
    try {
      await proxy.become("erring");
      const erring = transactions(chainClient(proxy.url, contracts.deployment.chainId, 50), account);
      const fault = await erring.post(transfer(1n)).then(
        (answer) => expect.fail(`it was answered with ${answer.status}`),
        (thrown: unknown) => thrown,
      );
      expect(fault).to.be.instanceOf(ContractFunctionExecutionError);
      expect(refusalOf(fault)).to.equal(null);
    } finally {
      await proxy.close();
    }
  });

  it("say that a contract refuses without a reason", async () => {
    const nowhere = { ...transfer(1n), address: contracts.deployment.contracts.AccessManager };
    expect(await posting.post(nowhere)).to.deep.include({ status: "refused" });
  });

  it("aren't sent when what must be written before can't be", async () => {
    const before = await nonce();
    const fault = new Error("the database is away");
    await posting
      .post(transfer(0n), () => Promise.reject(fault))
      .then(
        () => expect.fail("it was sent"),
        (thrown: unknown) => expect(thrown).to.equal(fault),
      );
    expect(await nonce()).to.equal(before);
    expect((await posting.post(transfer(0n))).status).to.equal("mined");
  });

  it("take the next nonce when another process with the key was faster", async () => {
    let hurried = false;
    const outcome = await posting.post(transfer(0n), async () => {
      if (hurried) return;
      hurried = true;
      const hash = await chain.client.sendTransaction({ account, to: other, value: 1n });
      await chain.client.waitForTransactionReceipt({ hash });
    });
    expect(outcome.status).to.equal("mined");
  });

  it("are reverted when others were faster", async () => {
    const left = await chain.client.readContract({
      address: contracts.deployment.contracts.NexusToken,
      abi: parseAbi(["function balanceOf(address) view returns (uint256)"]),
      functionName: "balanceOf",
      args: [account.address],
    });
    await contracts.send(contracts.dao, "NexusToken", "transfer", [account.address, 10n]);
    await chain.client.setIntervalMining({ interval: 0 });
    const hashes: Hex[] = [];
    const sent = Promise.withResolvers<void>();
    const all = [left + 10n, left + 10n].map((amount) =>
      posting.post(transfer(amount), async (hash) => {
        hashes.push(hash);
        if (hashes.length === 2) sent.resolve();
      }),
    );
    await sent.promise;
    await chain.client.setIntervalMining({ interval: 1 });
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses).to.have.members(["mined", "reverted"]);
  });

  it("are sent again for a higher fee, with the same nonce, when no block takes them", async () => {
    const impatient = transactions(chainClient(chain.url, contracts.deployment.chainId, 50), account, {
      receiptMs: 300,
    });
    const before = await nonce();
    await chain.client.setIntervalMining({ interval: 0 });
    const hashes: Hex[] = [];
    const raised = Promise.withResolvers<void>();
    const posted = impatient.post(transfer(0n), async (hash) => {
      hashes.push(hash);
      if (hashes.length === 3) raised.resolve();
    });
    await raised.promise;
    const fees = await Promise.all(
      hashes.slice(0, 1).map((hash) => chain.client.getTransaction({ hash }).catch(() => null)),
    );
    await chain.client.mine({ blocks: 1 });
    await chain.client.setIntervalMining({ interval: 1 });
    const outcome = await posted;
    expect(outcome.status).to.equal("mined");
    expect(hashes.slice(1)).to.include("hash" in outcome ? outcome.hash : "none");
    expect(fees).to.deep.equal([null]);
    expect(await nonce()).to.equal(before + 1);
  });

  it("aren't taken for mined when another transaction of the key got their nonce, and are sent anew", async () => {
    await chain.client.setIntervalMining({ interval: 0 });
    const hashes: Hex[] = [];
    const posted = posting.post(transfer(0n), async (hash) => void hashes.push(hash));
    await until("it waits for a block", async () => (await chain.client.getTxpoolStatus()).pending === 1);
    // What waits for a receipt must have seen the transaction before it can tell that another took its place.
    await sleep(400);
    await chain.client.request({ method: "anvil_dropAllTransactions" } as never);
    const foreign = await chain.client.sendTransaction({ account, to: other, value: 1n });
    await chain.client.mine({ blocks: 1 });
    await chain.client.setIntervalMining({ interval: 1 });
    const outcome = await posted;
    expect(outcome).to.deep.include({ status: "mined", hash: hashes[1] });
    expect(hashes).not.to.include(foreign);
  });

  describe("that no block takes for their fee", () => {
    /** Another process with the key, that waits a shorter time. */
    const process = (client = chainClient(chain.url, contracts.deployment.chainId, 50)) =>
      transactions(client, account, { receiptMs: 400 });

    const pending = async () => Number((await chain.client.getTxpoolStatus()).pending);

    /** Sends a call and breaks the post off, as a process that is killed does. The hash of its transaction. */
    const leave = async (amount: bigint): Promise<Hex> => {
      const client = chainClient(chain.url, contracts.deployment.chainId, 50);
      const killed = { ...client, waitForTransactionReceipt: () => Promise.reject(new Error("killed")) };
      const hashes: Hex[] = [];
      const note = async (hash: Hex) => void hashes.push(hash);
      await transactions(killed, account)
        .post(transfer(amount), note)
        .catch((fault: Error) => expect(fault.message).to.equal("killed"));
      return hashes[0] ?? "0x";
    };

    /** Mines a block whenever the hashes are so many. */
    const mineAfter = async (hashes: readonly Hex[], count: number) => {
      await until(`${count} were sent`, async () => hashes.length >= count);
      await sleep(200);
      await chain.client.mine({ blocks: 1 });
    };

    before(async () => {
      await contracts.send(contracts.dao, "NexusToken", "transfer", [account.address, 10n]);
    });

    beforeEach(() => chain.client.setIntervalMining({ interval: 0 }));

    afterEach(async () => {
      await chain.client.request({ method: "anvil_dropAllTransactions" } as never);
      await chain.client.setIntervalMining({ interval: 1 });
    });

    it("are gone on with under their nonce by a process that knows their hash", async () => {
      const first = await nonce();
      const earlier = await leave(0n);
      const hashes: Hex[] = [];
      const posted = process().post(transfer(0n), async (hash) => void hashes.push(hash), earlier);
      await mineAfter(hashes, 1);
      const outcome = await posted;
      expect(outcome).to.deep.include({ status: "mined", hash: hashes[0] });
      expect(await nonce()).to.equal(first + 1);
      expect(await pending()).to.equal(0);
    });

    it("are gone on with when the same call is posted again", async () => {
      const first = await nonce();
      const impatient = process();
      const hashes: Hex[] = [];
      const note = async (hash: Hex) => void hashes.push(hash);
      const fault = await impatient.post(transfer(0n), note).catch((thrown: unknown) => thrown);
      expect(fault).to.be.instanceOf(TransactionTimeoutError);
      expect(await nonce()).to.equal(first + 1);
      const posted = impatient.post(transfer(0n), note);
      await sleep(200);
      expect(await pending()).to.equal(1);
      await chain.client.mine({ blocks: 1 });
      expect(await posted).to.deep.include({ status: "mined", hash: hashes.at(-1) });
      expect(await nonce()).to.equal(first + 1);
    });

    it("make way for those that are needed, when nobody waits for them", async () => {
      const first = await nonce();
      const lost = [await leave(0n), await leave(0n)];
      const hashes: Hex[] = [];
      const posted = process().post(transfer(1n), async (hash) => void hashes.push(hash));
      await mineAfter(hashes, 2);
      expect(await posted).to.deep.include({ status: "mined" });
      expect(await nonce()).to.equal(first + 3);
      for (const hash of lost) {
        const found = await chain.client.getTransactionReceipt({ hash }).catch(() => null);
        expect(found).to.equal(null);
      }
    });

    it("aren't raised beyond all measure", async () => {
      const impatient = process();
      const offered: bigint[] = [];
      const note = async (_: Hex, most: bigint) => void offered.push(most);
      for (let posts = 0; posts < 3; posts += 1)
        await impatient
          .post(transfer(0n), note)
          .catch((fault: unknown) => expect(fault).to.be.instanceOf(TransactionTimeoutError));
      const asked = await chain.client.estimateFeesPerGas();
      const gas = (offered[0] ?? 0n) / asked.maxFeePerGas;
      expect(Number((offered.at(-1) ?? 0n) / gas / asked.maxFeePerGas)).to.be.at.most(4);
    });

    it("get nonces of their own when the node doesn't know of those that wait", async () => {
      const first = await nonce();
      const client = chainClient(chain.url, contracts.deployment.chainId, 50);
      const behind = process({ ...client, getTransactionCount: async () => first });
      const posted = [1n, 2n].map((amount) => behind.post(transfer(amount)));
      await until("both wait", async () => (await pending()) === 2);
      await chain.client.mine({ blocks: 1 });
      const statuses = (await Promise.all(posted)).map(({ status }) => status);
      expect(statuses).to.deep.equal(["mined", "mined"]);
      expect(await nonce()).to.equal(first + 2);
    });
  });
});
