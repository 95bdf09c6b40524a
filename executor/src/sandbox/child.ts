/**
 * The program of a runner child. It is started without any authority, may read no file, and obeys the supervisor alone, who
 * speaks on its standard input and listens on its standard output: it loads one plugin, then runs it in a fresh instance per
 * run. It exits when its input ends. See `runner.ts` for the other side and `frames.ts` for the frames.
 */
import { readSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import { runInNewContext } from "node:vm";

type Header = Record<string, unknown>;
type Glue = {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Record<string, unknown>,
    instantiateCore: (module: WebAssembly.Module, imports?: WebAssembly.Imports) => WebAssembly.Instance,
  ): { run(context: unknown, input: Uint8Array): unknown };
};
type Plugin = { glue: Glue; modules: ReadonlyMap<string, WebAssembly.Module> };
type Limits = { steps: number; outputBytes: number; logBytes: number; hostCalls: number };
type Order = { context: Header; limits: Limits };
type Verdict = { outcome: Header; output?: Uint8Array };

const ORDERS = 0;
const ANSWERS = 1;
const LENGTH = 4;
const LEVELS = ["debug", "info", "warn", "error"];
const SIGNALS = ["pass", "fail", "trigger", "escalate"];
const CASES = ["invalid-input", "denied", "limit", "internal"];
/** Where metered modules import their two globals from; see `meter-snippets.ts`. */
const METER_MODULE = "nexus:meter";
/** What frames of a run's calls may take of the engine's stack by the meter's own reckoning, which is well below `--stack-size`. */
const DEPTH_BYTES = 1_048_576;
/** Characters of a plugin's own error message that are kept. */
const MESSAGE_CHARACTERS = 1_024;

// Captured before the realm is locked.
const { cpuUsage, exit } = process;
const utf8 = new TextDecoder();
const text = new TextEncoder();

/**
 * What is said of each trap: by V8, and by the generated module, which rewords some of them.
 * An engine that says it differently yields a void run, never another class.
 */
const TRAPS: ReadonlyMap<string, string> = new Map([
  ["unreachable", "unreachable"],
  ["wasm trap: wasm `unreachable` instruction executed", "unreachable"],
  ["memory access out of bounds", "memory"],
  ["wasm trap: out of bounds memory access", "memory"],
  ["table index is out of bounds", "memory"],
  ["wasm trap: undefined element: out of bounds table access", "memory"],
  ["data segment out of bounds", "memory"],
  ["element segment out of bounds", "memory"],
  ["divide by zero", "other"],
  ["remainder by zero", "other"],
  ["wasm trap: integer divide by zero", "other"],
  ["divide result unrepresentable", "other"],
  ["wasm trap: integer overflow", "other"],
  ["float unrepresentable in integer range", "other"],
  ["wasm trap: invalid conversion to integer", "other"],
  ["function signature mismatch", "other"],
  ["null function", "other"],
  ["wasm trap: indirect call type mismatch", "other"],
  ["dereferencing a null pointer", "other"],
  ["illegal cast", "other"],
  ["array element access out of bounds", "other"],
  ["rethrowing null value", "other"],
  ["operation does not support unaligned accesses", "other"],
]);
const SEGMENT_AT_START = /^WebAssembly\.Instance\(\): (data|element) segment \d+ is out of bounds/;
const OUT_OF_BUFFER = /outside the bounds of the (DataView|buffer)$|^Invalid typed array length: \d+$/;
const INVALID_VALUE = /^invalid (discriminant|variant discriminant) /;

/** The plugin handed the host a pointer outside its memory, or its component wants a second memory. */
class MemoryFault extends Error {}
class HostCallLimit extends Error {}

/** The engine's own word for the end of its stack, learnt by reaching it. */
const STACK_ENDED = (() => {
  const descend = (): number => descend() + 1;
  try {
    return String(descend());
  } catch (error) {
    return error instanceof RangeError ? error.message : "";
  }
})();

function read(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let offset = 0; offset < size; ) {
    const count = readSync(ORDERS, bytes, offset, size - offset, null);
    if (count === 0) exit(0);
    offset += count;
  }
  return bytes;
}

function uint32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

function receive(): { header: Header; blobs: Uint8Array[] } {
  const body = read(uint32(read(LENGTH)));
  const end = LENGTH + uint32(body);
  const header: Header & { blobs: number[] } = JSON.parse(utf8.decode(body.subarray(LENGTH, end)));
  let offset = end;
  const blobs = header.blobs.map((length) => {
    offset += length;
    return body.subarray(offset - length, offset);
  });
  return { header, blobs };
}

