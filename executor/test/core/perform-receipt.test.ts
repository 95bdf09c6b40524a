import {
  checkReceiptOffline,
  commitmentOf,
  DEFAULT_POLICY,
  EMPTY_DIGEST,
  identityPath,
  parseReceiptFile,
  parseTranscript,
  policyDigest,
  RUN_LIMITS,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { performTask } from "../../src/core/perform.ts";
import type { TaskEvent } from "../../src/core/run.ts";
import { observationOf, ownReceipt } from "../../src/core/vigilance.ts";
import { IdentityExpiredError } from "../../src/errors.ts";
import { localIssuer } from "../../src/identity/local-issuer.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";
import { BOARD, COMPONENT, CONSENSUS, INPUT, OK, performingParts, USAGE } from "../doubles/plugin.ts";

const EXECUTION: Partial<TaskEvent> = { inputDigest: sha256Digest(INPUT) };

describe("performing a task", () => {
  const setUp = async () => {
    const parts = await performingParts();
    const block = parts.blocks.mine();
    return { ...parts, block, task: taskIn(block, "task", EXECUTION) };
  };

  const resultOf = async ({ ports, task }: Pick<Awaited<ReturnType<typeof setUp>>, "ports" | "task">) => {
    const performance = await performTask(ports, task);
    if (performance.status !== "result") throw new Error(performance.detail);
    return performance.result;
  };

  it("signs a receipt, which it leaves to be stored first, and commits to salt, digest and signal", async () => {
    const parts = await setUp();
    const result = await resultOf(parts);
    const file = parseReceiptFile(new TextEncoder().encode(result.receipt));
    expect(sha256Digest(new TextEncoder().encode(result.receipt))).to.equal(result.receiptDigest);
    const none = await parts.ports.content.get(result.receiptDigest).catch((fault: Error) => fault.name);
    expect(none).to.equal("ContentNotFoundError");
    const checks = await checkReceiptOffline(file, {
      chainId: 31_337,
      consensus: CONSENSUS,
      executors: [parts.account.address],
    });
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    const { resultDigest, salt } = result;
    const address = parts.account.address;
    const commitment = { executor: address, taskId: parts.task.taskId, resultDigest, signal: 3, salt };
    expect(result.commitment).to.equal(commitmentOf(commitment));
  });

  it("says in its receipt what was asked, approved, granted and used, where, behind what, and by whom", async () => {
    const parts = await setUp();
    const previous = hashOf("previous");
    const ports = { ...parts.ports, previousReceipt: async () => previous };
    const { receipt: text, record } = await resultOf({ ...parts, ports });
    const { receipt } = parseReceiptFile(new TextEncoder().encode(text));
    if (receipt.receiptVersion !== "2") throw new Error("an old receipt");
    const { identity, ...rest } = receipt;
    const { deniedCalls: _, ...used } = USAGE;
    const artifactDigest = sha256Digest(COMPONENT);
    const { node, v8 } = process.versions;
    expect(rest).to.deep.equal({
      receiptVersion: "2",
      taskId: parts.task.taskId,
      executor: parts.account.address,
      chain: { chainId: 31_337, consensus: CONSENSUS },
      approval: { contract: BOARD, proposal: "7" },
      clauseId: parts.task.clauseId,
      record: JSON.parse(record),
      policy: { common: policyDigest(DEFAULT_POLICY), own: null },
      grant: {
        capabilities: [{ name: "log", scope: [] }],
        limits: { ...RUN_LIMITS, ...parts.manifest.limits },
        isolation: "plugin",
        walls: ["process"],
      },
      usage: { ...used, wallMs: 2 },
      engine: { node, v8, jco: "1.0.0", passes: "2", arch: process.arch },
      walls: ["process"],
      region: "BR",
      startedAt: rest.startedAt,
      endedAt: rest.startedAt + 5,
      previous,
    });
    const run = { executor: parts.account.address, artifactDigest, taskId: parts.task.taskId };
    expect(identity.id).to.equal(`spiffe://test${identityPath(run)}`);
  });

  it("says what was asked of the host and not granted, and keeps the transcript that its record names", async () => {
    const parts = await setUp();
    parts.sandbox.run = async (_, { host }) => {
      const denied = await host?.answer({ interface: "clause-data", references: ["elsewhere"] });
      expect(denied).to.include({ status: "refused", case: "denied" });
      return OK;
    };
    const { record, receipt: file } = await resultOf(parts);
    const { receipt } = parseReceiptFile(new TextEncoder().encode(file));
    expect(receipt.usage).to.include({ deniedCalls: 1 });
    const entries = parseTranscript(await parts.ports.content.get(JSON.parse(record).transcriptDigest));
    expect(entries.map((entry) => entry.interface)).to.deep.equal(["clause-data"]);
    expect(observationOf(parts.task, ownReceipt(file)).deniedCalls).to.equal(1);
  });

  it("shows each host call with the run's identity, and has no result with another run's", async () => {
    const parts = await performingParts({
      entry: { artifact: "plugin.wasm", witPackage: "nexus:plugin@0.2.0", witWorld: "clause-validator" },
      capabilities: [
        { name: "log", scope: [] },
        { name: "clause-data", scope: [sha256Digest(INPUT)] },
      ],
    });
    const task = taskIn(parts.blocks.mine(), "task", EXECUTION);
    parts.sandbox.run = async (_, { host }) => {
      const answer = await host?.answer({ interface: "clause-data", references: [sha256Digest(INPUT)] });
      expect(answer).to.include({ status: "ok" });
      return OK;
    };
    const { record } = await resultOf({ ...parts, task });
    expect(JSON.parse(record).transcriptDigest).to.not.equal(EMPTY_DIGEST);

    const { identities, guardOf } = parts.ports;
    const other = await identities.issue({
      ...{ executor: BOARD, taskId: hashOf("other"), versionId: task.versionId },
      ...{ artifactDigest: sha256Digest(COMPONENT), clauseId: task.clauseId, expiresAt: 9_999 },
      policyDigest: policyDigest(DEFAULT_POLICY),
      grant: {
        capabilities: [{ name: "clause-data", scope: [] }],
        limits: RUN_LIMITS,
        isolation: "plugin",
        walls: ["process"],
      },
    });
    await performTask({ ...parts.ports, guardOf: () => guardOf(other) }, task).then(
      () => expect.fail("the call was let through"),
      (fault: unknown) => expect(fault).to.include({ code: "CALL_DENIED", rule: "proof" }),
    );
  });

  it("has no receipt when its identity ended before it did, and is tried again", async () => {
    const parts = await setUp();
    let now = 1_000;
    const identities = await localIssuer({ trustDomain: "test", audience: "broker", nowMs: () => now });
    parts.sandbox.outcome = () => {
      now += 3_600_000;
      return OK;
    };
    await performTask({ ...parts.ports, identities, nowMs: () => now }, parts.task).then(
      () => expect.fail("it was signed"),
      (fault: unknown) => expect(fault).to.be.instanceOf(IdentityExpiredError),
    );
  });
});
