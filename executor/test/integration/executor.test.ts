import { once } from "node:events";
import { DEFAULT_POLICY, policyDigest } from "@nexus/protocol";
import { expect } from "chai";
import type { Hex } from "viem";
import { chainClient } from "../../src/chain/client.ts";
import { openWasmSandbox, replay, verifyReceipt } from "../../src/index.ts";
import { agreeBesideCheats } from "../behaviors/agreement.ts";
import { disputeLyingAudit } from "../behaviors/disputed-audit.ts";
import { pruneChamber } from "../behaviors/pruned-chamber.ts";
import { replayHostCalls } from "../behaviors/replayed-host-calls.ts";
import { kill } from "../fixtures/chain.ts";
import { type RunningExecutor, startExecutorProcess } from "../fixtures/executors.ts";
import { certify, openAudit, type PublishedPlugin, publishPlugin, requestRun } from "../fixtures/plugin.ts";
import { readingSettings } from "../fixtures/reading-plugin.ts";
import { type Stack, startStack } from "../fixtures/stack.ts";
import { until } from "../fixtures/until.ts";

describe("executors as processes, on a real chain, database and gateway", function () {
  this.timeout(180_000);

  let stack: Stack;
  let plugin: PublishedPlugin;
  let policy: Record<string, string>;
  const running: RunningExecutor[] = [];

  const start = async (index: number, environment = {}): Promise<RunningExecutor> => {
    const account = stack.contracts.executors[index];
    if (account === undefined) throw new Error("no account");
    const name = `executor_${index}`;
    const executor = await startExecutorProcess(stack.surroundings, {
      name,
      account,
      environment: { ...policy, ...environment },
    });
    running[index] = executor;
    return executor;
  };

  const logs = () => running.map((executor) => executor.log().split("\n").slice(-6).join("\n")).join("\n");

  const reach = (executor: RunningExecutor, taskId: Hex, phase: string) => {
    let last = "";
    const holds = async () => {
      last = await executor.phase(taskId);
      return last === phase;
    };
    return until(`phase ${phase}`, holds, { timeoutMs: 45_000, seen: () => `It is ${last}.\n${logs()}` });
  };

  before(async () => {
    stack = await startStack({ executors: 6 });
    plugin = await publishPlugin(stack.contracts, stack.store);
    policy = await readingSettings(stack);
  });

  after(async () => {
    await Promise.all(running.map(({ child }) => kill(child)));
    await stack?.stop();
  });

  it("settle an audit and can be checked afterwards", async () => {
    const executors = [await start(0), await start(1), await start(2)];
    const taskId = await openAudit(stack.contracts, plugin);
    for (const executor of executors) await reach(executor, taskId, "settled");
    const { deployment } = stack.contracts;
    const client = chainClient(stack.chain.url, deployment.chainId, 100);
    const sandbox = await openWasmSandbox({
      cacheFolder: `${stack.surroundings.folder}/replay`,
      requiredWalls: [],
    });
    try {
      const again = await replay({ client, deployment, content: stack.store, sandbox, taskId });
      expect(again).to.deep.include({
        matches: true,
        signal: "PASS",
        settledSignal: "PASS",
        policyDigest: policyDigest(DEFAULT_POLICY),
        statedPolicies: [],
      });
      expect(again.digest).to.equal(again.settledDigest);
    } finally {
      await sandbox.close();
    }
    for (const { address } of stack.contracts.executors.slice(0, 3)) {
      const verified = await verifyReceipt({
        client,
        deployment,
        content: stack.store,
        taskId,
        executor: address,
      });
      expect(verified).to.deep.include({ ok: true, faults: [] });
    }
  });

  it("say that they are ready, and how they stand", async () => {
    const [executor] = running;
    const ready = await executor?.get("/readyz");
    expect(ready).to.deep.equal({
      status: 200,
      body: { ready: true, checks: { chain: { ok: true }, database: { ok: true }, ipfs: { ok: true } } },
    });
    const status = await executor?.get("/status");
    expect(status?.body).to.deep.include({
      executor: stack.contracts.executors[0]?.address,
      runs: { settled: 1 },
      loops: { watch: null, recover: null, sweep: null, deadlines: null, audits: null },
    });
  });

  it("stop cleanly when asked", async () => {
    for (const { child } of running) {
      const begun = Date.now();
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      expect(await ended).to.deep.equal([0, null]);
      expect(Date.now() - begun).to.be.below(10_000);
    }
  });

  it("reveal and settle after a kill between commitment and reveal", async () => {
    await certify(stack.contracts, plugin);
    const [first, second] = [await start(0), await start(1)];
    const inputDigest = plugin.manifest.audit.vectors[1]?.input.digest ?? "0x";
    const taskId = await requestRun(stack.contracts, plugin, inputDigest);
    await reach(first, taskId, "committed");
    await reach(second, taskId, "committed");
    await kill(first.child);
    const third = await start(2);
    await reach(third, taskId, "revealed");
    const again = await start(0);
    for (const executor of [again, second, third]) await reach(executor, taskId, "settled");
    const { deployment } = stack.contracts;
    const client = chainClient(stack.chain.url, deployment.chainId, 100);
    const verified = await verifyReceipt({
      client,
      deployment,
      content: stack.store,
      taskId,
      executor: stack.contracts.executors[0]?.address ?? "0x",
    });
    expect(verified).to.deep.include({ ok: true, faults: [] });
    expect(verified.receipt.record).to.deep.include({ kind: "execution", inputDigest });
  });

  it("settle a run with host calls, which anybody replays from chain and IPFS alone", async () => {
    const settle = async (taskId: Hex) => {
      for (const executor of running) await reach(executor, taskId, "settled");
    };
    await replayHostCalls(stack, settle);
  });

  it("settle the right result beside one that lies, one that copies and one that is away", async () => {
    await agreeBesideCheats(stack, { plugin, seen: logs });
  });

  it("run again in another block what a reorganisation moved, and wait for a gateway that is away", async () => {
    const { chain, contracts } = stack;
    const [first, second] = running;
    if (first === undefined || second === undefined) throw new Error("no executors");
    await stack.gateway.kill();
    const snapshot = await chain.client.snapshot();
    const inputDigest = plugin.manifest.audit.vectors[2]?.input.digest ?? "0x";
    const taskId = await requestRun(contracts, plugin, inputDigest);
    for (const executor of [first, second]) await reach(executor, taskId, "pending");
    const ready = await first.get("/readyz");
    expect(ready.status).to.equal(503);
    expect(ready.body.checks).to.deep.include({ chain: { ok: true }, database: { ok: true } });
    await chain.client.revert({ id: snapshot });
    await chain.client.mine({ blocks: 3 });
    expect(await requestRun(contracts, plugin, inputDigest)).to.equal(taskId);
    await stack.gateway.start();
    for (const executor of [first, second]) await reach(executor, taskId, "settled");
    const { body } = await first.get(`/runs/${taskId}`);
    const runs = body.runs as { orphaned: boolean; phase: string; event: { blockHash: Hex } }[];
    expect(runs.map(({ orphaned, phase }) => [orphaned, phase])).to.deep.equal([
      [true, "missed"],
      [false, "settled"],
    ]);
    const { client } = chain;
    const block = await client.getBlock({ blockHash: runs[1]?.event.blockHash ?? "0x" });
    expect(block.number).to.be.a("bigint");
  });

  const answers = async (executor: RunningExecutor, name: "chain" | "database"): Promise<boolean> => {
    const { body } = await executor.get("/readyz");
    return (body.checks as Record<typeof name, { ok: boolean }>)[name].ok;
  };

  it("go on when the chain's node answers again", async () => {
    const [first, second] = running;
    if (first === undefined || second === undefined) throw new Error("no executors");
    const inputDigest = plugin.manifest.audit.vectors[4]?.input.digest ?? "0x";
    const taskId = await requestRun(stack.contracts, plugin, inputDigest);
    stack.chain.pause();
    await until("the loss is seen", async () => !(await answers(first, "chain")));
    stack.chain.resume();
    for (const executor of [first, second]) await reach(executor, taskId, "settled");
    expect(await answers(first, "chain")).to.equal(true);
  });

  it("go on when their database comes back", async () => {
    const [first, second] = running;
    if (first === undefined || second === undefined) throw new Error("no executors");
    await stack.closeDatabase();
    const lost = async () => !(await answers(first, "database")) && !(await answers(second, "database"));
    await until("the loss is seen", lost);
    const inputDigest = plugin.manifest.audit.vectors[3]?.input.digest ?? "0x";
    const taskId = await requestRun(stack.contracts, plugin, inputDigest);
    await stack.reopenDatabase();
    for (const executor of [first, second]) await reach(executor, taskId, "settled");
    expect([await answers(first, "database"), await answers(second, "database")]).to.deep.equal([true, true]);
  });

  it("go on in another process of the same executor when the one that led is killed", async () => {
    const leader = running[0];
    const account = stack.contracts.executors[0];
    if (leader === undefined || account === undefined) throw new Error("no executor");
    const second = await startExecutorProcess(stack.surroundings, { name: "executor_0", account });
    const inputDigest = plugin.manifest.audit.vectors[5]?.input.digest ?? "0x";
    running.push(second);
    const taskId = await requestRun(stack.contracts, plugin, inputDigest);
    await kill(leader.child);
    for (const executor of running.slice(1)) await reach(executor, taskId, "settled");
    const { body } = await second.get(`/runs/${taskId}`);
    expect(body.runs).to.have.length(1);
  });

  it("ask for audits of what is certified, and dispute a certificate whose audit settles otherwise", async () => {
    await Promise.all(running.map(({ child }) => kill(child)));
    await disputeLyingAudit(stack, { plugin, start: (environment) => start(0, environment) });
  });

  it("keep: they take expired seats out of a chamber that was idle for too long", async () => {
    await Promise.all(running.map(({ child }) => kill(child)));
    await pruneChamber(stack, (environment) => start(0, environment));
  });
});