function send(header: Header, blobs: readonly Uint8Array[] = []): void {
  const head = text.encode(JSON.stringify({ ...header, blobs: blobs.map((blob) => blob.byteLength) }));
  const size = blobs.reduce((sum, blob) => sum + blob.byteLength, LENGTH + head.byteLength);
  const lengths = new DataView(new ArrayBuffer(2 * LENGTH));
  lengths.setUint32(0, size);
  lengths.setUint32(LENGTH, head.byteLength);
  for (const part of [new Uint8Array(lengths.buffer), head, ...blobs]) {
    for (let offset = 0; offset < part.byteLength; ) offset += writeSync(ANSWERS, part, offset);
  }
}

/**
 * Takes away everything the generated module doesn't need: every import, every global that isn't ECMAScript's,
 * and the chance to change a built-in for a later run. The walls outside hold without this; it is one more.
 */
function lock(onlyModule: string): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === onlyModule) return next(specifier, context);
      throw new Error("imports are closed");
    },
  });
  const slice = ArrayBuffer.prototype.slice;
  ArrayBuffer.prototype.slice = function strictSlice(this: ArrayBuffer, start?: number, end?: number) {
    if ((end ?? 0) > this.byteLength) throw new MemoryFault("a result outside the memory");
    return slice.call(this, start ?? 0, end);
  };
  const names: string[] = runInNewContext("Object.getOwnPropertyNames(globalThis)");
  const kept = new Set([...names, "TextDecoder", "TextEncoder"]);
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name !== "string" || !kept.has(name)) Reflect.deleteProperty(globalThis, name);
  }
  Object.defineProperty(globalThis, "console", { value: Object.freeze({ debug() {}, error() {} }) });
  for (const name of kept) freeze(Reflect.get(globalThis, name));
}

function freeze(value: unknown): void {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || value === globalThis)
    return;
  Object.freeze(value);
  if ("prototype" in value && value.prototype !== null) Object.freeze(value.prototype);
}

async function load(header: Header, blobs: readonly Uint8Array[]): Promise<Plugin> {
  const [source, ...binaries] = blobs;
  const url = `data:text/javascript;base64,${Buffer.from(source ?? []).toString("base64")}`;
  const names = header.modules as readonly string[];
  const modules = new Map(
    names.map((name, index) => [name, new WebAssembly.Module(new Uint8Array(binaries[index] ?? []))]),
  );
  lock(url);
  return { glue: (await import(url)) as Glue, modules };
}

/** One run's world: what the plugin may call, and what it did. */
class Run {
  readonly #plugin: Plugin;
  readonly #limits: Limits;
  readonly #steps: WebAssembly.Global<bigint>;
  readonly #depth = new WebAssembly.Global({ value: "i32", mutable: true }, DEPTH_BYTES);
  readonly #instantiated = new Set<WebAssembly.Module>();
  readonly #memories = new Set<WebAssembly.Memory>();
  readonly logs: { level: string; message: string }[] = [];
  hostCalls = 0;
  logBytes = 0;

  constructor(plugin: Plugin, limits: Limits) {
    this.#plugin = plugin;
    this.#limits = limits;
    this.#steps = new WebAssembly.Global({ value: "i64", mutable: true }, BigInt(limits.steps));
  }

  /** Steps taken; the last, which passed the limit, may have been a large one. */
  get steps(): number {
    return this.#limits.steps - Math.max(0, Number(this.#steps.value));
  }

