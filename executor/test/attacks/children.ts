import type { RunLimits } from "../../src/sandbox/sandbox.ts";
import type { Attack } from "./attack.ts";

/**
 * A runner child that has been taken over: what it does in place of its program. `frame(header, ...blobs)` makes a frame,
 * `send(bytes)` sends it, `receive()` waits for the supervisor's next order, `OK` is an honest answer's header.
 */
export type ChildAttack = Attack & {
  readonly program: string;
  readonly limits?: Partial<RunLimits>;
};

const PRELUDE = `
const fs = require("fs");
const send = (bytes) => { for (let at = 0; at < bytes.length;) at += fs.writeSync(1, bytes, at); };
const frame = (header, ...blobs) => {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify({ ...header, blobs: blobs.map((b) => b.length) }));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(4 + text.length + blobs.reduce((sum, b) => sum + b.length, 0), 0);
  lengths.writeUInt32BE(text.length, 4);
  return Buffer.concat([lengths, text, ...blobs]);
};
const exactly = (size) => {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size;) { const got = fs.readSync(0, bytes, at, size - at, null); if (got === 0) process.exit(0); at += got; }
  return bytes;
};
const receive = () => exactly(exactly(4).readUInt32BE(0));
const start = () => { send(frame({ kind: "ready" })); receive(); send(frame({ kind: "loaded" })); receive(); };
const USAGE = { cpuMs: 1, steps: 1, peakMemoryBytes: 0, hostCalls: 0, logBytes: 0 };
const OK = { kind: "done", outcome: { status: "ok", signal: "pass" }, logs: [], usage: USAGE };
const wait = () => { for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000); };
`;

/** The whole program of a child that does this. */
export function compromised(program: string): string {
  return `${PRELUDE}\n${program}`;
}

const QUICK = { wallMs: 1_500 };

const answering = (header: string, blobs = "Buffer.alloc(0)") =>
  `start(); send(frame(${header}, ${blobs})); wait();`;

/** The same without a blob. */
const saying = (header: string) => `start(); send(frame(${header})); wait();`;

const words: readonly ChildAttack[] = [
  {
    id: "child-junk",
    attack: "bytes that are no frame",
    program: 'start(); send(Buffer.from("junk and more of it")); wait();',
    expected: "void protocol",
  },
  {
    id: "child-endless-frame",
    attack: "a frame of 4 GiB",
    program: 'start(); send(Buffer.from("ffffffff00000004", "hex")); wait();',
    expected: "void protocol",
  },
  {
    id: "child-long-header",
    attack: "a header longer than its frame",
    program: 'start(); send(Buffer.from("0000000800ffffff41414141", "hex")); wait();',
    expected: "void protocol",
  },
  {
    id: "child-deep-json",
    attack: "a header of ten thousand nested lists",
    program: answering('"[".repeat(10000) + "]".repeat(10000)'),
    expected: "void protocol",
  },
  {
    id: "child-prototype",
    attack: "a header that sets the prototype of objects",
    program: answering(
      'JSON.stringify(OK).slice(0, -1) + \',"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"blobs":[0]}\'',
    ),
    expected: "void protocol",
  },
  {
    id: "child-blob-lies",
    attack: "blobs that don't fill their frame",
    program: answering("JSON.stringify({ ...OK, blobs: [1000000] })"),
    expected: "void protocol",
  },
  {
    id: "child-blob-flood",
    attack: "a call with a hundred thousand empty blobs",
    program: saying('\'{"kind":"call","interface":"chain-read","blobs":[\' + "0,".repeat(99999) + "0]}"'),
    limits: QUICK,
    expected: "void protocol",
  },
  {
    id: "child-wordy",
    attack: "a call with two mebibytes of words",
    program: saying('{ kind: "call", interface: "clause-data", references: ["x".repeat(2097152)] }'),
    limits: QUICK,
    expected: "void protocol",
  },
  {
    id: "child-reference-flood",
    attack: "a call with a hundred thousand empty references",
    program: saying('{ kind: "call", interface: "clause-data", references: Array(100000).fill("") }'),
    limits: QUICK,
    expected: "void protocol",
  },
  {
    id: "child-two-answers",
    attack: "two answers to one order",
    program:
      "start(); const answer = frame(OK, Buffer.alloc(1)); send(Buffer.concat([answer, answer])); wait();",
    expected: "void protocol",
  },
  {
    id: "child-eager",
    attack: "an answer before it was asked",
    program: "send(Buffer.concat([frame({ kind: 'ready' }), frame(OK, Buffer.alloc(1))])); wait();",
    expected: "void protocol",
  },
  {
    id: "child-flood",
    attack: "frames without end before it was asked",
    program: "for (;;) send(frame({ kind: 'ready' }));",
    expected: "void protocol",
  },
  {
    id: "child-stderr-flood",
    attack: "writing to its standard error without end",
    program: "start(); for (;;) fs.writeSync(2, 'x'.repeat(65536));",
    expected: "void protocol",
  },
];

