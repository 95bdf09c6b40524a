import { expect } from "chai";
import { limitModule } from "../../src/sandbox/memory-limit.ts";
import { UnfitModule } from "../../src/sandbox/module-reader.ts";
import { buildModule } from "./fixtures/components.ts";

const LIMITS = { memoryPages: 4, tableEntries: 10 };
const GROW = '(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))';
const GROW_TABLE =
  '(func (export "grow") (param i32) (result i32) (table.grow 0 (ref.null func) (local.get 0)))';

type Grow = (by: number) => number;

async function limited(fields: string): Promise<Grow> {
  const { bytes } = limitModule(await buildModule(`(module ${fields})`), LIMITS);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports.grow as Grow;
}

describe("A limited module", () => {
  it("grows to the limit and no further, when it declared no maximum", async () => {
    const grow = await limited(`(memory 1) ${GROW}`);
    expect([grow(3), grow(1)]).to.deep.equal([1, -1]);
  });

  it("grows to the limit and no further, when it declared a higher maximum", async () => {
    const grow = await limited(`(memory 1 65536) ${GROW}`);
    expect([grow(4), grow(3), grow(1)]).to.deep.equal([-1, 1, -1]);
  });

  it("keeps a lower maximum of its own", async () => {
    const grow = await limited(`(memory 1 2) ${GROW}`);
    expect([grow(2), grow(1)]).to.deep.equal([-1, 1]);
  });

  it("is held in its tables too, in each of their forms", async () => {
    for (const form of ["funcref", "(ref null func)"]) {
      const grow = await limited(`(table 2 ${form}) ${GROW_TABLE}`);
      expect([grow(8), grow(1)], form).to.deep.equal([2, -1]);
    }
  });

  it("keeps everything else", async () => {
    const plain = await buildModule(
      '(module (memory 1 2) (global (export "answer") i32 (i32.const 42)) (data (i32.const 0) "abc"))',
    );
    const { bytes, memories, empty } = limitModule(plain, LIMITS);
    expect(Buffer.from(bytes).equals(plain)).to.equal(true);
    expect([memories, empty]).to.deep.equal([1, 0]);
  });

  it("tells of a memory that starts empty, and can be kept from growing it", async () => {
    const plain = await buildModule(`(module (memory 0) ${GROW})`);
    expect(limitModule(plain, LIMITS)).to.include({ memories: 1, empty: 1 });
    const none = limitModule(plain, { ...LIMITS, memoryPages: 0 });
    expect(none).to.include({ memories: 0, empty: 0 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(none.bytes));
    expect((exports.grow as Grow)(1)).to.equal(-1);
  });

  const refused: Record<string, [string, string, RegExp]> = {
    "that starts beyond the limit": ["(memory 5)", "memory", /starts with 5 pages and the limit is 4/],
    "with a shared memory": ["(memory 1 2 shared)", "memory", /shared/],
    "with a 64-bit memory": ["(memory i64 1)", "memory", /64-bit/],
    "with a 64-bit table": ["(table i64 1 funcref)", "tables", /64-bit/],
    "whose table starts beyond the limit": ["(table 11 funcref)", "tables", /starts with 11 entries/],
  };
  for (const [title, [fields, rule, message]] of Object.entries(refused)) {
    it(`is refused ${title}`, async () => {
      const module = await buildModule(`(module ${fields})`);
      const limit = () => limitModule(module, LIMITS);
      expect(limit).to.throw(UnfitModule, message).with.property("rule", rule);
    });
  }

  it("is refused when it is cut anywhere within a section", async () => {
    const module = await buildModule("(module (memory 1) (table 2 funcref))");
    for (const length of [9, 10, 12, module.byteLength - 1]) {
      expect(() => limitModule(module.subarray(0, length), LIMITS), `at ${length}`).to.throw(UnfitModule);
    }
  });

  it("has no memory to count where its own maximum is no page", async () => {
    const memoriesOf = async (memory: string) =>
      limitModule(await buildModule(`(module (memory ${memory}))`), { memoryPages: 4, tableEntries: 1 })
        .memories;
    expect([await memoriesOf("0 0"), await memoriesOf("0"), await memoriesOf("0 1")]).to.deep.equal([
      0, 1, 1,
    ]);
  });
});
