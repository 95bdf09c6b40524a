import { join } from "node:path";
import { GatewayContentReader } from "@nexus/content";
import { cidOfDigest, policyDigest, resultDigest, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import type { Hex } from "viem";
import { chainClient } from "../../src/chain/client.ts";
import { type ContractUnansweredError, openWasmSandbox, replay, verifyReceipt } from "../../src/index.ts";
import { startChangedGateway } from "../fixtures/changed-gateway.ts";
import { nexus } from "../fixtures/nexus.ts";
import { startNodeProxy } from "../fixtures/node-proxy.ts";
import { requestRun } from "../fixtures/plugin.ts";
import { DOCUMENT, publishReadingPlugin, readingInput, readingPolicy } from "../fixtures/reading-plugin.ts";
import type { Stack } from "../fixtures/stack.ts";

/**
 * A run that read a document and a contract, whose state is another one afterwards. The CLI replays it as a process of its own without
 * anything of the executors', with a node that forgot old state, which leaves the settled transcript, and with one that tells another answer.
 * A node that keeps old state needs no transcript; without both, nobody can replay it. It is granted by the policy that the reader names: what
 * the executors say of theirs is only a hint.
 */
export async function replayHostCalls(stack: Stack, settle: (taskId: Hex) => Promise<void>): Promise<void> {
  const { chain, surroundings } = stack;
  const { taskId, digest, transcriptCid } = await runReading(stack, settle);
  const [pruned, lying] = [await startNodeProxy(chain.url), await startNodeProxy(chain.url)];
  await pruned.become("pruned");
  await lying.become("lying");
  const changed = await startChangedGateway(surroundings.gateway, transcriptCid);
  const policy = readingPolicy(stack.contracts);
  const ofExecutors = ["--policy", policyDigest(policy)];
  try {
    const [byTranscript, byLiar, byDefault, [byChain, byNobody]] = await Promise.all([
      replayByCli(stack, pruned.url, [taskId, ...ofExecutors]),
      replayByCli(stack, lying.url, [taskId, ...ofExecutors]),
      replayByCli(stack, chain.url, [taskId]),
      replayHere(stack, { nodes: [chain.url, pruned.url], gateway: changed.url, taskId }),
    ]);
    const same = { matches: true, digest, policyDigest: policyDigest(policy), signal: "TRIGGER" };
    expect(byTranscript).to.include({ code: 0, err: "" });
    expect(JSON.parse(byTranscript.out)).to.deep.include({ ...same, answeredBy: "transcript" });
    expect(byChain).to.deep.include({ ...same, answeredBy: "chain" });
    expect([byDefault.code, byDefault.err]).to.deep.equal([
      1,
      `TASK_NOT_REPLAYABLE: Task ${taskId} can't be replayed: policy-denied: [default-deny] No rule allows chain-read here. Its executors name the policy ${policyDigest(policy)}: if that is the one they are to go by, replay by it.\n`,
    ]);
    const mismatch = `^REPLAY_MISMATCH: The replay gives 0x[0-9a-f]{64}, and ${digest} settled: report it`;
    expect([byLiar.code, byLiar.err.match(mismatch)?.index]).to.deep.equal([1, 0]);
    expect((byNobody as ContractUnansweredError).message).to.include(
      `told neither by the node (missing trie node) nor by the settled transcript (Content ${transcriptCid} was tampered with`,
    );
  } finally {
    await Promise.all([pruned.close(), lying.close(), changed.close()]);
  }
}

/** Has the executors settle what the board's account holds of the token, which is more a moment later. */
async function runReading(stack: Stack, settle: (taskId: Hex) => Promise<void>) {
  const { contracts, chain, store } = stack;
  const { dao, board, atOnce } = contracts;
  const plugin = await publishReadingPlugin(stack);
  const input = readingInput(contracts, board);
  await store.add(input);
  const taskId = await atOnce(() => requestRun(contracts, plugin, sha256Digest(input)));
  // Executors act on what is final.
  await chain.client.mine({ blocks: 3 });
  await settle(taskId);
  await atOnce(() => contracts.send(dao, "NexusToken", "transfer", [board, 1n]));
  return { taskId, ...(await settledRun(stack, taskId)) };
}

const replayByCli = ({ surroundings: { folder, gateway } }: Stack, node: string, what: readonly string[]) =>
  nexus([
    ...["executor", "replay", ...what, "--rpc-url", node, "--gateway", gateway],
    ...["--deployment", join(folder, "deployment.json")],
  ]);

/** What a sandbox of the test's own makes of the task with each node, or why it can't. */
async function replayHere(
  { contracts, surroundings: { folder } }: Stack,
  {
    nodes,
    gateway,
    taskId,
  }: { readonly nodes: readonly string[]; readonly gateway: string; readonly taskId: Hex },
): Promise<unknown[]> {
  const { deployment } = contracts;
  const policy = readingPolicy(contracts);
  const content = new GatewayContentReader({ url: gateway });
  const sandbox = await openWasmSandbox({ cacheFolder: join(folder, "replay"), requiredWalls: [] });
  const replayed: unknown[] = [];
  try {
    for (const node of nodes) {
      const client = chainClient(node, deployment.chainId, 100);
      const replaying = replay({ client, deployment, content, sandbox, taskId, policy });
      replayed.push(await replaying.catch((fault: unknown) => fault));
    }
    return replayed;
  } finally {
    await sandbox.close();
  }
}

async function settledRun({ contracts, chain, store }: Stack, taskId: Hex) {
  const { deployment, executors } = contracts;
  const client = chainClient(chain.url, deployment.chainId, 100);
  const executor = executors[0]?.address ?? "0x";
  const checked = await verifyReceipt({ client, deployment, content: store, taskId, executor });
  expect(checked).to.deep.include({ ok: true, faults: [] });
  const { record } = checked.receipt;
  if (record.kind !== "execution") throw new Error("it isn't a run's");
  expect(record.outcome).to.include({ status: "ok", outputDigest: sha256Digest(DOCUMENT) });
  return { digest: resultDigest(record), transcriptCid: cidOfDigest(record.transcriptDigest) };
}
