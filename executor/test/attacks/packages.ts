import { gzipSync } from "node:zlib";
import { parse, print } from "@bytecodealliance/jco-transpile/wasm-tools";
import type { PrepareLimits } from "../../src/sandbox/sandbox.ts";
import { BASE_WIT, buildComponent, componentOf } from "../sandbox/fixtures/components.ts";
import type { Attack } from "./attack.ts";

/** Bytes that are published as a component and aren't a decent one. */
export type PackageAttack = Attack & {
  component(): Promise<Uint8Array>;
  readonly limits?: Partial<PrepareLimits>;
};

const ANSWER = "(call $ok (i32.const 0) (i32.const 0) (i32.const 0))";
const HEADER = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);

const plain = (parts = "", run = ANSWER) => componentOf({ parts, run });

function bytes(...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
}

/** The decent component with one text for another in its textual form. */
async function edited(from: RegExp, to: string): Promise<Uint8Array> {
  const text = await print(await plain());
  if (!from.test(text)) throw new Error(`the component's text doesn't match ${from}`);
  return parse(text.replaceAll(from, to));
}

/** The decent component with another version in the header of its core module. */
async function flipped(): Promise<Uint8Array> {
  const whole = Buffer.from(await plain());
  const header = whole.indexOf(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  whole[header + 4] = 0x55;
  return whole;
}

const uleb = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...uleb(Math.floor(value / 128))];

/** The decent component with a function of 32,768 locals, their count raised to 2,097,151 in the three bytes that hold it. */
async function manyLocals(): Promise<Uint8Array> {
  const whole = Buffer.from(await plain(`(func (local ${"i64 ".repeat(32_768)}))`));
  whole.set([0xff, 0xff, 0x7f], whole.indexOf(Uint8Array.of(1, 0x80, 0x80, 2, 0x7e, 0x0b)) + 1);
  return whole;
}

/** Components inside one another. */
function nested(depth: number): Uint8Array {
  let inner: Uint8Array = HEADER;
  for (let level = 0; level < depth; level += 1) inner = bytes(HEADER, [4, ...uleb(inner.length)], inner);
  return inner;
}

/** Types that double with each line: 2^60 values in sixty lines. */
const DOUBLING = Array.from({ length: 60 }, (_, index) => `(type (tuple ${index} ${index}))`).join(" ");

const malformed: readonly PackageAttack[] = [
  {
    id: "package-empty",
    attack: "no bytes at all",
    component: async () => new Uint8Array(),
    expected: "refused component",
  },
  {
    id: "package-oversized",
    attack: "more bytes than allowed",
    component: async () => bytes(HEADER, new Uint8Array(4_096)),
    limits: { componentBytes: 4_096 },
    expected: "refused size",
  },
  {
    id: "package-core-module",
    attack: "a core module in place of a component",
    component: () => parse("(module)"),
    expected: "refused component",
  },
  {
    id: "package-junk",
    attack: "junk behind a component's header",
    component: async () => bytes(HEADER, [9, 9, 9, 9]),
    expected: "refused component",
  },
  {
    id: "package-cut-short",
    attack: "a component that was cut short",
    component: async () => (await plain()).subarray(0, -100),
    expected: "refused component",
  },
  {
    id: "package-longer",
    attack: "a component with bytes behind its end",
    component: async () => bytes(await plain(), [1, 2, 3]),
    expected: "refused component",
  },
  {
    id: "package-flipped",
    attack: "a component with one byte of its core module changed",
    component: flipped,
    expected: "refused component",
  },
  {
    id: "package-gzip",
    attack: "a decompression bomb: 64 MiB of zeros as gzip",
    component: async () => gzipSync(new Uint8Array(64 * 1024 * 1024)),
    expected: "refused component",
  },
  {
    id: "package-tar",
    attack: "an archive whose file is called ../../../etc/cron.d/job",
    component: async () =>
      bytes("../../../etc/cron.d/job".padEnd(100, "\0"), new Uint8Array(412), "* * * * *"),
    expected: "refused component",
  },
  {
    id: "package-script",
    attack: "JavaScript in place of a component",
    component: async () => bytes("#!/usr/bin/env node\nprocess.kill(process.ppid, 'SIGKILL')"),
    expected: "refused component",
  },
];