  get peakMemoryBytes(): number {
    return [...this.#memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  }

  perform(context: Header, input: Uint8Array): Verdict {
    try {
      const { run } = this.#plugin.glue.instantiate(
        (name) => this.#coreModule(name),
        { "nexus:plugin/log": { write: (level: string, message: string) => this.#write(level, message) } },
        (module, imports) => this.#instantiate(module, imports),
      );
      this.#depth.value = DEPTH_BYTES;
      return this.#judge(run(contextOf(context), input));
    } catch (fault) {
      return { outcome: this.#limitPassed ?? classify(fault) };
    }
  }

  /** The trap of the limit that the run passed. It tells what happened whatever was thrown or caught on the way. */
  get #limitPassed(): Header | undefined {
    if (this.#steps.value < 0n) return { status: "trap", class: "steps" };
    if (this.#depth.value < 0) return { status: "trap", class: "stack" };
    return this.#overCalled ? OVER_OUTPUT : undefined;
  }

  get #overCalled(): boolean {
    return this.hostCalls > this.#limits.hostCalls;
  }

  #judge(value: unknown): Verdict {
    const passed = this.#limitPassed;
    if (passed !== undefined) return { outcome: passed };
    const { signal, output } = value as { signal: unknown; output: unknown };
    if (!SIGNALS.includes(String(signal)) || !(output instanceof Uint8Array)) {
      return { outcome: { status: "trap", class: "other" } };
    }
    if (output.byteLength > this.#limits.outputBytes) return { outcome: OVER_OUTPUT };
    return { outcome: { status: "ok", signal }, output };
  }

  #coreModule(name: string): WebAssembly.Module {
    const module = this.#plugin.modules.get(name);
    if (module === undefined) throw new Error(`no core module ${name}`);
    return module;
  }

  /** Once per module: each instance of a module with a memory would bring another memory. */
  #instantiate(module: WebAssembly.Module, imports?: WebAssembly.Imports): WebAssembly.Instance {
    if (this.#instantiated.has(module)) throw new MemoryFault("a core module instantiated twice");
    this.#instantiated.add(module);
    const meter = { steps: this.#steps, depth: this.#depth };
    const instance = new WebAssembly.Instance(module, { ...imports, [METER_MODULE]: meter });
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) this.#memories.add(value);
    }
    return instance;
  }

  /** A guest may catch what the host throws, so passing the limit of calls is also remembered. */
  #write(level: string, message: string): void {
    this.hostCalls += 1;
    if (this.#overCalled) throw new HostCallLimit("too many host calls");
    const bytes = text.encode(message).byteLength;
    this.logBytes += bytes;
    if (this.logBytes <= this.#limits.logBytes)
      this.logs.push({ level: LEVELS.includes(level) ? level : "info", message });
  }
}

const OVER_OUTPUT: Header = { status: "trap", class: "output" };

function contextOf(context: Header): Header {
  const { runId, seed, nowMs, block, chainId } = context;
  return {
    runId,
    seed: Uint8Array.from(seed as number[]),
    nowMs: BigInt(String(nowMs)),
    block: BigInt(String(block)),
    chainId: BigInt(String(chainId)),
  };
}

/** The verdict on whatever ended a run early. What isn't known for certain is void. */
function classify(fault: unknown): Header {
  if (fault instanceof MemoryFault) return { status: "trap", class: "memory" };
  if (fault instanceof WebAssembly.Exception) return { status: "trap", class: "other" };
  if (!(fault instanceof Error)) return pluginError(fault);
  const { message } = fault;
  if (fault instanceof WebAssembly.RuntimeError) {
    const known = SEGMENT_AT_START.test(message) ? "memory" : TRAPS.get(message);
    if (known !== undefined) return { status: "trap", class: known };
  }
  if (fault instanceof RangeError && message === STACK_ENDED) {
    return { status: "void", reason: "stack", detail: "the call stack ended" };
  }
  if (fault instanceof RangeError && OUT_OF_BUFFER.test(message)) return { status: "trap", class: "memory" };
  if (fault instanceof TypeError && INVALID_VALUE.test(message)) return { status: "trap", class: "other" };
  return {
    status: "void",
    reason: "crashed",
    detail: `${fault.name}: ${message}`.slice(0, MESSAGE_CHARACTERS),
  };
}

function pluginError(value: unknown): Header {
  const { tag, val } = (value ?? {}) as { tag?: unknown; val?: unknown };
  if (!CASES.includes(String(tag))) return { status: "trap", class: "other" };
  return { status: "plugin-error", case: tag, message: String(val).slice(0, MESSAGE_CHARACTERS) };
}

function answer(plugin: Plugin, order: Order, input: Uint8Array): void {
  const before = cpuUsage();
  const run = new Run(plugin, order.limits);
  const { outcome, output } = run.perform(order.context, input);
  const spent = cpuUsage(before);
  const usage = {
    cpuMs: (spent.user + spent.system) / 1_000,
    steps: run.steps,
    peakMemoryBytes: run.peakMemoryBytes,
    hostCalls: run.hostCalls,
    logBytes: run.logBytes,
  };
  send({ kind: "done", outcome, logs: run.logs, usage }, output === undefined ? [] : [output]);
}

async function serve(): Promise<never> {
  send({ kind: "ready" });
  // Node puts a global back when the program's text has been run to its end.
  await undefined;
  const { header, blobs } = receive();
  const plugin = await load(header, blobs);
  send({ kind: "loaded" });
  for (;;) {
    const { header: order, blobs: inputs } = receive();
    answer(plugin, order as Order, inputs[0] ?? new Uint8Array());
  }
}

serve();
