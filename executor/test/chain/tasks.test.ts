import { TaskState } from "@nexus/protocol";
import { expect } from "chai";
import type { Address, Hex } from "viem";
import type { ChainAccess } from "../../src/chain/client.ts";
import { rpcTasks } from "../../src/chain/tasks.ts";
import type { Transactions } from "../../src/chain/transactions.ts";
import type { Block } from "../../src/core/ports.ts";
import { LogsMissingError } from "../../src/errors.ts";
import { ME, SECOND, TASK } from "../doubles/advance.ts";
import { hashOf } from "../doubles/chain.ts";

type Committed = { readonly executor: Address; readonly commitment: Hex; readonly block: bigint };

const HEAD = 25_000n;
const OWN: Committed = { executor: ME, commitment: hashOf("own"), block: 100n };
const OTHER: Committed = { executor: SECOND, commitment: hashOf("other"), block: 20_000n };

describe("the consensus contract, as the executor reads it", () => {
  /** A node that knows of `commits` commitments and has the given logs. */
  const tasksOf = (commits: number, logs: readonly Committed[]) => {
    const asked: (readonly [bigint, bigint])[] = [];
    const client = {
      getBlockNumber: async () => HEAD,
      readContract: async ({ blockNumber }: { blockNumber: bigint }) => ({
        state: TaskState.indexOf(blockNumber === HEAD ? "Settled" : "None"),
        resultDigest: hashOf("result"),
        settledAt: 70,
        commits,
        reveals: 0,
      }),
      getContractEvents: async ({ fromBlock, toBlock }: { fromBlock: bigint; toBlock: bigint }) => {
        asked.push([fromBlock, toBlock]);
        return logs.filter(({ block }) => block >= fromBlock && block <= toBlock).map((args) => ({ args }));
      },
    };
    const access = {
      client,
      deployment: { contracts: { ResultConsensus: ME } },
    } as unknown as ChainAccess;
    const target = async () => ({ timestamp: 60 }) as Block;
    const key = { address: ME } as unknown as Transactions;
    return { asked, chain: rpcTasks(access, key, { target }) };
  };

  it("reads a task in one block, and until when the chain is expected to stay", async () => {
    const { chain } = tasksOf(2, []);
    expect(await chain.task(TASK)).to.deep.equal({
      state: "Settled",
      resultDigest: hashOf("result"),
      endedAt: 70,
      commits: 2,
      reveals: 0,
      block: HEAD,
    });
    expect(await chain.confirmedUntil()).to.equal(60);
  });

  it("finds its commitment among the others', however far back", async () => {
    const { chain, asked } = tasksOf(2, [OWN, OTHER]);
    const at = await chain.task(TASK);
    expect(await chain.ownCommitment(TASK, 50n, at)).to.equal(OWN.commitment);
    expect(asked).to.deep.equal([
      [15_001n, 25_000n],
      [5_001n, 15_000n],
      [50n, 5_000n],
    ]);
  });

  it("asks for no logs of what nobody did, and for no more than there are", async () => {
    const nobody = tasksOf(0, []);
    expect(await nobody.chain.ownCommitment(TASK, 0n, await nobody.chain.task(TASK))).to.equal(null);
    expect(await nobody.chain.hasRevealed(TASK, 0n, await nobody.chain.task(TASK))).to.equal(false);
    expect(nobody.asked).to.deep.equal([]);
    const other = tasksOf(1, [OTHER]);
    expect(await other.chain.ownCommitment(TASK, 0n, await other.chain.task(TASK))).to.equal(null);
    expect(other.asked).to.have.length(1);
  });

  it("doesn't take logs that a node lacks for a commitment that wasn't made", async () => {
    const { chain } = tasksOf(2, [OTHER]);
    const fault = await chain
      .ownCommitment(TASK, 0n, await chain.task(TASK))
      .catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(LogsMissingError);
    expect((fault as Error).message).to.equal(
      `The node gives 1 ResultCommitted logs of task ${TASK} up to block 25000, but the contract counts 2; it is asked again.`,
    );
  });
});
