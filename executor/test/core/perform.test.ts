import { ContentNotFoundError, ContentTamperedError, MemoryContentStore } from "@nexus/content";
import {
  canonicalBytes,
  cidOfDigest,
  DEFAULT_POLICY,
  deriveAuditInput,
  EMPTY_DIGEST,
  parseReceiptFile,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters, hexToBytes, keccak256, zeroHash } from "viem";
import { digestContent } from "../../src/content/content.ts";
import { performTask } from "../../src/core/perform.ts";
import type { RegistryReader } from "../../src/core/ports.ts";
import type { TaskEvent } from "../../src/core/run.ts";
import { ChainMovedError, GatewayDeceivedError } from "../../src/errors.ts";
import { PrepareRefused, RunInputTooLarge, SandboxBusy } from "../../src/sandbox/errors.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";
import {
  BOARD,
  COMPONENT,
  CONSENSUS,
  INPUT,
  manifestOf,
  OK,
  OUTPUT,
  performingParts,
  USAGE,
} from "../doubles/plugin.ts";

const EXECUTION: Partial<TaskEvent> = { inputDigest: sha256Digest(INPUT) };
const AUDIT: Partial<TaskEvent> = { kind: "Audit", requester: BOARD, inputDigest: zeroHash };

const seedOf = (task: TaskEvent) =>
  keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "bytes32" }], [task.taskId, task.blockHash]));