const lies: readonly ChildAttack[] = [
  {
    id: "child-signal",
    attack: "a signal that doesn't exist",
    program: answering('{ ...OK, outcome: { status: "ok", signal: "maybe" } }'),
    expected: "void protocol",
  },
  {
    id: "child-no-output",
    attack: "a result without an output",
    program: "start(); send(frame(OK)); wait();",
    expected: "void protocol",
  },
  {
    id: "child-output",
    attack: "more output than allowed",
    program: answering("OK", "Buffer.alloc(11)"),
    limits: { outputBytes: 10 },
    expected: "void protocol",
  },
  {
    id: "child-memory",
    attack: "more memory than the plugin may have",
    program: answering("{ ...OK, usage: { ...USAGE, peakMemoryBytes: 1e12 } }"),
    expected: "void protocol",
  },
  {
    id: "child-steps",
    attack: "less than no steps",
    program: answering("{ ...OK, usage: { ...USAGE, steps: -1 } }"),
    expected: "void protocol",
  },
  {
    id: "child-logs",
    attack: "more of a log than allowed",
    program: answering('{ ...OK, logs: [{ level: "info", message: "x".repeat(70000) }] }'),
    expected: "void protocol",
  },
  {
    id: "child-log-lines",
    attack: "more log lines than the host was called",
    program: answering('{ ...OK, logs: Array(1001).fill({ level: "info", message: "" }) }'),
    expected: "void protocol",
  },
  {
    id: "child-message",
    attack: "a longer refusal than a plugin may word",
    program: saying(
      '{ ...OK, outcome: { status: "plugin-error", case: "denied", message: "x".repeat(1025) } }',
    ),
    expected: "void protocol",
  },
  {
    id: "child-detail",
    attack: "more words about a void run than are kept",
    program: saying('{ ...OK, outcome: { status: "void", reason: "stack", detail: "x".repeat(1025) } }'),
    expected: "void protocol",
  },
  {
    id: "child-void",
    attack: "calling a run void for a reason only the supervisor gives",
    program: saying('{ ...OK, outcome: { status: "void", reason: "wall-time", detail: "" } }'),
    expected: "void protocol",
  },
];

const deeds: readonly ChildAttack[] = [
  {
    id: "child-late",
    attack: "an answer after its time",
    program: "start(); setTimeout(() => send(frame(OK, Buffer.alloc(1))), 3000);",
    limits: QUICK,
    expected: "void wall-time",
  },
  {
    id: "child-trickle",
    attack: "an answer at a byte in a quarter of a second",
    program:
      "start(); const all = frame(OK, Buffer.alloc(1)); let at = 0; setInterval(() => send(all.subarray(at, (at += 1))), 250);",
    limits: QUICK,
    expected: "void wall-time",
  },
  {
    id: "child-deaf",
    attack: "not reading the order",
    program: "send(frame({ kind: 'ready' })); receive(); send(frame({ kind: 'loaded' })); wait();",
    limits: QUICK,
    expected: "void wall-time",
  },
  {
    id: "child-silent",
    attack: "closing its channel and living on",
    program: "start(); fs.closeSync(1); fs.closeSync(0); wait();",
    limits: QUICK,
    expected: "void wall-time",
  },
  {
    id: "child-immortal",
    attack: "catching every signal it can",
    program:
      "for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']) process.on(name, () => {}); start(); setInterval(() => {}, 1000);",
    limits: QUICK,
    expected: "void wall-time",
  },
  {
    id: "child-spinning",
    attack: "spinning without end",
    program: "start(); for (;;);",
    limits: { cpuMs: 300 },
    expected: "void cpu-time",
  },
  {
    id: "child-exits",
    attack: "ending in the middle of a run, its exit code 0",
    program: "start(); process.exit(0);",
    expected: "void crashed",
  },
  {
    id: "child-never-ready",
    attack: "never being ready",
    program: "wait();",
    expected: "void crashed",
  },
  {
    id: "child-heap",
    attack: "filling its heap without end",
    program: "start(); const all = []; for (;;) all.push(new Array(1e6).fill(all.length));",
    expected: "void crashed",
  },
  {
    id: "child-buffers",
    attack: "filling memory outside its heap without end",
    // In pieces of a mebibyte: behind gVisor larger ones cost so much time that its limit would come before the memory's.
    program:
      "start(); const all = []; setInterval(() => { for (let n = 0; n < 64; n += 1) all.push(Buffer.alloc(1024 * 1024, 1)); }, 100);",
    expected: "void crashed",
  },
];

/** A runner child that has been taken over gets no result into the world, and none of the supervisor's patience. */
export const CHILD_ATTACKS: readonly ChildAttack[] = [...words, ...lies, ...deeds];
