import { NxsError, parseReceiptFile, resultConsensusAbi, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import pg from "pg";
import type { Hex } from "viem";
import { chainClient } from "../../src/chain/client.ts";
import { verifyReceipt } from "../../src/index.ts";
import { type Money, moneyOf } from "../fixtures/money.ts";
import { until } from "../fixtures/until.ts";
import { type Arena, DATABASE, TERMS } from "./arena.ts";

/** How things stood before a run. */
export type Before = { readonly money: Money; readonly pins: ReadonlySet<string> };

export async function before(arena: Arena): Promise<Before> {
  return { money: await moneyOf(arena.stack), pins: await pinsOf(arena) };
}

/** Waits until nothing is left to do for a task, and expects that it was done once and only once. */
export async function expectSound(arena: Arena, taskId: Hex, { money, pins }: Before): Promise<void> {
  await nothingLeft(arena, taskId);
  const { chain, contracts, store } = arena.stack;
  const { deployment } = contracts;
  const consensus = { address: deployment.contracts.ResultConsensus, abi: resultConsensusAbi } as const;
  const scan = { ...consensus, args: { taskId }, fromBlock: 0n, strict: true } as const;
  const [commits, reveals, task] = await Promise.all([
    chain.client.getContractEvents({ ...scan, eventName: "ResultCommitted" }),
    chain.client.getContractEvents({ ...scan, eventName: "ResultRevealed" }),
    chain.client.readContract({ ...consensus, functionName: "task", args: [taskId] }),
  ]);
  expect(TaskState[task.state]).to.equal("Settled");
  expect([commits.length, reveals.length]).to.deep.equal([1, 1]);

  const executor = contracts.executors[0]?.address ?? "0x";
  const client = chainClient(chain.url, deployment.chainId, 100);
  const verified = await verifyReceipt({ client, deployment, content: store, taskId, executor });
  expect(verified).to.deep.include({ ok: true, faults: [] });
  expect(verified.receiptDigest).to.equal(reveals[0]?.args.receiptDigest);
  const runs = await runsOf(arena, taskId);
  const settled = runs.filter(({ phase }) => phase === "settled");
  expect(settled.map(({ receipt }) => receipt)).to.deep.equal([verified.receiptDigest]);
  const pinned = (await pinsOf(arena)).difference(pins);
  expect(await receiptsAmong(arena, pinned, taskId)).to.equal(1);

  const earned = TERMS.reward + TERMS.gasCompensation;
  expect(await moneyOf(arena.stack)).to.deep.equal({
    ...money,
    owed: [(money.owed[0] ?? 0n) + earned],
    atRisk: [0n],
    consensus: money.consensus + earned,
    treasury: money.treasury - earned,
  });
}

type RunRow = { readonly phase: string; readonly receipt: Hex | null; readonly jobs: number };

async function nothingLeft(arena: Arena, taskId: Hex): Promise<void> {
  let rows: RunRow[] = [];
  const over = async () => {
    rows = await runsOf(arena, taskId);
    const settled = rows.some(({ phase }) => phase === "settled");
    return settled && rows.every(({ phase, jobs }) => isOver(phase) && jobs === 0);
  };
  const seen = () => `${JSON.stringify(rows)} ${arena.victim().log().slice(-4_000)}`;
  await until("the run is over", over, { timeoutMs: 60_000, seen });
}

const isOver = (phase: string) => phase === "settled" || phase === "missed";

async function runsOf({ stack }: Arena, taskId: Hex): Promise<RunRow[]> {
  const client = new pg.Client({ connectionString: await stack.surroundings.database(DATABASE) });
  await client.connect();
  try {
    const { rows } = await client.query<RunRow>(
      `select phase, result->>'receiptDigest' as receipt,
         (select count(*)::int from graphile_worker.jobs where key = 'task:' || task_id) as jobs
       from executor.runs where task_id = $1 order by sequence`,
      [taskId],
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** Everything that anybody keeps on IPFS. */
async function pinsOf({ stack }: Arena): Promise<ReadonlySet<string>> {
  return new Set(await stack.store.pins());
}

/** Receipts of a task among what is kept. */
async function receiptsAmong({ stack }: Arena, cids: Iterable<string>, taskId: Hex): Promise<number> {
  let count = 0;
  for (const cid of cids) {
    const bytes = await stack.store.get(cid);
    try {
      if (parseReceiptFile(bytes).receipt.taskId === taskId) count += 1;
    } catch (fault) {
      if (!(fault instanceof NxsError)) throw fault;
    }
  }
  return count;
}
