import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { compromised } from "../attacks/children.ts";
import { until } from "../fixtures/until.ts";
import { componentOf } from "./fixtures/components.ts";
import { impostor } from "./fixtures/impostor.ts";
import { isAlive, openBench } from "./fixtures/sandboxes.ts";

const IDLE_CPU_MS = 200;
/** More than the time between two looks at the children. */
const LOOK_MS = 1_300;

/** Some tens of milliseconds of work. */
const WORK = `(loop $l (local.set $input-length (i32.add (local.get $input-length) (i32.const 1)))
  (br_if $l (i32.lt_u (local.get $input-length) (i32.const 150000000)))) (call $ok (i32.const 0) (i32.const 0) (i32.const 0))`;

describe("A child without a run", () => {
  for (const [when, program] of [
    ["after its answer", "start(); send(frame(OK, Buffer.alloc(1))); for (;;);"],
    ["before its first order", "send(frame({ kind: 'ready' })); for (;;);"],
  ] as const) {
    it(`is ended when it works on ${when}`, async () => {
      const walls = [impostor(compromised(program))];
      const bench = await openBench({ walls, idleCpuMs: IDLE_CPU_MS });
      try {
        const [pid = 0] = bench.sandbox.pids();
        if (when === "after its answer") expect((await bench.run("echo")).status).to.equal("ok");
        expect(isAlive(pid)).to.equal(true);
        await until("the child is gone", async () => !isAlive(pid), { timeoutMs: 6_000 });
      } finally {
        await bench.close();
      }
    });
  }

  it("isn't charged for its runs", async () => {
    const bench = await openBench({ idleCpuMs: IDLE_CPU_MS });
    try {
      const plugin = await bench.sandbox.prepare(await componentOf({ run: WORK }), DEFAULT_PREPARE_LIMITS);
      const pids: number[] = [];
      for (const _ of ["before the first look", "between two looks"]) {
        for (let spent = 0; spent <= 2 * IDLE_CPU_MS; ) spent += (await bench.run(plugin)).usage.cpuMs;
        pids.push(...bench.sandbox.pids());
        await sleep(LOOK_MS);
      }
      expect(pids.map(isAlive)).to.deep.equal([true, true]);
      expect(new Set(pids).size).to.equal(1);
    } finally {
      await bench.close();
    }
  });
});
