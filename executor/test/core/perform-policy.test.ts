import { DEFAULT_POLICY, sha256Digest } from "@nexus/protocol";
import { expect } from "chai";
import { zeroHash } from "viem";
import { performTask } from "../../src/core/perform.ts";
import type { TaskEvent } from "../../src/core/run.ts";
import { taskIn } from "../doubles/chain.ts";
import { BOARD, INPUT, performingParts } from "../doubles/plugin.ts";

const EXECUTION: Partial<TaskEvent> = { inputDigest: sha256Digest(INPUT) };
const AUDIT: Partial<TaskEvent> = { kind: "Audit", requester: BOARD, inputDigest: zeroHash };

describe("a task is refused", () => {
  const setUp = async (fields: Partial<TaskEvent> = EXECUTION, manifest = {}) => {
    const parts = await performingParts(manifest);
    const block = parts.blocks.mine();
    return { ...parts, block, task: taskIn(block, "task", fields) };
  };

  it("as policy-denied, naming each rule and what it doesn't grant", async () => {
    const capabilities = ["log", "clause-data", "chain-read"].map((name) => ({ name, scope: [] }));
    const { ports, task } = await setUp(EXECUTION, { capabilities, pluginClass: "governance-extension" });
    expect(await performTask(ports, task)).to.deep.equal({
      status: "refused",
      reason: "policy-denied",
      detail:
        "[default-deny] No rule allows chain-read here. [default-deny] No rule allows clause-data here.",
    });
  });

  it("as policy-denied, where a wall that the policy asks for doesn't stand", async () => {
    const { ports, sandbox, task } = await setUp();
    const common = { ...DEFAULT_POLICY, walls: ["process", "gvisor"] };
    const performance = await performTask({ ...ports, policy: { ...ports.policy, common } }, task);
    expect(performance).to.deep.equal({
      status: "refused",
      reason: "policy-denied",
      detail: '[walls] The wall "gvisor" must stand around this plugin, and doesn\'t here.',
    });
    expect(sandbox.requests).to.deep.equal([]);
  });

  it("as policy-denied, once the policy has ended", async () => {
    const { ports, task } = await setUp();
    const common = { ...DEFAULT_POLICY, notAfter: 0 };
    const performance = await performTask(
      { ...ports, nowMs: () => 2_000, policy: { ...ports.policy, common } },
      task,
    );
    expect(performance).to.deep.equal({
      status: "refused",
      reason: "policy-denied",
      detail: '[validity] The policy "default" ended at 1970-01-01T00:00:00.000Z; a newer one is needed.',
    });
  });

  it("as policy-denied by a rule about the task's clause, which says nothing of the version's audit", async () => {
    const [rule] = DEFAULT_POLICY.rules;
    if (rule === undefined) throw new Error("no rule");
    const parts = await setUp();
    const { task, ports } = parts;
    const denial = { ...rule, id: "no-logs", clauses: [task.clauseId], allow: [], deny: ["log" as const] };
    const common = { ...DEFAULT_POLICY, rules: [rule, { ...denial, reason: "Under dispute." }] };
    const policy = { ...ports.policy, common };
    expect(await performTask({ ...ports, policy }, task)).to.deep.equal({
      status: "refused",
      reason: "policy-denied",
      detail: '[no-logs] Rule "no-logs" denies log: Under dispute.',
    });
    const audit = taskIn(parts.block, "audit", { ...AUDIT, clauseId: zeroHash });
    expect(await performTask({ ...ports, policy }, audit)).to.deep.include({ status: "result" });
  });
});
