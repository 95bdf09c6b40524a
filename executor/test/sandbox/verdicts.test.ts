import { expect } from "chai";
import { type Bench, CONTEXT, openBench, verdictOf } from "./fixtures/sandboxes.ts";

const MIB = 1024 * 1024;
/** More steps than any time limit here leaves room for. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

function outputOf(outcome: Awaited<ReturnType<Bench["run"]>>): Buffer {
  if (outcome.status !== "ok") throw new Error(`expected a result and got ${JSON.stringify(outcome)}`);
  return Buffer.from(outcome.output);
}

describe("A run's verdict", () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  after(() => bench.close());

  describe("of a plugin that keeps the rules", () => {
    it("is its signal, its output and its log", async () => {
      const outcome = await bench.run("echo", { input: Buffer.from("hello") });
      expect(verdictOf(outcome)).to.deep.equal({
        status: "ok",
        signal: "pass",
        output: new Uint8Array(Buffer.from("hello")),
        logs: [{ level: "info", message: "fixture" }],
      });
      const { hostCalls, logBytes, outputBytes, peakMemoryBytes } = outcome.usage;
      expect({ hostCalls, logBytes, outputBytes, peakMemoryBytes }).to.deep.equal({
        hostCalls: 1,
        logBytes: 7,
        outputBytes: 5,
        peakMemoryBytes: 65_536,
      });
    });

    it("carries an input of the largest size through unchanged", async () => {
      const input = Buffer.alloc(MIB, "0123456789");
      expect(outputOf(await bench.run("echo", { input })).equals(input)).to.equal(true);
    });

    it("depends on the context it was given", async () => {
      const outcome = await bench.run("context");
      expect(outcome).to.include({ status: "ok", signal: "trigger" });
      const output = outputOf(outcome);
      expect([...output.subarray(0, 32)]).to.deep.equal([...CONTEXT.seed]);
      expect(output.readBigUInt64LE(32)).to.equal(CONTEXT.nowMs);
      expect(output.readBigUInt64LE(40)).to.equal(CONTEXT.block);
      expect(output.readBigUInt64LE(48)).to.equal(CONTEXT.chainId);
    });

    it("doesn't depend on earlier runs", async () => {
      expect(outputOf(await bench.run("counter")).readUInt32LE()).to.equal(1);
      expect(outputOf(await bench.run("counter")).readUInt32LE()).to.equal(1);
    });

    for (const [index, name] of ["invalid-input", "denied", "limit", "internal"].entries()) {
      it(`is its own error "${name}"`, async () => {
        const outcome = await bench.run("plugin-error", { input: Uint8Array.of(index) });
        expect(verdictOf(outcome)).to.deep.equal({
          status: "plugin-error",
          case: name,
          message: "fixture",
          logs: [],
        });
      });
    }
  });

  describe("of a plugin that traps", () => {
    const classes = {
      unreachable: "unreachable",
      "start-trap": "unreachable",
      "allocation-failure": "unreachable",
      "out-of-bounds": "memory",
      "bad-result-pointer": "memory",
      "bad-output-pointer": "memory",
      "huge-output": "output",
      "log-flood": "output",
      "stubborn-log-flood": "output",
      "table-out-of-bounds": "memory",
      "segment-beyond": "memory",
      "deep-recursion": "stack",
      "stack-probe": "stack",
      "divide-by-zero": "other",
      "divide-overflow": "other",
      "not-a-number": "other",
      "null-call": "other",
      "wrong-call": "other",
      "bad-signal": "other",
    };
    for (const [fixture, expected] of Object.entries(classes)) {
      it(`is the trap "${expected}" for ${fixture}`, async () => {
        const { status, class: trap } = (await bench.run(fixture)) as { status: string; class?: string };
        expect({ status, class: trap }).to.deep.equal({ status: "trap", class: expected });
      });
    }

    it("is the trap for a plugin error without a case", async () => {
      const outcome = await bench.run("plugin-error", { input: Uint8Array.of(7) });
      expect(verdictOf(outcome)).to.deep.equal({ status: "trap", class: "other", logs: [] });
    });

    for (const fixture of ["endless-loop", "start-loop"]) {
      it(`is the trap "steps" for ${fixture}`, async () => {
        const outcome = await bench.run(fixture, { steps: 1_000_000 });
        expect(verdictOf(outcome)).to.deep.equal({ status: "trap", class: "steps", logs: [] });
        expect(outcome.usage.steps).to.equal(1_000_000);
      });
    }

    it("counts the same steps in every run", async () => {
      const runs = [await bench.run("echo"), await bench.run("echo")];
      const [first = 0, second] = runs.map(({ usage }) => usage.steps);
      expect(first).to.be.greaterThan(20);
      expect(second).to.equal(first);
    });

    it("keeps the log up to the last call allowed", async () => {
      const outcome = await bench.run("log-flood", { hostCalls: 3 });
      const logs = Array.from({ length: 3 }, () => ({ level: "debug", message: "fixture" }));
      expect(verdictOf(outcome)).to.deep.equal({ status: "trap", class: "output", logs });
      expect(outcome.usage.hostCalls).to.equal(4);
    });
  });

  describe("of a plugin that presses against a limit", () => {
    it("is the same number of pages everywhere: memory.grow answers -1 at the limit", async () => {
      const outcome = await bench.run("memory-grower");
      expect(outputOf(outcome).readUInt32LE()).to.equal(1024);
      expect(outcome.usage.peakMemoryBytes).to.equal(64 * MIB);
    });

    it("is the same number of table entries everywhere", async () => {
      expect(outputOf(await bench.run("table-grower")).readUInt32LE()).to.equal(99_001);
    });

    it("keeps what fits of the log and counts the rest, unseen by the plugin", async () => {
      const outcome = await bench.run("long-logs", { logBytes: 4_500 });
      expect(outcome).to.deep.include({
        status: "ok",
        logs: Array.from({ length: 4 }, () => ({ level: "warn", message: "x".repeat(1024) })),
      });
      expect(outcome.usage.logBytes).to.equal(20 * 1024);
    });

    it("is refused for an input beyond its limit, before anything runs", async () => {
      const error = await bench
        .run("echo", { input: new Uint8Array(11), inputBytes: 10 })
        .catch((fault) => fault);
      expect(error).to.include({ code: "SANDBOX_INPUT_TOO_LARGE", bytes: 11, limit: 10 });
    });
  });

  describe("of a plugin whose end depends on the machine", () => {
    it("is void when its wall time is over", async () => {
      const outcome = await bench.run("endless-loop", { wallMs: 150, steps: ENDLESS });
      expect(verdictOf(outcome)).to.deep.equal({
        status: "void",
        reason: "wall-time",
        detail: "no answer in 150 ms",
      });
    });

    it("is void when its CPU time is over", async () => {
      const outcome = await bench.run("endless-loop", { cpuMs: 100, steps: ENDLESS });
      expect(verdictOf(outcome)).to.deep.equal({
        status: "void",
        reason: "cpu-time",
        detail: "more than 100 ms of CPU time",
      });
      expect(outcome.usage.cpuMs).to.be.greaterThan(100);
    });

    it("is void when it never finishes being instantiated", async () => {
      expect(await bench.run("start-loop", { wallMs: 150, steps: ENDLESS })).to.include({
        status: "void",
        reason: "wall-time",
      });
    });

    it("is a result again for the next run", async () => {
      expect(outputOf(await bench.run("echo", { input: Uint8Array.of(1) }))).to.deep.equal(Buffer.of(1));
    });
  });
});
