import type { RunLimits } from "../../src/sandbox/sandbox.ts";
import type { Attack } from "./attack.ts";

/** A component that passes preparing and misbehaves when it runs. */
export type PluginAttack = Attack & {
  /** What the function `run` does; `$input`, `$input-length`, `$now`, `$seed` and the like are its parameters. */
  readonly run: string;
  /** The module's other parts. */
  readonly parts?: string;
  /** A part of the prelude that is replaced, and by what. */
  readonly instead?: readonly [from: string, to: string];
  readonly limits?: Partial<RunLimits>;
  readonly input?: Uint8Array;
};

/** An empty answer. */
export const EMPTY = "(call $ok (i32.const 0) (i32.const 0) (i32.const 0))";
/** Answers with the word at address 128. */
export const WORD = "(call $ok (i32.const 0) (i32.const 128) (i32.const 4))";
/** Where the allocator begins. */
export const ALLOCATE = "(local $pointer i32)";
const FEW = { steps: 20_000_000 };

const loops: readonly PluginAttack[] = [
  {
    id: "loop-endless",
    attack: "an endless loop",
    run: "(loop $l (br $l)) (unreachable)",
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-by-table",
    attack: "an endless loop by br_table",
    run: "(loop $l (br_table $l $l $l (local.get $input))) (unreachable)",
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-of-calls",
    attack: "an endless loop of calls to an empty function",
    parts: "(func $nothing)",
    run: "(loop $l (call $nothing) (br $l)) (unreachable)",
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-at-start",
    attack: "an endless loop before the first call",
    parts: "(func $begin (loop $l (br $l))) (start $begin)",
    run: EMPTY,
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-in-allocator",
    attack: "an endless loop while the host hands over the input",
    instead: [ALLOCATE, `${ALLOCATE} (loop $l (br $l))`],
    run: EMPTY,
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-of-exceptions",
    attack: "exceptions thrown and caught without end",
    parts: "(tag $t)",
    run: "(loop $l (block $c (try_table (catch_all $c) (throw $t))) (br $l)) (unreachable)",
    limits: FEW,
    expected: "refused component",
  },
  {
    id: "loop-of-fills",
    attack: "filling all of its memory again and again",
    run: "(drop (memory.grow (i32.const 1000))) (loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 65000000)) (br $l)) (unreachable)",
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-of-copies",
    attack: "copying all of its memory again and again",
    run: "(drop (memory.grow (i32.const 1000))) (loop $l (memory.copy (i32.const 0) (i32.const 1) (i32.const 65000000)) (br $l)) (unreachable)",
    limits: FEW,
    expected: "trap steps",
  },
  {
    id: "loop-of-table-fills",
    attack: "filling a table again and again",
    parts: "(table $t 90000 funcref)",
    run: "(loop $l (table.fill $t (i32.const 0) (ref.null func) (i32.const 90000)) (br $l)) (unreachable)",
    limits: FEW,
    expected: "trap steps",
  },
];

const recursions: readonly PluginAttack[] = [
  {
    id: "recursion",
    attack: "a function that calls itself without end",
    parts: "(func $d (result i32) (i32.add (call $d) (i32.const 1)))",
    run: "(call $ok (i32.const 0) (i32.const 0) (call $d))",
    expected: "trap stack",
  },
  {
    id: "recursion-indirect",
    attack: "a function that calls itself through a table",
    parts:
      "(type $f (func (result i32))) (table 1 funcref) (elem (i32.const 0) $d) (func $d (type $f) (i32.add (call_indirect (type $f) (i32.const 0)) (i32.const 1)))",
    run: "(call $ok (i32.const 0) (i32.const 0) (call $d))",
    expected: "trap stack",
  },
  {
    id: "recursion-mutual",
    attack: "two functions that call each other",
    parts: "(func $a (call $b) (call $b)) (func $b (call $a) (call $a))",
    run: `(call $a) ${EMPTY}`,
    expected: "trap stack",
  },
  {
    id: "recursion-wide",
    attack: "endless calls with 200 locals each",
    parts: `(func $d (param i64) (result i64) (local ${"i64 ".repeat(200)}) ${Array.from({ length: 200 }, (_, index) => `(local.set ${index + 1} (i64.add (local.get ${index}) (i64.const 1)))`).join(" ")} (i64.add (call $d (local.get 200)) (local.get 100)))`,
    run: `(drop (call $d (i64.const 1))) ${EMPTY}`,
    expected: "trap stack",
  },
  {
    id: "recursion-at-start",
    attack: "endless calls before the first call",
    parts: "(func $d (call $d) (call $d)) (start $d)",
    run: EMPTY,
    expected: "trap stack",
  },
];

const memories: readonly PluginAttack[] = [
  {
    id: "memory-grow",
    attack: "growing its memory until it may not",
    run: `(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) (i32.store (i32.const 128) (memory.size)) ${WORD}`,
    expected: "ok 00040000",
  },
  {
    id: "memory-grow-at-once",
    attack: "asking for 4 GiB of memory at once",
    run: `(i32.store (i32.const 128) (memory.grow (i32.const 65535))) ${WORD}`,
    expected: "ok ffffffff",
  },
  {
    id: "table-grow",
    attack: "growing a table until it may not",
    parts: "(table $t 1 funcref)",
    run: `(loop $l (br_if $l (i32.ne (table.grow $t (ref.null func) (i32.const 1000)) (i32.const -1)))) (i32.store (i32.const 128) (table.size $t)) ${WORD}`,
    expected: "ok b9820100",
  },
  {
    id: "memory-read-beyond",
    attack: "reading behind its memory",
    run: "(drop (i32.load (i32.const -4))) (unreachable)",
    expected: "trap memory",
  },
  {
    id: "memory-copy-beyond",
    attack: "copying from behind its memory",
    run: "(memory.copy (i32.const 0) (i32.const 65530) (i32.const 100)) (unreachable)",
    expected: "trap memory",
  },
  {
    id: "data-beyond",
    attack: "data for behind its memory",
    parts: '(data (i32.const 65530) "0123456789")',
    run: EMPTY,
    expected: "trap memory",
  },
  {
    id: "table-beyond",
    attack: "reading behind its table",
    parts: "(table $t 1 funcref)",
    run: "(drop (table.get $t (i32.const 70))) (unreachable)",
    expected: "trap memory",
  },
];

/** What wastes time, calls or memory. */
export const GREEDY_PLUGINS: readonly PluginAttack[] = [...loops, ...recursions, ...memories];
