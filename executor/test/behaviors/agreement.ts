import { commitmentOf, parametersFor, resultConsensusAbi, signalNumber, TaskState } from "@nexus/protocol";
import { expect } from "chai";
import { decodeFunctionData, type Hex, keccak256, stringToHex } from "viem";
import type { HDAccount } from "viem/accounts";
import { chainClient } from "../../src/chain/client.ts";
import { openWasmSandbox, replay } from "../../src/index.ts";
import { moneyOf } from "../fixtures/money.ts";
import { type PublishedPlugin, requestRun } from "../fixtures/plugin.ts";
import { refusalBy } from "../fixtures/refusal.ts";
import type { Stack } from "../fixtures/stack.ts";
import { until } from "../fixtures/until.ts";

const NXS = 10n ** 18n;
const TERMS = { quorum: 3, panel: 5, reward: 300n * NXS, gasCompensation: 2n * NXS };

/**
 * A panel of five, three of whom must agree. The stack's first three executors run as processes; a liar and a copier take the other
 * places, and a sixth executor stays away until it can see what to say.
 */
export async function agreeBesideCheats(
  stack: Stack,
  { plugin, seen }: { plugin: PublishedPlugin; seen(): string },
): Promise<void> {
  const { contracts, chain } = stack;
  const { dao, executors, deployment } = contracts;
  const [honest, , , liar, copier, late] = executors as readonly HDAccount[];
  if (honest === undefined || liar === undefined || copier === undefined || late === undefined)
    throw new Error("no executors");
  const { task, logOf, refusal, send } = consensusOf(stack);
  type Task = Awaited<ReturnType<typeof task>>;
  const reach = (taskId: Hex, name: string, holds: (now: Task) => boolean) =>
    until(name, async () => holds(await task(taskId)), { seen });

  await contracts.send(dao, "NexusToken", "approve", [deployment.contracts.ResultConsensus, 310n * NXS]);
  const before = await moneyOf(stack);
  const [vector] = plugin.manifest.audit.vectors;
  const taskId = await requestRun(contracts, plugin, vector?.input.digest ?? "0x", TERMS);

  const lie = { resultDigest: keccak256(stringToHex("a lie")), salt: keccak256(stringToHex("salt")) };
  const signal = signalNumber("FAIL");
  await send(liar, "commit", [taskId, commitmentOf({ executor: liar.address, taskId, signal, ...lie })]);
  await reach(taskId, "the honest commit", ({ commits }) => commits === 4);
  const copied = (await logOf("ResultCommitted", taskId, honest)).args.commitment;
  await send(copier, "commit", [taskId, copied]);

  await send(liar, "reveal", [taskId, lie.resultDigest, signal, lie.resultDigest, lie.salt]);
  await reach(taskId, "the honest reveal", ({ reveals }) => reveals === 4);
  const { transactionHash: hash } = await logOf("ResultRevealed", taskId, honest);
  const { input } = await chain.client.getTransaction({ hash });
  const opening = decodeFunctionData({ abi: resultConsensusAbi, data: input }).args as RevealArguments;
  const [, resultDigest, seenSignal, , salt] = opening;
  const seenOpening = { taskId, resultDigest, signal: seenSignal, salt };
  expect(await refusal(copier, "reveal", opening)).to.deep.equal([
    ...["ResultConsensusCommitmentMismatch", taskId, copier.address],
    ...[commitmentOf({ executor: copier.address, ...seenOpening }), copied],
  ]);
  const known = commitmentOf({ executor: late.address, ...seenOpening });
  expect(await refusal(late, "commit", [taskId, known])).to.deep.equal([
    ...["ResultConsensusUnexpectedState", taskId],
    ...[TaskState.indexOf("Revealing"), TaskState.indexOf("Committing")],
  ]);

  const rules = parametersFor(deployment.chainId).consensus;
  await chain.client.increaseTime({ seconds: rules.commitWindow + rules.revealWindow });
  await reach(taskId, "the honest settle", ({ state }) => TaskState[state] === "Settled");
  const right = await rightResult(stack, taskId);
  const expected = vector?.expected.signal;
  expect(right).to.deep.include({ matches: true, signal: expected, settledSignal: expected });
  expect((await task(taskId)).resultDigest).to.equal(right.digest);

  await send(dao, "slash", [taskId, liar.address]);
  await send(dao, "slash", [taskId, copier.address]);
  const share = TERMS.reward / 3n + TERMS.gasCompensation;
  const rest = 2n * TERMS.gasCompensation;
  const lost = [0n, 0n, 0n, rules.wrongResultSlash, rules.missedRevealSlash, 0n];
  const slashed = rules.wrongResultSlash + rules.missedRevealSlash;
  expect(await moneyOf(stack)).to.deep.equal({
    total: before.total,
    stakes: before.stakes.map((stake, i) => stake - (lost[i] ?? 0n)),
    owed: [share, share, share, 0n, 0n, 0n],
    atRisk: [0n, 0n, 0n, 0n, 0n, 0n],
    requester: rest,
    registry: before.registry - slashed,
    consensus: 3n * share + rest,
    treasury: before.treasury - 3n * share - rest + slashed,
  });
}

type RevealArguments = readonly [Hex, Hex, number, Hex, Hex];

/** The consensus contract, as a test asks and uses it. */
function consensusOf({ chain: { client }, contracts }: Stack) {
  const consensus = {
    address: contracts.deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
  } as const;
  return {
    task: (taskId: Hex) => client.readContract({ ...consensus, functionName: "task", args: [taskId] }),
    logOf: async <Name extends "ResultCommitted" | "ResultRevealed">(
      eventName: Name,
      taskId: Hex,
      { address: executor }: HDAccount,
    ) => {
      const args = { taskId, executor };
      const scan = { ...consensus, eventName, args, fromBlock: 0n, strict: true } as const;
      const [log] = await client.getContractEvents<typeof resultConsensusAbi, Name, true>(scan as never);
      if (log === undefined) throw new Error(`no ${eventName}`);
      return log as typeof log & { readonly args: { readonly commitment: Hex } };
    },
    /** What the account is answered. */
    refusal: (account: HDAccount, functionName: "commit" | "reveal", args: readonly unknown[]) =>
      refusalBy(client.simulateContract({ ...consensus, account, functionName, args } as never)),
    send: (from: HDAccount, functionName: string, args: readonly unknown[]) =>
      contracts.send(from, "ResultConsensus", functionName, args),
  };
}

/** What a sandbox of the test's own makes of the task. */
async function rightResult({ chain, contracts, store, surroundings }: Stack, taskId: Hex) {
  const { deployment } = contracts;
  const client = chainClient(chain.url, deployment.chainId, 100);
  const cacheFolder = `${surroundings.folder}/replay`;
  const sandbox = await openWasmSandbox({ cacheFolder, requiredWalls: [] });
  try {
    return await replay({ client, deployment, content: store, sandbox, taskId });
  } finally {
    await sandbox.close();
  }
}
