import { MemoryContentStore } from "@nexus/content";
import {
  canonicalBytes,
  type Deployment,
  parseReceiptFile,
  policyDigest,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { zeroHash } from "viem";
import type { ChainAccess } from "../src/chain/client.ts";
import { readingContent } from "../src/content/content.ts";
import { performTask } from "../src/core/perform.ts";
import { statedPolicies } from "../src/stated-policies.ts";
import { hashOf, taskIn } from "./doubles/chain.ts";
import { CONSENSUS, INPUT, performingParts } from "./doubles/plugin.ts";

const RESULT = hashOf("result");

type Revealed = { readonly block: bigint; readonly resultDigest: string; readonly receiptDigest: string };

/** A chain of 25,000 blocks with nothing but reveals, asked for at most 10,000 blocks at once. */
function chainOf(revealed: readonly Revealed[]): { access: ChainAccess; asked: [bigint, bigint][] } {
  const asked: [bigint, bigint][] = [];
  const client = {
    getBlockNumber: async () => 25_000n,
    getContractEvents: async ({ fromBlock, toBlock }: { fromBlock: bigint; toBlock: bigint }) => {
      asked.push([fromBlock, toBlock]);
      return revealed.filter(({ block }) => block >= fromBlock && block <= toBlock).map((args) => ({ args }));
    },
  };
  const deployment = { contracts: { ResultConsensus: CONSENSUS } } as unknown as Deployment;
  return { access: { client, deployment } as unknown as ChainAccess, asked };
}

describe("the policies that a settled result's executors name", () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);

  /** Digest of a receipt on IPFS under a common policy of this name. */
  const receiptUnder = async (store: MemoryContentStore, name: string) => {
    const { ports, blocks } = await performingParts();
    const common = { ...ports.policy.common, name };
    const task = taskIn(blocks.mine(), "task", { inputDigest: sha256Digest(INPUT) });
    const performance = await performTask({ ...ports, policy: { ...ports.policy, common } }, task);
    if (performance.status !== "result") throw new Error(performance.detail);
    await store.add(bytesOf(performance.result.receipt));
    return { receiptDigest: performance.result.receiptDigest, policy: policyDigest(common) };
  };

  const policiesOf = (access: ChainAccess, store: MemoryContentStore) =>
    statedPolicies(access, readingContent(store), {
      taskId: hashOf("task"),
      since: 1n,
      resultDigest: RESULT,
    });

  it("are those of its receipts, each once, and of no other result's", async () => {
    const store = new MemoryContentStore();
    const one = await receiptUnder(store, "one");
    const two = await receiptUnder(store, "two");
    const other = await receiptUnder(store, "other");
    const { access } = chainOf([
      ...[one, one, two].map(({ receiptDigest }) => ({ block: 5n, resultDigest: RESULT, receiptDigest })),
      { block: 5n, resultDigest: zeroHash, receiptDigest: other.receiptDigest },
    ]);
    expect(await policiesOf(access, store)).to.deep.equal([one.policy, two.policy]);
  });

  it("are looked for from the task's block on, no further than the first that are found", async () => {
    const store = new MemoryContentStore();
    const { receiptDigest, policy } = await receiptUnder(store, "one");
    const { access, asked } = chainOf([{ block: 12_000n, resultDigest: RESULT, receiptDigest }]);
    expect(await policiesOf(access, store)).to.deep.equal([policy]);
    expect(asked).to.deep.equal([
      [1n, 10_000n],
      [10_001n, 20_000n],
    ]);
  });

  it("leave out receipts that are gone, aren't receipts, or are of version 1", async () => {
    const store = new MemoryContentStore();
    const second = await receiptUnder(store, "one");
    const { receipt, signature } = parseReceiptFile(await readingContent(store).get(second.receiptDigest));
    if (receipt.receiptVersion !== "2") throw new Error("an old receipt");
    const { taskId, executor, record, usage, walls, startedAt, endedAt, engine } = receipt;
    const { node, v8, arch } = engine;
    const first = canonicalBytes({
      receipt: {
        ...{ receiptVersion: "1", taskId, executor, record, usage, walls, startedAt, endedAt },
        ...{ engine: { node, v8, arch }, grantDigest: zeroHash },
      },
      signature,
    });
    const words = bytesOf("not a receipt");
    for (const bytes of [first, words]) await store.add(bytes);
    const digests = [hashOf("gone"), sha256Digest(words), sha256Digest(first)];
    const { access } = chainOf(
      digests.map((receiptDigest) => ({ block: 5n, resultDigest: RESULT, receiptDigest })),
    );
    expect(await policiesOf(access, store)).to.deep.equal([]);
  });
});
