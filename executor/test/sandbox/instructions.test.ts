import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { meterModule } from "../../src/sandbox/metered-module.ts";
import { UnfitModule } from "../../src/sandbox/module-reader.ts";
import { buildModule } from "./fixtures/components.ts";

const TRANSPILER = import.meta.resolve("@bytecodealliance/jco-transpile/component");

/** One of each form of operands, so that a wrong length of any of them shifts what follows and is seen. */
const EVERY_FORM = `(module
  (type $plain (func (result i32)))
  (memory 1) (table $table 4 funcref) (global $global (mut i32) (i32.const 0))
  (data $data "abc") (elem $elem func $callee) (tag $tag (param i32))
  (func $callee (type $plain) (i32.const 0x7fffffff))
  (func $tail (type $plain) (return_call $callee))
  (func $tail-indirect (type $plain) (return_call_indirect (type $plain) (i32.const 0)))
  (func (param $i i32) (param $x f64) (result i32) (local v128 i64 (ref null func) externref)
    (block $out (loop $again (br_if $out (local.get $i)) (br_table $out $again $out (local.get $i))))
    (if (result i32) (local.get $i) (then (i32.const -1)) (else (i32.const 0xfe)))
    (drop) (drop (select (result i32) (i32.const 1) (i32.const 2) (local.get $i)))
    (drop (select (i32.const 1) (i32.const 2) (local.get $i)))
    (drop (i64.const 0x7ffffffffffffffd)) (drop (i64.const -1)) (drop (f32.const 1.5)) (drop (f64.const 2.5))
    (drop (i32.load offset=65000 align=1 (i32.const 0))) (i64.store8 (i32.const 0) (i64.const 1))
    (drop (memory.size)) (drop (memory.grow (i32.const 0)))
    (memory.copy (i32.const 0) (i32.const 1) (i32.const 1)) (memory.fill (i32.const 0) (i32.const 1) (i32.const 1))
    (memory.init $data (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop $data)
    (table.init $table $elem (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $elem)
    (table.copy $table $table (i32.const 0) (i32.const 1) (i32.const 1))
    (table.fill $table (i32.const 0) (ref.null func) (i32.const 1)) (drop (table.size $table))
    (table.set $table (i32.const 0) (ref.func $callee)) (drop (table.get $table (i32.const 0)))
    (drop (ref.is_null (ref.func $callee))) (drop (i32.trunc_sat_f64_s (local.get $x)))
    (drop (call_indirect $table (type $plain) (i32.const 0)))
    (global.set $global (i32.extend8_s (global.get $global)))
    (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (v128.const i32x4 253 1 2 3) (v128.const i64x2 1 2)))
    (drop (i32x4.extract_lane 3 (v128.load8_splat offset=3 (i32.const 0))))
    (drop (v128.load32_lane offset=4 2 (i32.const 0) (v128.load64_zero (i32.const 0))))
    (drop (f64x2.sqrt (f64x2.splat (local.get $x))))
    (block $caught (result i32) (try_table (catch $tag $caught) (throw $tag (i32.const 1))) (i32.const 1))
    (call $callee) (i32.add)))`;

const EVERY_FORM_OF_REFERENCE = `(module
  (type $function (func))
  (func $callee)
  (elem declare func $callee)
  (func (result (ref null $function)) (local (ref null $function))
    (block $null (call_ref $function (br_on_null $null (local.get 0))))
    (block (result (ref null $function)) (ref.as_non_null (ref.func $callee)))))`;

describe("A module's instructions", () => {
  for (const [title, wat] of Object.entries({
    "every form of operands": EVERY_FORM,
    "references and their branches": EVERY_FORM_OF_REFERENCE,
  })) {
    it(`are followed through ${title}`, async () => {
      const module = await buildModule(wat);
      expect(WebAssembly.validate(module), "the example is valid").to.equal(true);
      expect(WebAssembly.validate(meterModule(module)), "the metered example is valid").to.equal(true);
    });
  }

  it("are followed through megabytes of a compiler's output", async () => {
    const url = new URL("js-component-bindgen-component.core.wasm", TRANSPILER);
    const module = await readFile(url);
    expect(module.byteLength).to.be.greaterThan(1_000_000);
    expect(WebAssembly.validate(meterModule(module))).to.equal(true);
  });

  const V = "(v128.const i32x4 0 0 0 0)";
  const refused: Record<string, [string, RegExp]> = {
    "relaxed SIMD": [`(func (drop (i8x16.relaxed_swizzle ${V} ${V})))`, /relaxed SIMD/],
    "the last of relaxed SIMD": [
      `(func (drop (i32x4.relaxed_dot_i8x16_i7x16_add_s ${V} ${V} ${V})))`,
      /relaxed SIMD/,
    ],
    atomics: ["(memory 1) (func (drop (i32.atomic.load (i32.const 0))))", /atomics/],
    objects: ["(func (drop (ref.i31 (i32.const 1))))", /objects/],
    "types of objects": ["(type $t (struct)) (func (param (ref null $t)))", /objects/],
  };
  for (const [title, [fields, message]] of Object.entries(refused)) {
    it(`are refused for ${title}`, async () => {
      const module = await buildModule(`(module ${fields})`);
      expect(() => meterModule(module))
        .to.throw(UnfitModule, message)
        .with.property("rule", "instructions");
    });
  }

  it("are refused for the old form of exceptions", () => {
    const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    const sections = [
      [1, 4, 1, 0x60, 0, 0],
      [3, 2, 1, 0],
      [10, 8, 1, 6, 0, 0x06, 0x40, 0x19, 0x0b, 0x0b],
    ];
    expect(() => meterModule(Uint8Array.from([...header, ...sections.flat()])))
      .to.throw(UnfitModule, /old form of exceptions/)
      .with.property("rule", "instructions");
  });
});
