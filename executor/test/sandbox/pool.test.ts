import { fork } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { expect } from "chai";
import { encodeFrame } from "../../src/sandbox/frames.ts";
import type { HostAnswer } from "../../src/sandbox/host-calls.ts";
import { descendants } from "../../src/sandbox/process-times.ts";
import { DEFAULT_PREPARE_LIMITS, DEFAULT_RUN_LIMITS, type RunOutcome } from "../../src/sandbox/sandbox.ts";
import { bwrapWall, probe, processWall } from "../../src/sandbox/walls.ts";
import type { WasmSandboxOptions } from "../../src/sandbox/wasm-sandbox.ts";
import { compromised } from "../attacks/children.ts";
import { buildComponent } from "./fixtures/components.ts";
import { impostor } from "./fixtures/impostor.ts";
import { type Bench, CONTEXT, isAlive, openBench } from "./fixtures/sandboxes.ts";

const DEADLINE_MS = 10_000;

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`not so within ${DEADLINE_MS} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function withBench(
  options: Partial<WasmSandboxOptions>,
  use: (bench: Bench) => Promise<void>,
): Promise<void> {
  const bench = await openBench(options);
  try {
    await use(bench);
  } finally {
    await bench.close();
  }
}

describe("The pool of children", () => {
  it("keeps a child for the next run of the same plugin", () =>
    withBench({}, async ({ run, sandbox }) => {
      await run("echo");
      const before = sandbox.pids();
      await run("echo");
      expect(sandbox.pids()).to.deep.equal(before);
    }));

  for (const fixture of ["unreachable", "deep-recursion"]) {
    it(`replaces a child after ${fixture}, and the child is gone`, () =>
      withBench({}, async ({ prepare, run, sandbox }) => {
        await prepare(fixture);
        const [before = 0] = sandbox.pids();
        await run(fixture);
        expect(sandbox.pids()).not.to.include(before);
        await until(() => !isAlive(before));
      }));
  }

  it("replaces a child after its last run", () =>
    withBench({ runsPerChild: 2 }, async ({ run, sandbox }) => {
      const [first = 0] = sandbox.pids();
      await run("echo");
      expect(sandbox.pids()).to.deep.equal([first]);
      await run("echo");
      expect(sandbox.pids()).not.to.include(first);
    }));

  it("never lets two tenants or two plugins share a child", () =>
    withBench({}, async ({ prepare, run, sandbox }) => {
      const plugin = await prepare("echo");
      const request = { context: CONTEXT, input: new Uint8Array(), limits: DEFAULT_RUN_LIMITS };
      const used: number[] = [];
      for (const tenant of ["a", "b"]) {
        await sandbox.run(plugin, { ...request, tenant });
        used.push(...sandbox.pids());
      }
      await run("counter");
      used.push(...sandbox.pids());
      expect(new Set(used).size).to.equal(3);
    }));

  it("lets runs wait for a child, and refuses more than its queue holds", () =>
    withBench({ queueLimit: 2 }, async ({ prepare, run }) => {
      const plugin = await prepare("echo");
      const settled = await Promise.allSettled(
        Array.from({ length: 4 }, (_, index) => run(plugin, { input: Uint8Array.of(index) })),
      );
      const seen = settled.map((result) =>
        result.status === "fulfilled" ? outputOf(result.value) : [result.reason.code, result.reason.waiting],
      );
      expect(seen).to.deep.equal([[0], [1], [2], ["SANDBOX_BUSY", 2]]);
    }));

  it("kills a child that breaks the protocol, and gives its run no result", async () => {
    const ready = encodeFrame({ kind: "ready" }).toString("base64");
    const loaded = encodeFrame({ kind: "loaded" }).toString("base64");
    const answer = (
      bytes: Uint8Array,
    ) => `const fs = require("fs"); const send = (text) => fs.writeSync(1, Buffer.from(text, "base64"));
      send("${ready}"); fs.readSync(0, Buffer.alloc(1e6)); send("${loaded}"); fs.readSync(0, Buffer.alloc(1e6));
      send("${Buffer.from(bytes).toString("base64")}"); setInterval(() => {}, 1000);`;
    const usage = { cpuMs: 1, steps: 0, peakMemoryBytes: 0, hostCalls: 0, logBytes: 0 };
    const ok = { status: "ok", signal: "pass" };
    const breaches: Record<string, [Uint8Array, string]> = {
      "bytes that are no frame": [
        Buffer.from("\u0000\u0000\u0000\u0008\u0000\u0000\u0000\u0004junk"),
        "the child sent a header that isn't JSON",
      ],
      "a frame without end": [Buffer.from("ffffffff", "hex"), "the child sent a frame of 4294967295 bytes"],
      "a result without output": [
        encodeFrame({ kind: "done", outcome: ok, logs: [], usage }),
        "the child's answer is beyond its limits",
      ],
      "too much output": [
        encodeFrame({ kind: "done", outcome: ok, logs: [], usage }, [new Uint8Array(11)]),
        "the child's answer is beyond its limits",
      ],
      "another signal": [
        encodeFrame({ kind: "done", outcome: { ...ok, signal: "maybe" }, logs: [], usage }, [
          new Uint8Array(),
        ]),
        "the child's answer isn't one",
      ],
    };
    for (const [title, [bytes, detail]] of Object.entries(breaches)) {
      await withBench({ walls: [impostor(answer(bytes))] }, async ({ run, sandbox }) => {
        const [pid = 0] = sandbox.pids();
        expect(await run("echo", { outputBytes: 10 }), title).to.deep.include({
          status: "void",
          reason: "protocol",
          detail,
        });
        await until(() => !isAlive(pid));
      });
    }
  });

  it("calls a run void whose child dies under it", () =>
    withBench({}, async ({ prepare, run, sandbox }) => {
      const plugin = await prepare("endless-loop");
      const [pid = 0] = sandbox.pids();
      const outcome = run(plugin);
      process.kill(pid, "SIGKILL");
      expect(await outcome).to.include({
        status: "void",
        reason: "crashed",
        detail: "the child ended with SIGKILL.",
      });
    }));

  it("passes on what children say without the characters that no database takes", async () => {
    const end = "{ status: 'void', reason: 'crashed', detail: 'a\\0b\\x1b' }";
    const told = `send(frame({ kind: 'done', outcome: ${end}, logs: [], usage: USAGE }));`;
    const dying = "fs.writeSync(2, 'a\\0b\\x1b'); process.exit(7);";
    for (const [program, detail] of [
      [told, "a\uFFFDb\uFFFD"],
      [dying, "the child ended with code 7. a\uFFFDb\uFFFD"],
    ] as const) {
      await withBench({ walls: [impostor(compromised(`start(); ${program} wait();`))] }, async ({ run }) => {
        expect(await run("echo")).to.include({ status: "void", reason: "crashed", detail });
      });
    }
  });

  it("calls a run void when no child can start", () =>
    withBench({ walls: [impostor("process.exit(7)")] }, async ({ run }) => {
      expect(await run("echo")).to.include({
        status: "void",
        reason: "crashed",
        detail: "the child ended with code 7.",
      });
    }));
});

describe("Closing the sandbox", () => {
  it("leaves no child behind and refuses what waits, runs or comes later", async () => {
    const bench = await openBench({ children: 2 });
    const plugin = await bench.prepare("endless-loop");
    const running = [1, 2, 3].map(() => bench.run(plugin).catch((error: { code: string }) => error.code));
    const pids = bench.sandbox.pids();
    expect(pids).to.have.length(2);
    await bench.close();
    expect(pids.filter(isAlive)).to.deep.equal([]);
    expect(await Promise.all(running)).to.deep.equal(Array(3).fill("SANDBOX_CLOSED"));
    const late = await bench.run(plugin).catch((error: { code: string }) => error.code);
    expect(late).to.equal("SANDBOX_CLOSED");
    const component = await buildComponent("echo");
    const prepared = bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS);
    expect(await prepared.catch((error: { code: string }) => error.code)).to.equal("SANDBOX_CLOSED");
  });

  it("doesn't wait beyond its grace for the host's answer to a child that is gone", async () => {
    const call = "{ kind: 'call', interface: 'clause-data', references: [] }";
    const walls = [impostor(compromised(`start(); send(frame(${call})); wait();`))];
    const bench = await openBench({ walls });
    const plugin = await bench.prepare("echo");
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<HostAnswer>();
    const host = {
      answer: () => {
        asked.resolve();
        return answered.promise;
      },
    };
    const request = { context: CONTEXT, input: new Uint8Array(), limits: DEFAULT_RUN_LIMITS, host };
    const code = bench.sandbox.run(plugin, request).catch((error: { code: string }) => error.code);
    await asked.promise;
    const [pid = 0] = bench.sandbox.pids();
    process.kill(pid, "SIGKILL");
    await until(() => !isAlive(pid));
    await bench.sandbox.close(50);
    answered.resolve({ status: "ok", interface: "clause-data", documents: [] });
    expect(await code).to.equal("SANDBOX_CLOSED");
    await bench.close();
  });

  it("ends a component that is being prepared", async () => {
    const bench = await openBench();
    const component = await buildComponent("echo");
    const preparing = bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS).catch((error) => error.code);
    await bench.close();
    expect(await preparing).to.equal("SANDBOX_CLOSED");
  });

  it("happens to the children of a supervisor that is killed, too", async function () {
    const tied = processWall().wrap({ file: "node", arguments: [], readable: [] }).file !== "node";
    if (!tied) this.skip();
    const supervisor = fork(new URL("fixtures/supervisor.ts", import.meta.url), { stdio: "ignore" });
    const [{ pid, cacheFolder }] = (await once(supervisor, "message")) as [
      { pid: number; cacheFolder: string },
    ];
    expect(isAlive(pid)).to.equal(true);
    supervisor.kill("SIGKILL");
    try {
      await until(() => !isAlive(pid));
    } finally {
      if (isAlive(pid)) process.kill(pid, "SIGKILL");
      await rm(cacheFolder, { recursive: true });
    }
  });

  it("reaches behind bwrap", async function () {
    const walls = [processWall(), bwrapWall()];
    if ((await probe(walls)) !== undefined) {
      if (process.env.CI === "true") throw new Error("bwrap must stand under CI");
      this.skip();
    }

    const bench = await openBench({ walls });
    const outcome = bench.run("echo");
    await outcome;
    const inner = bench.sandbox.pids().flatMap(descendants);
    expect(inner).to.have.length(1);
    await bench.close();
    await until(() => !inner.some(isAlive));
  });
});

function outputOf(outcome: RunOutcome): number[] {
  return outcome.status === "ok" ? [...outcome.output] : [];
}
