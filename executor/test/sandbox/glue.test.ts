import { Script } from "node:vm";
import { parse } from "acorn";
import { expect } from "chai";
import { rustSubject, scriptSubject } from "../../bench/subjects.ts";
import { glueScript } from "../../src/sandbox/glue.ts";
import { DEFAULT_PREPARE_LIMITS } from "../../src/sandbox/sandbox.ts";
import { openBench } from "./fixtures/sandboxes.ts";

type Instantiate = (...given: unknown[]) => unknown;

const scriptOf = (module: string) => glueScript(module, parse);
const entry = (body: string) => `export function instantiate(get, imports) {\n${body}\n}`;

async function inModule(module: string): Promise<Instantiate> {
  const url = `data:text/javascript;base64,${Buffer.from(module).toString("base64")}`;
  return ((await import(url)) as { instantiate: Instantiate }).instantiate;
}

function inScript(module: string): Instantiate {
  return (new Script(scriptOf(module)).runInThisContext() as { instantiate: Instantiate }).instantiate;
}

/** All kinds of state that a module may have; its instance tells what it finds. */
const STATEFUL = entry(`
  let count = 0, unset;
  const seen = new Set();
  const { step, ...rest } = imports;
  const [first = 5] = [];
  function next() { count += step; seen.add(count); return count; }
  class Task {
    static id = 0n;
    static State = { OPEN: 1 };
    #id = ++Task.id;
    number() { return String(this.#id); }
  }
  const taken = () => new Task().number();
  const found = unset;
  unset = "set";
  return { found, count: [next(), next()], seen: [...seen], tasks: [taken(), taken()], open: Task.State.OPEN++, rest, first, get };
`);

describe("The script of a generated module", () => {
  it("gives each instance the same as an instance of its own module", async () => {
    const plain = await inModule(STATEFUL);
    const hoisted = inScript(STATEFUL);
    const given = ["code", { step: 2, more: true }];
    const expected = plain(...given);
    expect(expected).to.deep.include({ found: undefined, seen: [2, 4], tasks: ["1", "2"], open: 1 });
    expect(hoisted(...given)).to.deep.equal(expected);
    expect(hoisted(...given)).to.deep.equal(expected);
  });

  it("defines classes and functions once", async () => {
    const source = entry("class Task {}\nfunction run() {}\nreturn { Task, run };");
    const plain = await inModule(source);
    expect(plain()).to.not.deep.equal(plain());
    const hoisted = inScript(source);
    expect(hoisted()).to.deep.equal(hoisted());
  });

  it("takes the mark off a function that the instance before put on it", async () => {
    const source = entry(`
      function drop() {}
      const before = drop._jcoMaySuspend;
      Object.assign(drop, { _jcoMaySuspend: false });
      return [before, drop._jcoMaySuspend];`);
    const hoisted = inScript(source);
    expect([hoisted(), hoisted()]).to.deep.equal([
      [undefined, false],
      [undefined, false],
    ]);
  });

  for (const [what, change] of [
    ["a function", "run.more = 1;"],
    ["a class", "Task.more = 1;"],
    ["a class's instances", "Task.prototype.more = 1;"],
    ["a method", "Task.prototype.work = 1;"],
  ] as const) {
    it(`lets no instance leave a change to ${what} behind`, async () => {
      const hoisted = inScript(entry(`class Task { work() {} }\nfunction run() {}\n${change}`));
      expect(() => hoisted()).to.throw(TypeError, /not extensible|read only/u);
    });
  }

  for (const [what, source] of [
    ["a class that extends another", entry("class Task extends Map {}")],
    ["a static block", entry("class Task { static { this.id = 1; } }")],
    ["a private static field", entry("class Task { static #id = 1; }")],
    ["a static field without a value", entry("class Task { static id; }")],
    ["a static field with a computed name", entry('class Task { static ["id"] = 1; }')],
    ["a static field that means its class", entry("class Task { static self = this; }")],
    ["a name twice", `const run = 1;\n${entry("function run() {}")}`],
  ] as const) {
    it(`has the definitions of a module with ${what} where they were`, () => {
      expect(scriptOf(source)).to.include(source.replace("export ", ""));
    });
  }

  it("isn't made of a module without an entry", () => {
    expect(() => scriptOf("export function start() {}")).to.throw(RangeError, "no instantiate");
  });

  it("knows the form of what the transpiler makes of plugins in Rust and JavaScript", async () => {
    const bench = await openBench();
    try {
      for (const subject of [rustSubject, scriptSubject]) {
        const { component } = await subject();
        const limits = { ...DEFAULT_PREPARE_LIMITS, memoryBytes: 128 * 1024 * 1024 };
        const { source } = await bench.sandbox.prepare(component, limits);
        const text = Buffer.from(source).toString();
        expect(text).to.include("function instantiate(...given)");
        expect(text.slice(text.indexOf("function instantiate(...given)"))).not.to.match(/^\s*class /mu);
      }
    } finally {
      await bench.close();
    }
  });
});