describe("performing a task", () => {
  const setUp = async (fields = EXECUTION, manifest = {}) => {
    const parts = await performingParts(manifest);
    const block = parts.blocks.mine();
    return { ...parts, block, task: taskIn(block, "task", fields) };
  };

  const resultOf = async ({ ports, task }: Awaited<ReturnType<typeof setUp>>) => {
    const performance = await performTask(ports, task);
    if (performance.status !== "result") throw new Error(performance.detail);
    return performance.result;
  };

  describe("an execution", () => {
    it("gives the record that every executor must make", async () => {
      const parts = await setUp();
      const { task, block } = parts;
      const result = await resultOf(parts);
      const record = {
        recordVersion: "1",
        kind: "execution",
        plugin: { versionId: task.versionId, artifactDigest: sha256Digest(COMPONENT) },
        context: {
          runId: task.taskId,
          seed: seedOf(task),
          nowMs: block.timestamp * 1_000,
          block: Number(block.number),
          chainId: 31_337,
        },
        inputDigest: sha256Digest(INPUT),
        transcriptDigest: EMPTY_DIGEST,
        outcome: { status: "ok", signal: "TRIGGER", outputDigest: sha256Digest(OUTPUT) },
      };
      expect(JSON.parse(result.record)).to.deep.equal(record);
      expect(result.resultDigest).to.equal(sha256Digest(canonicalBytes(record)));
      expect(result.signal).to.equal("TRIGGER");
    });

    it("hands the sandbox the context, the input and the grant's limits", async () => {
      const parts = await setUp();
      await resultOf(parts);
      const [request] = parts.sandbox.requests;
      expect(request?.input).to.deep.equal(INPUT);
      expect(request?.isolation).to.equal("plugin");
      expect(request?.tenant).to.match(new RegExp(`^${parts.task.clauseId}:0x[0-9a-f]{64}$`));
      expect(request?.limits).to.deep.include({ wallMs: 2_000, cpuMs: 1_000, outputBytes: 4_096 });
      expect(request?.context).to.deep.equal({
        runId: parts.task.taskId,
        seed: hexToBytes(seedOf(parts.task)),
        nowMs: BigInt(parts.block.timestamp) * 1_000n,
        block: parts.block.number,
        chainId: 31_337n,
      });
    });

    it("gives every run a process of its own where the policy isolates runs", async () => {
      const parts = await setUp(AUDIT);
      const common = { ...DEFAULT_POLICY, isolation: "run" as const };
      await performTask({ ...parts.ports, policy: { ...parts.ports.policy, common } }, parts.task);
      const isolations = parts.sandbox.requests.map(({ isolation }) => isolation);
      expect(isolations).to.deep.equal(["run", "run", "run"]);
    });

    const ends = [
      [{ status: "plugin-error", case: "invalid-input", message: "no", logs: [] }, { case: "invalid-input" }],
      [{ status: "trap", class: "memory", logs: [] }, { class: "memory" }],
    ] as const;
    for (const [outcome, shown] of ends) {
      it(`settles a ${outcome.status} as ESCALATE`, async () => {
        const parts = await setUp();
        parts.sandbox.outcome = () => ({ ...outcome, usage: USAGE });
        const result = await resultOf(parts);
        expect(result.signal).to.equal("ESCALATE");
        expect(JSON.parse(result.record).outcome).to.deep.equal({ status: outcome.status, ...shown });
      });
    }

    for (const reason of ["wall-time", "cpu-time", "stack", "crashed", "protocol"] as const) {
      it(`has no result when it ends by ${reason}`, async () => {
        const { ports, sandbox, task } = await setUp();
        sandbox.outcome = () => ({ status: "void", reason, detail: "Why.", usage: USAGE });
        expect(await performTask(ports, task)).to.deep.equal({ status: "void", reason, detail: "Why." });
      });
    }

    it("waits for a block that the node doesn't know", async () => {
      const { ports, task } = await setUp();
      await performTask(ports, { ...task, blockHash: hashOf("elsewhere") }).then(
        () => expect.fail("it ran"),
        (fault: unknown) => expect(fault).to.be.instanceOf(ChainMovedError),
      );
    });
  });

  describe("an audit", () => {
    it("of a certified version is run for another executor too", async () => {
      const { ports, task } = await setUp({ ...AUDIT, requester: CONSENSUS });
      expect(await performTask(ports, task)).to.deep.include({ status: "result" });
    });

    it("runs every vector and the seeded inputs, apart from time and place", async () => {
      const parts = await setUp(AUDIT);
      const result = await resultOf(parts);
      const seed = seedOf(parts.task);
      const contexts = parts.sandbox.requests.map(({ context }) => context);
      const indexSeed = (index: bigint) =>
        keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [seed, index]));
      const base = { runId: "audit", nowMs: 0n, block: 0n, chainId: 0n };
      expect(contexts).to.deep.equal([
        { ...base, seed: hexToBytes(zeroHash) },
        { ...base, seed: hexToBytes(indexSeed(0n)) },
        { ...base, seed: hexToBytes(indexSeed(1n)) },
      ]);
      const derived = [0, 1].map((index) => deriveAuditInput({ seed, index, vectorInput: INPUT }));
      expect(parts.sandbox.requests.map(({ input }) => input)).to.deep.equal([INPUT, ...derived]);
      const outcome = { status: "ok", signal: "TRIGGER", outputDigest: sha256Digest(OUTPUT) };
      expect(JSON.parse(result.record)).to.deep.include({
        kind: "audit",
        seed,
        vectors: [{ inputDigest: sha256Digest(INPUT), outcome, matches: true }],
        seeded: derived.map((input) => ({
          inputDigest: sha256Digest(input),
          outcome,
        })),
      });
      expect(result.signal).to.equal("PASS");
      expect(parseReceiptFile(new TextEncoder().encode(result.receipt)).receipt.usage.cpuMs).to.equal(3);
    });

    const wrong = [
      ["another signal", { ...OK, signal: "pass" }],
      ["another output", { ...OK, output: INPUT }],
      ["a refusal", { status: "plugin-error", case: "internal", message: "", logs: [], usage: USAGE }],
    ] as const;
    for (const [name, outcome] of wrong) {
      it(`fails on ${name} for a vector`, async () => {
        const parts = await setUp(AUDIT);
        parts.sandbox.outcome = () => outcome;
        const result = await resultOf(parts);
        expect(result.signal).to.equal("FAIL");
        expect(JSON.parse(result.record).vectors[0].matches).to.equal(false);
      });
    }

    it("has no result when one of its runs is void", async () => {
      const { ports, sandbox, task } = await setUp(AUDIT);
      const isLast = () => sandbox.requests.length === 3;
      sandbox.outcome = () =>
        isLast() ? { status: "void", reason: "cpu-time", detail: "Why.", usage: USAGE } : OK;
      expect(await performTask(ports, task)).to.deep.include({ status: "void", reason: "cpu-time" });
    });
  });

  describe("refused before anything runs", () => {
    const answers = (answer: Partial<RegistryReader>) => answer;
    const onlyMe = async (account: string) => account !== CONSENSUS;
    const refusals = [
      ["executor-inactive", EXECUTION, answers({ isActive: async () => false })],
      ["version-unknown", EXECUTION, answers({ publishedVersion: async () => null })],
      ["not-certified", EXECUTION, answers({ certificationStatus: async () => "Revoked" })],
      ["not-certified", EXECUTION, answers({ certificationStatus: async () => "None" })],
      ["not-bound", EXECUTION, answers({ bindingOf: async () => "Advisory" })],
      ["audit-not-by-board", { ...AUDIT, requester: CONSENSUS }, answers({ isActive: onlyMe })],
      [
        "not-certified",
        { ...AUDIT, requester: CONSENSUS },
        answers({ certificationStatus: async () => "Expired" }),
      ],
    ] as const;
    for (const [reason, fields, answer] of refusals) {
      it(`as ${reason} ${JSON.stringify(Object.keys(answer))}`, async () => {
        const { ports, registry, sandbox, task } = await setUp(fields);
        const performance = await performTask(
          { ...ports, registryAt: async () => ({ ...registry, ...answer }) },
          task,
        );
        expect(performance).to.deep.include({ status: "refused", reason });
        expect(sandbox.requests).to.deep.equal([]);
      });
    }

    it("as version-yanked, audits too", async () => {
      const { ports, registry, content, task } = await setUp(AUDIT);
      const publishedVersion = async () => ({ pluginId: hashOf("plugin"), content, yanked: true });
      const performance = await performTask(
        { ...ports, registryAt: async () => ({ ...registry, publishedVersion }) },
        task,
      );
      expect(performance).to.deep.include({ status: "refused", reason: "version-yanked" });
    });

    for (const field of ["artifactDigest", "clauseId"] as const) {
      it(`as manifest-mismatch, when the manifest has another ${field}`, async () => {
        const { ports, registry, content, task } = await setUp();
        const swapped = { ...content, [field]: hashOf("another") };
        const publishedVersion = async () => ({
          pluginId: hashOf("plugin"),
          content: swapped,
          yanked: false,
        });
        const performance = await performTask(
          { ...ports, registryAt: async () => ({ ...registry, publishedVersion }) },
          task,
        );
        expect(performance).to.deep.include({ status: "refused", reason: "manifest-mismatch" });
      });
    }

    it("as manifest-invalid, with the faults", async () => {
      const { ports, registry, content, store, task } = await setUp();
      const bytes = new TextEncoder().encode("{}");
      await store.add(bytes);
      const broken = { ...content, manifestDigest: sha256Digest(bytes) };
      const publishedVersion = async () => ({ pluginId: hashOf("plugin"), content: broken, yanked: false });
      const performance = await performTask(
        { ...ports, registryAt: async () => ({ ...registry, publishedVersion }) },
        task,
      );
      expect(performance).to.deep.include({ status: "refused", reason: "manifest-invalid" });
    });

    it("as component-refused, when the sandbox won't prepare it for another reason", async () => {
      const { ports, sandbox, task } = await setUp();
      const fault = new PrepareRefused({ digest: "0x", rule: "memory", detail: "it defines 2 memories" });
      sandbox.prepare = () => Promise.reject(fault);
      const performance = await performTask(ports, task);
      expect(performance).to.deep.include({ status: "refused", reason: "component-refused" });
    });

    it("as import-denied, when the component imports what it may not", async () => {
      const { ports, sandbox, task } = await setUp();
      const fault = new PrepareRefused({ digest: "0x", rule: "imports", detail: "it imports wasi:http" });
      sandbox.prepare = () => Promise.reject(fault);
      const performance = await performTask(ports, task);
      expect(performance).to.deep.equal({
        status: "refused",
        reason: "import-denied",
        detail: fault.message,
      });
    });

    it("as content-tampered, where the manifest's CID names other bytes than its publisher signed", async () => {
      const digest = sha256Digest(COMPONENT);
      const other = new Uint8Array(300_000);
      const cid = await new MemoryContentStore().add(other);
      const [artifact] = manifestOf().artifacts;
      if (artifact === undefined) throw new Error("no artifact");
      const artifacts = [{ ...artifact, size: other.length, cid }];
      const { ports, store, sandbox, task } = await setUp(EXECUTION, { artifacts });
      await store.add(other);
      const { message } = new ContentTamperedError({ cid, expected: digest, found: sha256Digest(other) });
      expect(await performTask(ports, task)).to.deep.equal({
        ...{ status: "refused", reason: "content-tampered", detail: message },
      });
      expect(sandbox.requests).to.deep.equal([]);
    });

    it("as input-too-large", async () => {
      const { ports, sandbox, task } = await setUp();
      sandbox.outcome = () => {
        throw new RunInputTooLarge({ bytes: 2, limit: 1 });
      };
      expect(await performTask(ports, task)).to.deep.include({
        status: "refused",
        reason: "input-too-large",
      });
    });
  });

  describe("left for another try", () => {
    it("when the gateway gives other bytes than the component's", async () => {
      const { ports, store, sandbox, task } = await setUp();
      const cid = cidOfDigest(sha256Digest(COMPONENT));
      const cause = new ContentTamperedError({ cid, expected: "0x01", found: "0x02" });
      const reader = {
        get: (asked: string) => (asked === cid ? Promise.reject(cause) : store.get(asked)),
      };
      await performTask({ ...ports, content: digestContent(reader, store) }, task).then(
        () => expect.fail("it ran"),
        (fault: unknown) =>
          expect(fault).to.be.instanceOf(GatewayDeceivedError).and.to.deep.include({ cid, cause }),
      );
      expect(sandbox.requests).to.deep.equal([]);
    });

    it("when an input isn't there yet", async () => {
      const { ports, task } = await setUp({ inputDigest: hashOf("missing") });
      await performTask(ports, task).then(
        () => expect.fail("it ran"),
        (fault: unknown) => expect(fault).to.be.instanceOf(ContentNotFoundError),
      );
    });

    it("when preparing the component took too long", async () => {
      const { ports, sandbox, task } = await setUp();
      const fault = new PrepareRefused({ digest: "0x", rule: "time", detail: "60 s are over" });
      sandbox.prepare = () => Promise.reject(fault);
      await performTask(ports, task).then(
        () => expect.fail("it was refused"),
        (thrown: unknown) => expect(thrown).to.equal(fault),
      );
    });

    it("when the sandbox is busy", async () => {
      const { ports, sandbox, task } = await setUp();
      sandbox.outcome = () => {
        throw new SandboxBusy({ waiting: 64 });
      };
      await performTask(ports, task).then(
        () => expect.fail("it ran"),
        (fault: unknown) => expect(fault).to.be.instanceOf(SandboxBusy),
      );
    });
  });
});