const bombs: readonly PackageAttack[] = [
  {
    id: "bomb-section-length",
    attack: "a section that says it is 4 GiB long",
    component: async () => bytes(HEADER, [1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
    expected: "refused component",
  },
  {
    id: "bomb-meter",
    attack: "two million empty loops, whose meter makes them seven times as large",
    component: () => plain(`(func ${"(loop)".repeat(100_000)})`.repeat(20)),
    expected: "refused size",
  },
  {
    id: "bomb-type-count",
    attack: "four billion types, says their count",
    component: async () => bytes(HEADER, [7, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
    expected: "refused component",
  },
  {
    id: "bomb-types-doubling",
    attack: "sixty types, each twice the one before",
    component: () => parse(`(component (type u8) ${DOUBLING})`),
    expected: "refused component",
  },
  {
    id: "bomb-nesting",
    attack: "a thousand components inside one another",
    component: async () => nested(1_000),
    expected: "refused exports",
  },
  {
    id: "bomb-locals",
    attack: "a function with two million locals in six bytes",
    component: manyLocals,
    expected: "refused component",
  },
  {
    id: "bomb-slow",
    attack: "forty thousand functions, which take longer to prepare than allowed",
    component: () => plain("(func (result i32) (i32.const 1) (i32.const 2) (i32.add))".repeat(40_000)),
    limits: { wallMs: 150 },
    expected: "refused time",
  },
];

const greedy: readonly PackageAttack[] = [
  {
    id: "import-network",
    attack: "an interface for the network, which nobody grants",
    component: () =>
      buildComponent("ungranted-import", {
        wit: `${BASE_WIT}
interface network { fetch: func(); }
world greedy { include base; import network; }`,
        world: "greedy",
      }),
    expected: "refused imports",
  },
  {
    id: "import-forged",
    attack: "an interface of the right name with another function's type",
    component: () => buildComponent("echo", { wit: BASE_WIT.replace("seed: list<u8>", "seed: list<u16>") }),
    expected: "refused imports",
  },
  {
    id: "import-core",
    attack: "a core import that no component offers",
    component: () => edited(/\(import "nexus:plugin\/types@0\.1\.0"/g, '(import "node:fs"'),
    expected: "refused component",
  },
  {
    id: "export-more",
    attack: "a function that nobody asked for",
    component: () =>
      buildComponent("extra-export", {
        wit: `${BASE_WIT}\nworld chatty { include base; export extra: func(); }`,
        world: "chatty",
      }),
    expected: "refused exports",
  },
  {
    id: "export-less",
    attack: "no function to run",
    component: () => parse("(component)"),
    expected: "refused exports",
  },
  {
    id: "memory-larger",
    attack: "a memory that starts beyond its limit",
    component: () => buildComponent("echo", { pages: 2 }),
    limits: { memoryBytes: 65_536 },
    expected: "refused memory",
  },
  {
    id: "memory-twice",
    attack: "two memories in one module",
    component: () => plain("(memory 1)"),
    expected: "refused component",
  },
  {
    id: "memory-shared",
    attack: "a memory shared between threads",
    component: () => plain("(memory $shared 1 2 shared)"),
    expected: "refused component",
  },
  {
    id: "table-larger",
    attack: "a table of ten million entries",
    component: () => plain("(table 10000000 funcref)"),
    expected: "refused tables",
  },
  {
    id: "tables-many",
    attack: "sixty-four tables, each of as many entries as one may have",
    component: () => plain("(table 100000 funcref)".repeat(64)),
    expected: "refused tables",
  },
  {
    id: "instruction-relaxed",
    attack: "an instruction whose result depends on the processor",
    component: () =>
      plain(
        "",
        `(drop (f32x4.relaxed_madd (v128.const i32x4 0 0 0 0) (v128.const i32x4 0 0 0 0) (v128.const i32x4 0 0 0 0))) ${ANSWER}`,
      ),
    expected: "refused instructions",
  },
  {
    id: "instruction-atomic",
    attack: "an instruction for threads",
    component: () => plain("", `(drop (i32.atomic.load (i32.const 0))) ${ANSWER}`),
    expected: "refused instructions",
  },
  {
    id: "name-is-code",
    attack: "an export whose name is JavaScript",
    component: () => edited(/"run"(?=\s*\(func|\))/g, `"run'\\"];process.exit(9);//\\60"`),
    expected: "refused component",
  },
];

/** What is refused before anything of it runs. */
export const PACKAGE_ATTACKS: readonly PackageAttack[] = [...malformed, ...bombs, ...greedy];
