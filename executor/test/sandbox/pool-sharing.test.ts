import { expect } from "chai";
import type { RunOutcome } from "../../src/sandbox/sandbox.ts";
import { processWall, type Wall } from "../../src/sandbox/walls.ts";
import { type Bench, isAlive, openBench } from "./fixtures/sandboxes.ts";

const CHILD_BYTES = 224 * 1024 * 1024;
const ENDLESS = Number.MAX_SAFE_INTEGER;
const PLUGIN_BYTES = 64 * 1024 * 1024;

describe("The pool's children", () => {
  let bench: Bench;

  afterEach(() => bench.close());

  const codes = (runs: readonly Promise<RunOutcome>[]) =>
    Promise.all(runs.map((run) => run.then(({ status }) => status).catch(({ code }) => code)));

  it("serve one run each where runs are isolated, the next one loaded ahead of time", async () => {
    bench = await openBench({ children: 2, running: 1 });
    const seen: number[][] = [];
    for (let run = 0; run < 3; run += 1) {
      await bench.run("echo", { isolation: "run" });
      seen.push(bench.sandbox.pids());
    }
    const [first = [], second = [], third = []] = seen;
    expect(new Set([first.at(-1), second.at(-1), third.at(-1)]).size).to.equal(3);
    expect(second.concat(third).filter((pid) => first.includes(pid))).to.deep.equal([]);
  });

  it("that can't be started fail the runs they are started for, and no others", async () => {
    const inner = processWall();
    let isFull = false;
    const wall: Wall = {
      name: "process",
      wrap: (command) => {
        if (isFull) throw new Error("no space left on the disk");
        return inner.wrap(command);
      },
    };
    bench = await openBench({ walls: [wall], children: 2, running: 1 });
    const plugin = await bench.prepare("echo");
    const run = () =>
      bench.run(plugin, { isolation: "run" }).then(
        ({ status }) => status,
        ({ message }) => message,
      );
    isFull = true;
    const told = [...(await Promise.all([run(), run()])), await run()];
    expect(told).to.deep.equal(["ok", ...Array(2).fill("no space left on the disk")]);
    isFull = false;
    expect(await run()).to.equal("ok");
  });

  it("never serve isolated runs and others alike", async () => {
    bench = await openBench({ children: 1 });
    await bench.run("echo");
    const [shared] = bench.sandbox.pids();
    await bench.run("echo", { isolation: "run" });
    expect(bench.sandbox.pids()).not.to.include(shared);
  });

  it("stay warm for several tenants, and the one unused longest makes room", async () => {
    bench = await openBench({ children: 2, running: 1 });
    const pidOf = async (tenant: string) => {
      await bench.run("echo", { tenant });
      return bench.sandbox.pids().at(-1);
    };
    const [a, b] = [await pidOf("a"), await pidOf("b")];
    expect(await pidOf("a")).to.equal(a);
    await pidOf("c");
    expect(bench.sandbox.pids()).to.include(a).and.not.to.include(b);
  });

  it("together stay within the memory they are given", async () => {
    bench = await openBench({ children: 5, running: 1, totalBytes: 2 * (CHILD_BYTES + PLUGIN_BYTES) });
    for (const tenant of ["a", "b", "c", "d"]) {
      await bench.run("echo", { tenant });
      expect(bench.sandbox.pids().length).to.be.at.most(2);
    }
  });

  it("are at least one, however little memory there is", async () => {
    bench = await openBench({ children: 5, running: 2, totalBytes: 1 });
    expect(await codes([1, 2, 3].map(() => bench.run("echo")))).to.deep.equal(["ok", "ok", "ok"]);
    expect(bench.sandbox.pids()).to.have.length(1);
  });

  it("run no more at once than they may", async () => {
    bench = await openBench({ children: 4, running: 2 });
    await Promise.all(["a", "b", "c", "d"].map((tenant) => bench.run("echo", { tenant })));
    const plugin = await bench.prepare("endless-loop");
    const runs = ["a", "b", "c"].map((tenant) => bench.run(plugin, { tenant, wallMs: 400, steps: ENDLESS }));
    const first = await Promise.race(runs.map((run, index) => run.then(() => index)));
    expect(first).to.be.below(2);
    await Promise.all(runs);
  });

  it("aren't held up by one plugin's slow runs: whoever has fewest at work is next", async () => {
    bench = await openBench({ children: 4, running: 2 });
    await bench.run("echo");
    const slow = await bench.prepare("endless-loop");
    const order: string[] = [];
    const flood = Array.from({ length: 4 }, () =>
      bench.run(slow, { wallMs: 250, steps: ENDLESS }).then(() => order.push("slow")),
    );
    const quick = bench.run("echo").then(() => order.push("quick"));
    await Promise.all([...flood, quick]);
    expect(order.indexOf("quick")).to.be.below(3);
  });

  it("end what they are doing when the sandbox closes in good order", async () => {
    bench = await openBench({ children: 1 });
    const plugin = await bench.prepare("endless-loop");
    await bench.run("echo");
    const [under, waiting] = [bench.run(plugin, { wallMs: 300, steps: ENDLESS }), bench.run("echo")];
    const before = bench.sandbox.pids();
    const ended = codes([under, waiting]);
    await bench.sandbox.close(10_000);
    expect(await ended).to.deep.equal(["void", "SANDBOX_CLOSED"]);
    expect(before.filter(isAlive)).to.deep.equal([]);
  });

  it("are killed when they don't end in the time that closing gives them", async () => {
    bench = await openBench({ children: 1 });
    const plugin = await bench.prepare("endless-loop");
    const under = codes([bench.run(plugin, { steps: ENDLESS })]);
    await bench.sandbox.close(50);
    expect(await under).to.deep.equal(["SANDBOX_CLOSED"]);
  });
});
