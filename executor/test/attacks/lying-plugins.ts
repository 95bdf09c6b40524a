import { ALLOCATE, EMPTY, type PluginAttack, WORD } from "./greedy-plugins.ts";

const LOG = '(import "nexus:plugin/log@0.1.0" "write" (func $log (param i32 i32 i32)))';

const answers: readonly PluginAttack[] = [
  {
    id: "output-flood",
    attack: "an output of 2 MiB",
    run: "(drop (memory.grow (i32.const 32))) (call $ok (i32.const 0) (i32.const 0) (i32.const 0x200000))",
    expected: "trap output",
  },
  {
    id: "output-beyond",
    attack: "an output that lies behind its memory",
    run: "(call $ok (i32.const 0) (i32.const 65000) (i32.const 1000))",
    expected: "trap memory",
  },
  {
    id: "output-wraps",
    attack: "an output whose end wraps around 4 GiB",
    run: "(call $ok (i32.const 0) (i32.const -16) (i32.const 32))",
    expected: "trap memory",
  },
  {
    id: "output-4-gib",
    attack: "an output of 4 GiB less one byte",
    run: "(call $ok (i32.const 0) (i32.const 0) (i32.const -1))",
    expected: "trap memory",
  },
  {
    id: "answer-beyond",
    attack: "an answer that lies behind its memory",
    run: "(i32.const 65532)",
    expected: "trap memory",
  },
  {
    id: "signal-unknown",
    attack: "a signal that doesn't exist",
    run: "(call $ok (i32.const 9) (i32.const 0) (i32.const 0))",
    expected: "trap other",
  },
  {
    id: "error-unknown",
    attack: "an error that doesn't exist",
    run: "(i32.store8 (i32.const 32) (i32.const 1)) (i32.store8 (i32.const 36) (i32.const 77)) (i32.const 32)",
    expected: "trap other",
  },
  {
    id: "error-flood",
    attack: "an error's message of 60 MiB",
    run: "(drop (memory.grow (i32.const 1000))) (memory.fill (i32.const 1024) (i32.const 65) (i32.const 62914560)) (i32.store8 (i32.const 32) (i32.const 1)) (i32.store8 (i32.const 36) (i32.const 3)) (i32.store (i32.const 40) (i32.const 1024)) (i32.store (i32.const 44) (i32.const 62914560)) (i32.const 32)",
    expected: "plugin-error internal",
  },
  {
    id: "allocator-beyond",
    attack: "taking the input at an address behind its memory",
    instead: [ALLOCATE, `${ALLOCATE} (return (i32.const -16))`],
    run: EMPTY,
    expected: "trap memory",
  },
  {
    id: "allocator-fails",
    attack: "refusing to take the input",
    instead: [ALLOCATE, `${ALLOCATE} (unreachable)`],
    run: EMPTY,
    expected: "trap unreachable",
  },
  {
    id: "exception-uncaught",
    attack: "an exception that nothing catches",
    parts: "(tag $t)",
    run: "(throw $t)",
    expected: "refused component",
  },
  {
    id: "input-flood",
    attack: "an input of one byte more than allowed",
    run: EMPTY,
    input: new Uint8Array(1_048_577),
    expected: "error SANDBOX_INPUT_TOO_LARGE",
  },
];

const calls: readonly PluginAttack[] = [
  {
    id: "log-flood",
    attack: "logging without end",
    parts: LOG,
    run: "(loop $l (call $log (i32.const 0) (i32.const 16) (i32.const 7)) (br $l)) (unreachable)",
    expected: "trap output",
  },
  {
    id: "log-flood-stubborn",
    attack: "logging without end and swallowing what the host throws",
    parts: `${LOG} (func $quietly (block $c (try_table (catch_all $c) (call $log (i32.const 0) (i32.const 16) (i32.const 7)))))`,
    run: `(loop $l (call $quietly) (local.set $input-length (i32.add (local.get $input-length) (i32.const 1))) (br_if $l (i32.lt_u (local.get $input-length) (i32.const 1500)))) ${EMPTY}`,
    expected: "trap output",
  },
  {
    id: "log-bulk",
    attack: "900 log lines of 60 MiB each",
    parts: LOG,
    run: `(drop (memory.grow (i32.const 1000))) (loop $l (call $log (i32.const 0) (i32.const 0) (i32.const 62914560)) (local.set $input-length (i32.add (local.get $input-length) (i32.const 1))) (br_if $l (i32.lt_u (local.get $input-length) (i32.const 900)))) ${EMPTY}`,
    expected: "trap output",
  },
  {
    id: "log-beyond",
    attack: "a log line that lies behind its memory",
    parts: LOG,
    run: `(call $log (i32.const 0) (i32.const 65530) (i32.const 100)) ${EMPTY}`,
    expected: "trap memory",
  },
  {
    id: "log-level-unknown",
    attack: "a log level that doesn't exist",
    parts: LOG,
    run: `(call $log (i32.const 99) (i32.const 16) (i32.const 7)) ${EMPTY}`,
    expected: "trap other",
  },
  {
    id: "log-in-allocator",
    attack: "calling the host while the host hands over the input",
    parts: LOG,
    instead: [ALLOCATE, `${ALLOCATE} (call $log (i32.const 0) (i32.const 16) (i32.const 7))`],
    run: EMPTY,
    expected: "ok empty",
  },
];

const probes: readonly PluginAttack[] = [
  {
    id: "state-in-global",
    attack: "leaving a mark for the next run in a global",
    parts: "(global $g (mut i32) (i32.const 0))",
    run: `(global.set $g (i32.add (global.get $g) (i32.const 1))) (i32.store (i32.const 128) (global.get $g)) ${WORD}`,
    expected: "ok 01000000",
  },
  {
    id: "state-in-memory",
    attack: "leaving a mark for the next run in its memory",
    run: `(i32.store (i32.const 128) (i32.add (i32.load (i32.const 128)) (i32.const 1))) ${WORD}`,
    expected: "ok 01000000",
  },
  {
    id: "state-in-table",
    attack: "leaving a mark for the next run in a table",
    parts: "(table $t 1 100 funcref)",
    run: `(drop (table.grow $t (ref.null func) (i32.const 1))) (i32.store (i32.const 128) (table.size $t)) ${WORD}`,
    expected: "ok 02000000",
  },
  {
    id: "data-of-others",
    attack: "looking for other runs' bytes in fresh memory",
    run: `(drop (memory.grow (i32.const 500))) (local.set $id (i32.const 131072))
      (loop $l (i32.store (i32.const 128) (i32.or (i32.load (i32.const 128)) (i32.load (local.get $id))))
        (local.set $id (i32.add (local.get $id) (i32.const 4))) (br_if $l (i32.lt_u (local.get $id) (i32.const 32000000)))) ${WORD}`,
    expected: "ok 00000000",
  },
  {
    id: "clock-probe",
    attack: "asking for the time, which is the chain's at every call",
    run: "(i64.store (i32.const 128) (local.get $now)) (call $ok (i32.const 0) (i32.const 128) (i32.const 8))",
    expected: "ok 0068e5cf8b010000",
  },
  {
    id: "random-probe",
    attack: "asking for randomness, which is the chain's seed at every call",
    run: "(call $ok (i32.const 0) (local.get $seed) (i32.const 8))",
    expected: "ok 0001020304050607",
  },
];

/** What lies to the host, floods it, or wants to know what it shouldn't. */
export const LYING_PLUGINS: readonly PluginAttack[] = [...answers, ...calls, ...probes];
