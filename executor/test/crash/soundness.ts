import { NxsError, parseReceiptFile, resultConsensusAbi, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import pg from "pg";
import type { Address, Hex } from "viem";
import { chainClient } from "../../src/chain/client.ts";
import { verifyReceipt } from "../../src/index.ts";
import { type Money, moneyOf } from "../fixtures/money.ts";
import { until } from "../fixtures/until.ts";
import { type Arena, PAY } from "./arena.ts";

/** How things stood before a run. */
export type Before = { readonly money: Money; readonly pins: ReadonlySet<string> };

export async function before(arena: Arena): Promise<Before> {
  return { money: await moneyOf(arena.stack), pins: await pinsOf(arena) };
}

/** Waits until nothing is left to do for a task, and expects that each executor did it once and only once. */
export async function expectSound(arena: Arena, taskId: Hex, { money, pins }: Before): Promise<void> {
  await nothingLeft(arena, taskId);
  const { chain, contracts } = arena.stack;
  const addresses = contracts.executors.map(({ address }) => address);
  const consensus = {
    address: contracts.deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
  } as const;
  const scan = { ...consensus, args: { taskId }, fromBlock: 0n, strict: true } as const;
  const [commits, reveals, task] = await Promise.all([
    chain.client.getContractEvents({ ...scan, eventName: "ResultCommitted" }),
    chain.client.getContractEvents({ ...scan, eventName: "ResultRevealed" }),
    chain.client.readContract({ ...consensus, functionName: "task", args: [taskId] }),
  ]);
  expect(TaskState[task.state]).to.equal("Settled");
  for (const logs of [commits, reveals])
    expect(logs.map(({ args }) => args.executor)).to.have.members(addresses);
  for (const [i, executor] of addresses.entries()) {
    const revealed = reveals.find(({ args }) => args.executor === executor)?.args.receiptDigest;
    expect(await receiptOf(arena, taskId, executor)).to.equal(revealed);
    const runs = await runsOf(arena, arena.databases[i] ?? "", taskId);
    const settled = runs.filter(({ phase }) => phase === "settled");
    expect(settled.map(({ receipt }) => receipt)).to.deep.equal([revealed]);
  }
  const pinned = (await pinsOf(arena)).difference(pins);
  expect(await receiptsAmong(arena, pinned, taskId)).to.equal(addresses.length);
  expect(await moneyOf(arena.stack)).to.deep.equal(afterTask(money));
}

/** The digest of the receipt that an executor revealed, if everything about it holds. */
async function receiptOf({ stack }: Arena, taskId: Hex, executor: Address): Promise<Hex> {
  const { deployment } = stack.contracts;
  const client = chainClient(stack.chain.url, deployment.chainId, 100);
  const verified = await verifyReceipt({ client, deployment, content: stack.store, taskId, executor });
  expect(verified).to.deep.include({ ok: true, faults: [] });
  return verified.receiptDigest;
}

/** How money stands once each executor has its share, and nothing else changed. */
function afterTask(money: Money): Money {
  const panel = BigInt(money.owed.length);
  const share = PAY.reward / panel + PAY.gasCompensation;
  return {
    ...money,
    owed: money.owed.map((owed) => owed + share),
    atRisk: money.atRisk.map(() => 0n),
    consensus: money.consensus + panel * share,
    treasury: money.treasury - panel * share,
  };
}

type RunRow = { readonly phase: string; readonly receipt: Hex | null; readonly jobs: number };

async function nothingLeft(arena: Arena, taskId: Hex): Promise<void> {
  let rows: RunRow[][] = [];
  const over = async () => {
    rows = await Promise.all(arena.databases.map((name) => runsOf(arena, name, taskId)));
    return rows.every(
      (runs) =>
        runs.some(({ phase }) => phase === "settled") &&
        runs.every(({ phase, jobs }) => isOver(phase) && jobs === 0),
    );
  };
  const seen = () => `${JSON.stringify(rows)} ${arena.logs()}`;
  await until("the run is over", over, { timeoutMs: 60_000, seen });
}

const isOver = (phase: string) => phase === "settled" || phase === "missed";

async function runsOf({ stack }: Arena, name: string, taskId: Hex): Promise<RunRow[]> {
  const client = new pg.Client({ connectionString: await stack.surroundings.database(name) });
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
