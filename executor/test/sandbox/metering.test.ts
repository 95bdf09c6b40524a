import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { meterModule } from "../../src/sandbox/metered-module.ts";
import { buildModule } from "./fixtures/components.ts";
import { DEPTH, endOf, instantiate, meter } from "./fixtures/meter.ts";
import { randomProgram } from "./fixtures/programs.ts";

const LIMIT = 1_000_000;
const RECURSIONS = fileURLToPath(new URL("./fixtures/recursions.ts", import.meta.url));

/** Steps that a call of the exported `run` takes. */
async function stepsOf(fields: string, ...values: number[]): Promise<number> {
  const metered = await meter(fields);
  metered.exports.run?.(...values);
  return LIMIT - Number(metered.steps.value);
}

const run = (code: string) => `(func (export "run") (param i32) (result i32) ${code} (i32.const 0))`;

describe("A metered module", () => {
  describe("pays for each step", () => {
    const count = run("(loop $again (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))");

    it("of a loop, again for each turn", async () => {
      const [once, twice, often] = [
        await stepsOf(count, 1),
        await stepsOf(count, 2),
        await stepsOf(count, 1_001),
      ];
      const turn = twice - once;
      expect(turn).to.be.at.least(5);
      expect(often - once).to.equal(1_000 * turn);
    });

    it("of the branch that it takes, and not of the other", async () => {
      const long = "(local.set 0 (i32.add (local.get 0) (i32.const 1)))".repeat(100);
      const fields = run(`(if (local.get 0) (then ${long}) (else (nop)))`);
      expect((await stepsOf(fields, 1)) - (await stepsOf(fields, 0))).to.be.within(400, 401);
    });

    it("of what stands behind a branch, a loop and a block, whatever happened in them", async () => {
      const long = "(local.set 0 (i32.add (local.get 0) (i32.const 1)))".repeat(100);
      for (const inner of [
        "(if (local.get 0) (then (drop (i32.const 1))))",
        "(if (local.get 0) (then (nop)) (else (drop (i32.const 1))))",
        "(loop $again (br_if $again (i32.const 0)))",
        "(block $out (if (local.get 0) (then (br $out))) (drop (i32.const 1)))",
        "(block $out (br $out))",
      ]) {
        for (const value of [0, 1]) {
          const [longer, shorter] = [run(`${inner} ${long}`), run(inner)];
          expect((await stepsOf(longer, value)) - (await stepsOf(shorter, value)), inner).to.be.at.least(400);
        }
      }
    });

    it("of the case that it jumps to, and not of the cases before", async () => {
      const long = "(local.set 0 (i32.add (local.get 0) (i32.const 1)))".repeat(100);
      const fields = run(
        `(block $out (block $two (block $one (br_table $one $two $out (local.get 0))) ${long} (br $out)) ${long} ${long})`,
      );
      const [one, two, out] = [await stepsOf(fields, 0), await stepsOf(fields, 1), await stepsOf(fields, 2)];
      expect(one - out).to.be.within(400, 402);
      expect(two - out).to.be.within(800, 802);
    });

    it("of each function that it calls, directly, by table and by reference", async () => {
      const fields = (code: string) => `
        (type $t (func)) (table funcref (elem $long)) (elem declare func $long)
        (func $long (type $t) ${"(drop (i32.const 1))".repeat(500)}) ${run(code)}`;
      const none = await stepsOf(fields(""), 0);
      for (const call of [
        "(call $long)",
        "(call_indirect (type $t) (i32.const 0))",
        "(call_ref $t (ref.func $long))",
      ]) {
        expect((await stepsOf(fields(call), 0)) - none, call).to.be.within(1_000, 1_020);
      }
    });

    it("of bulk operations by their size", async () => {
      const fields = (code: string) =>
        `(memory 4) (table $t 1000 funcref) (data $d "${"x".repeat(4_096)}") ${run(code)}`;
      const zero = "(i32.const 0)";
      const byBytes = ["memory.fill", "memory.copy", "memory.init $d"];
      for (const operation of byBytes) {
        const small = await stepsOf(fields(`(${operation} ${zero} ${zero} (i32.const 8))`), 0);
        const large = await stepsOf(fields(`(${operation} ${zero} ${zero} (i32.const 4096))`), 0);
        expect(large - small, operation).to.equal(4_096 / 8 - 1);
      }
      const filling = (entries: number) =>
        fields(`(table.fill $t ${zero} (ref.null func) (i32.const ${entries}))`);
      expect((await stepsOf(filling(1_000), 0)) - (await stepsOf(filling(1), 0))).to.equal(999 * 16);
    });

    it("before a bulk operation that would trap, whatever its size", async () => {
      const metered = await meter(
        `(memory 1) ${run("(memory.fill (i32.const 0) (i32.const 0) (i32.const -1))")}`,
      );
      expect(endOf(metered, () => metered.exports.run?.(0) ?? 0)).to.equal("steps");
    });

    it("of its start function", async () => {
      const metered = await meter(`(func $start ${"(drop (i32.const 1))".repeat(50)}) (start $start)`);
      expect(LIMIT - Number(metered.steps.value)).to.be.at.least(100);
    });

    it("out of one budget with the modules it works with", async () => {
      const steps = new WebAssembly.Global<bigint>({ value: "i64", mutable: true }, 1_000n);
      const depth = new WebAssembly.Global<number>({ value: "i32", mutable: true }, DEPTH);
      const load = async (fields: string, imports: WebAssembly.Imports = {}) =>
        new WebAssembly.Instance(
          new WebAssembly.Module(meterModule(await buildModule(`(module ${fields})`))),
          {
            ...imports,
            "nexus:meter": { steps, depth },
          },
        ).exports;
      const { run: inner } = await load(
        run("(loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))"),
      );
      const outer = await load(
        `(import "a" "run" (func $f (param i32) (result i32))) ${run("(drop (call $f (i32.const 9)))".repeat(40))}`,
        { a: { run: inner } },
      );
      expect(() => (outer.run as (value: number) => number)(0)).to.throw(WebAssembly.RuntimeError);
      expect(steps.value < 0n).to.equal(true);
    });

    const endless = {
      "a loop": "(loop $again (br $again))",
      "loops in loops":
        "(loop $a (loop $b (loop $c (br_if $c (i32.const 0)) (br_if $b (i32.const 0)) (br $a))))",
      "a table of branches": "(loop $again (block $out (br_table $again $again (i32.const 5))))",
      exceptions: "(loop $again (block $caught (try_table (catch $tag $caught) (throw $tag))) (br $again))",
      "calls in place of returns": "(return_call $forever (i32.const 0))",
    };
    for (const [title, code] of Object.entries(endless)) {
      it(`so that an endless run ends: ${title}`, async () => {
        const fields = `(tag $tag) (func $forever (param i32) (result i32) (return_call $forever (local.get 0))) ${run(code)}`;
        const metered = await meter(fields);
        expect(endOf(metered, () => metered.exports.run?.(0) ?? 0)).to.equal("steps");
      });
    }
  });

  describe("is true to what it was", () => {
    it("in random programs, and pays at least what they count themselves", async function () {
      this.timeout(120_000);
      for (let seed = 1; seed <= 150; seed += 1) {
        const module = await buildModule(randomProgram(seed));
        const plain = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
        const metered = instantiate(module, 100_000_000);
        const expected = (plain.run as (value: number) => number)(seed);
        expect(metered.exports.run?.(seed), `program ${seed}`).to.equal(expected);
        const counted = (plain.counted as () => number)();
        expect(metered.exports.counted?.(), `program ${seed}`).to.equal(counted);
        const taken = 100_000_000 - Number(metered.steps.value);
        expect(taken, `program ${seed} counted ${counted}`).to.be.at.least(counted);
        expect(metered.depth.value, `program ${seed}`).to.equal(DEPTH);
      }
    });

    it("in its own globals, exported ones and constants of others among them", async () => {
      const { exports } = await meter(
        `
        (import "host" "base" (global $base i32)) (global $own (mut i32) (i32.const 5)) (global (export "seven") i32 (i32.const 7))
        (memory 1) (table 3 funcref) (data (global.get $base) "\\2a") (elem (global.get $base) $answer)
        (elem (table 0) (i32.const 0) funcref (ref.func $answer) (ref.null func)) (type $t (func (result i32)))
        (func $answer (type $t) (i32.load8_u (i32.const 2)))
        (func (export "run") (result i32) (global.set $own (i32.add (global.get $own) (global.get $base)))
          (i32.add (global.get $own) (call_indirect (type $t) (global.get $base))))`,
        { imports: { host: { base: 2 } } },
      );
      expect(exports.run?.()).to.equal(5 + 2 + 42);
      expect((exports.seven as unknown as { value: number }).value).to.equal(7);
    });
  });

  describe("keeps its calls within a depth", () => {
    it("that calls, returns and exceptions leave as they found it", async () => {
      const metered = await meter(
        `
        (import "host" "back" (func $back)) (tag $tag)
        (func $deep (param i32) (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))) (else (throw $tag))))
        (func (export "again") (call $leaf) (call $back)) (func $leaf)
        (func (export "run") (param i32) (result i32) (local $turns i32)
          (loop $turn
            (block $caught (try_table (catch $tag $caught) (call $deep (i32.const 500))))
            (local.set $turns (i32.add (local.get $turns) (i32.const 1)))
            (br_if $turn (i32.lt_u (local.get $turns) (i32.const 50))))
          (local.get $turns))`,
        { imports: { host: { back: () => undefined } }, steps: 100_000_000 },
      );
      expect(metered.exports.run?.(0)).to.equal(50);
      for (let turn = 0; turn < 1_000; turn += 1) metered.exports.again?.();
      expect(metered.depth.value).to.equal(DEPTH);
    });

    it("that is smaller for larger frames", async () => {
      const depthOf = async (locals: string) => {
        const metered = await meter(
          `(global $calls (export "calls") (mut i32) (i32.const 0))
           (func $f (export "run") ${locals} (global.set $calls (i32.add (global.get $calls) (i32.const 1))) (call $f))`,
        );
        // This process has a smaller stack than the sandbox's children.
        metered.depth.value = 104_096;
        expect(endOf(metered, () => metered.exports.run?.() ?? 0)).to.equal("stack");
        return (metered.exports.calls as unknown as { value: number }).value;
      };
      const [small, large] = [await depthOf(""), await depthOf(`(local ${"i64 ".repeat(1_000)})`)];
      expect(small).to.equal(Math.floor(100_000 / (128 + 2 * 8 + 4)));
      expect(large).to.equal(Math.floor(100_000 / (128 + 1_002 * 8 + 4)));
    });

    it("that counts what is computed in a row, and of cases beside each other the longest", async () => {
      const frameOf = async (code: string) => {
        const seen: number[] = [];
        const host = { look: () => seen.push(metered.depth.value) };
        const fields = `(import "host" "look" (func $look)) ${run(`${code} (call $look)`)}`;
        const metered = await meter(fields, { imports: { host } });
        metered.exports.run?.(0);
        return DEPTH - (seen[0] ?? 0);
      };
      const long = "(drop (i32.eqz (local.get 0)))".repeat(100);
      const none = await frameOf("");
      const cases = `(block $end (block $two (block $one (br_table $one $two (local.get 0))) ${long} (br $end)) ${long})`;
      expect((await frameOf(long)) - none).to.equal(400);
      expect((await frameOf(`(loop ${long}) (block ${long})`)) - none).to.equal(800);
      expect((await frameOf(`(if (local.get 0) (then ${long}) (else ${long}))`)) - none).to.equal(400);
      expect((await frameOf(cases)) - none).to.equal(400);
      const unreached = `(if (i32.const 0) (then (block (return (i32.const 0))) ${long}))`;
      expect((await frameOf(unreached)) - none).to.equal(400);
    });

    for (const flags of [[], ["--liftoff", "--no-wasm-tier-up"], ["--no-liftoff"]]) {
      it(`before the engine's own stack ends, ${flags.join(" ") || "whatever tier it chooses"}`, async () => {
        const command = ["--no-warnings", "--stack-size=3936", ...flags, RECURSIONS];
        const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 50_000 });
        const ends = Object.entries(JSON.parse(stdout) as Record<string, string>);
        expect(ends.length).to.equal(10);
        for (const [shape, end] of ends) expect(end, shape).to.equal("stack");
      });
    }
  });

  it("is refused when it would reach for the meter itself", async () => {
    const module = await buildModule('(module (import "nexus:meter" "steps" (global (mut i64))))');
    expect(() => meterModule(module)).to.throw(/imports from "nexus:meter", which is the host's own/);
  });
});
