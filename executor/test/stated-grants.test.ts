import { MemoryContentStore } from "@nexus/content";
import {
  canonicalBytes,
  type Deployment,
  type Grant,
  parseReceiptFile,
  RUN_LIMITS,
  receiptFile,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { zeroHash } from "viem";
import type { ChainAccess } from "../src/chain/client.ts";
import { readingContent } from "../src/content/content.ts";
import { performTask } from "../src/core/perform.ts";
import { statedGrants } from "../src/stated-grants.ts";
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

describe("the grants of a settled result", () => {
  /** Digest of a receipt on IPFS under a common policy with these limits. */
  const receiptUnder = async (
    store: MemoryContentStore,
    limits: Partial<Grant["limits"]>,
  ): Promise<string> => {
    const parts = await performingParts();
    const common = { ...parts.ports.policy.common, limits };
    const task = taskIn(parts.blocks.mine(), "task", { inputDigest: sha256Digest(INPUT) });
    const performance = await performTask(
      { ...parts.ports, policy: { ...parts.ports.policy, common } },
      task,
    );
    if (performance.status !== "result") throw new Error(performance.detail);
    await store.add(new TextEncoder().encode(performance.result.receipt));
    return performance.result.receiptDigest;
  };

  const grantsOf = (access: ChainAccess, store: MemoryContentStore) =>
    statedGrants(access, readingContent(store), {
      taskId: hashOf("task"),
      since: 1n,
      resultDigest: RESULT,
      most: RUN_LIMITS,
    });

  it("are those of its receipts, each once, and of no other result's", async () => {
    const store = new MemoryContentStore();
    const digests = [
      await receiptUnder(store, {}),
      await receiptUnder(store, {}),
      await receiptUnder(store, { outputBytes: 100 }),
    ];
    const other = await receiptUnder(store, { outputBytes: 7 });
    const { access } = chainOf([
      ...digests.map((receiptDigest) => ({ block: 5n, resultDigest: RESULT, receiptDigest })),
      { block: 5n, resultDigest: zeroHash, receiptDigest: other },
    ]);
    const grants = await grantsOf(access, store);
    expect(grants.map(({ limits }) => limits.outputBytes)).to.deep.equal([4_096, 100]);
  });

  it("are looked for from the task's block on, no further than the first that are found", async () => {
    const store = new MemoryContentStore();
    const receiptDigest = await receiptUnder(store, {});
    const { access, asked } = chainOf([{ block: 12_000n, resultDigest: RESULT, receiptDigest }]);
    expect(await grantsOf(access, store)).to.have.length(1);
    expect(asked).to.deep.equal([
      [1n, 10_000n],
      [10_001n, 20_000n],
    ]);
  });

  it("leave out receipts that are gone, aren't receipts, or are of version 1", async () => {
    const store = new MemoryContentStore();
    const second = await receiptUnder(store, {});
    const { receipt, signature } = parseReceiptFile(await readingContent(store).get(second as `0x${string}`));
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
    const words = new TextEncoder().encode("not a receipt");
    for (const bytes of [first, words]) await store.add(bytes);
    const digests = [hashOf("gone"), sha256Digest(words), sha256Digest(first)];
    const { access } = chainOf(
      digests.map((receiptDigest) => ({ block: 5n, resultDigest: RESULT, receiptDigest })),
    );
    expect(await grantsOf(access, store)).to.deep.equal([]);
  });

  it("never exceed the DAO's limits, whatever a receipt states", async () => {
    const store = new MemoryContentStore();
    const digest = await receiptUnder(store, {});
    const file = parseReceiptFile(await readingContent(store).get(digest as `0x${string}`));
    if (file.envelope === null) throw new Error("an old receipt");
    const statement = JSON.parse(Buffer.from(file.envelope.payload, "base64").toString());
    statement.predicate.grant.limits = { outputBytes: 2 ** 40, memoryBytes: 65_536 };
    const payload = Buffer.from(canonicalBytes(statement)).toString("base64");
    const forged = receiptFile({ ...file.envelope, payload }, file.signature);
    await store.add(forged.bytes);
    const { access } = chainOf([{ block: 5n, resultDigest: RESULT, receiptDigest: forged.digest }]);
    const [grant] = await grantsOf(access, store);
    expect(grant?.limits).to.deep.equal({ ...RUN_LIMITS, memoryBytes: 65_536 });
  });
});
