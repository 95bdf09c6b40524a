import { z } from "zod";
import { MESSAGE_CHARACTERS } from "./child-limits.ts";
import { ChildEnded, Confined } from "./confined.ts";
import { encodeFrame, type Frame, type FrameLimits } from "./frames.ts";
import { answerFrame, CALL_FRAME, callIn, type HostBroker } from "./host-calls.ts";
import { PAGE_BYTES } from "./memory-limit.ts";
import { cpuMillis } from "./process-times.ts";
import { childProgram } from "./program.ts";
import type { LogLine, PreparedPlugin, RunOutcome, RunRequest, Usage, VoidReason } from "./sandbox.ts";
import { build, type Command, nodeCommand, type Wall } from "./walls.ts";
import { readable } from "./words.ts";

export type RunnerOptions = {
  /** Innermost first. */
  readonly walls: readonly Wall[];
  /** Most linear memory of any plugin, in bytes. */
  readonly memoryBytes: number;
  /** Time a child has to start, and to load a plugin, in milliseconds. */
  readonly startMs: number;
};

/** The child's own JavaScript heap. Linear memory isn't part of it. */
const HEAP_MIB = 128;
/** A run's garbage is collected while it is little, with one thread beside the main one: a quarter less memory. */
const SMALL = ["--max-semi-space-size=2", "--v8-pool-size=1"];
/** The engine's stack: below the 8 MiB that processes get, and far above what the meter lets a plugin's calls take. */
const STACK_KIB = 3_936;
const SMALL_FRAME_BYTES = 65_536;
const WORD_ALONE = { maxBytes: SMALL_FRAME_BYTES, maxHeaderBytes: SMALL_FRAME_BYTES, maxBlobs: 0 };
/** A character of a log line becomes at most this many bytes of JSON. */
const ESCAPED_BYTES = 6;
const LOG_LINE_BYTES = 64;
const CPU_POLL_MS = 20;

const count = z.number().int().nonnegative();
const words = z.string().max(MESSAGE_CHARACTERS).transform(readable);
const answerSchema = z.strictObject({
  kind: z.literal("done"),
  outcome: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("ok"), signal: z.enum(["pass", "fail", "trigger", "escalate"]) }),
    z.strictObject({
      status: z.literal("plugin-error"),
      case: z.enum(["invalid-input", "denied", "limit", "internal"]),
      message: words,
    }),
    z.strictObject({
      status: z.literal("trap"),
      class: z.enum(["unreachable", "memory", "stack", "steps", "output", "other"]),
    }),
    z.strictObject({ status: z.literal("void"), reason: z.enum(["stack", "crashed"]), detail: words }),
  ]),
  logs: z.array(z.strictObject({ level: z.enum(["debug", "info", "warn", "error"]), message: z.string() })),
  usage: z.strictObject({
    cpuMs: z.number().nonnegative(),
    steps: count,
    peakMemoryBytes: count,
    hostCalls: count,
    logBytes: count,
  }),
});

/** How a runner child is started behind the given walls. */
function runnerCommand({ walls, memoryBytes }: RunnerOptions): Command {
  const flags = [
    `--wasm-max-mem-pages=${Math.ceil(memoryBytes / PAGE_BYTES)}`,
    `--max-old-space-size=${HEAP_MIB}`,
    ...SMALL,
    `--stack-size=${STACK_KIB}`,
  ];
  return build(walls, nodeCommand(childProgram("child"), { flags, granted: [] }));
}

/** The supervisor's side of one child, which serves one plugin for one tenant until it is retired. */
export class Runner {
  readonly #child: Confined;
  readonly #startMs: number;
  readonly #ready: Promise<void>;
  #loaded: { readonly key: string; readonly done: Promise<void> } | undefined;
  runs = 0;

  constructor(options: RunnerOptions, command: Command = runnerCommand(options)) {
    this.#child = new Confined(command);
    this.#startMs = options.startMs;
    this.#ready = this.#expect("ready", undefined);
    // Whoever runs something on this child sees the failure; a child that nobody used yet is nobody's failure.
    this.#ready.catch(() => undefined);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get ended(): boolean {
    return this.#child.ended;
  }

  get exited(): Promise<void> {
    return this.#child.exited;
  }

  /** Kills the child for a reason that whoever waits for its answer is told. */
  end(detail: string): void {
    this.#child.end("killed", detail);
  }

  /** Kills the child and waits until it is gone. */
  async retire(): Promise<void> {
    this.end("the child was retired");
    await this.#child.exited;
  }

  /** Loads the plugin ahead of its first run. A fault is told to that run. */
  warm(plugin: PreparedPlugin): void {
    this.#load(plugin).catch(() => undefined);
  }

  /** Loads the plugin if need be and runs it once. Never throws for what the plugin or the child does. */
  async run(plugin: PreparedPlugin, request: RunRequest): Promise<RunOutcome> {
    this.runs += 1;
    try {
      await this.#load(plugin);
    } catch (error) {
      return voidRun(error, { wallMs: 0, cpuMs: 0 }, "crashed");
    }
    return this.#perform(plugin, request);
  }

  #load(plugin: PreparedPlugin): Promise<void> {
    this.#loaded ??= { key: plugin.key, done: this.#handOver(plugin) };
    if (this.#loaded.key !== plugin.key) throw new Error("a child that has loaded another plugin");
    return this.#loaded.done;
  }

  async #handOver(plugin: PreparedPlugin): Promise<void> {
    await this.#ready;
    const modules = plugin.modules.map(({ name }) => name);
    const blobs = [plugin.source, ...plugin.modules.map(({ bytes }) => bytes)];
    await this.#expect("loaded", encodeFrame({ kind: "load", modules }, blobs));
  }

  async #expect(kind: string, order: Uint8Array | undefined): Promise<void> {
    const { header, blobs } = await this.#child.exchange(order, {
      wallMs: this.#startMs,
      ...WORD_ALONE,
    });
    if (header.kind !== kind || blobs.length > 0) this.#breach(`the child didn't answer "${kind}"`);
  }

  async #perform(plugin: PreparedPlugin, request: RunRequest): Promise<RunOutcome> {
    const { limits } = request;
    const wall = { ms: 0 };
    const cpu = this.#watchCpu(limits.cpuMs);
    const spent = () => ({ wallMs: wall.ms, cpuMs: cpu.spent() });
    try {
      const frame = await this.#converse(request, wall);
      const outcome = this.#accept(frame, plugin, request, wall.ms);
      if (outcome.usage.cpuMs <= limits.cpuMs) return outcome;
      return { status: "void", reason: "cpu-time", detail: overCpu(limits.cpuMs), usage: outcome.usage };
    } catch (error) {
      return voidRun(error, spent(), cpu.exceeded() ? "cpu-time" : "wall-time");
    } finally {
      cpu.stop();
    }
  }

  /**
   * Gives the order and answers the child's calls until its run is over. The wall time that counts is the child's own: how long
   * the host takes to answer differs between machines and isn't the plugin's doing.
   */
  async #converse(request: RunRequest, wall: { ms: number }): Promise<Frame> {
    const { limits, host = NO_HOST } = request;
    const frameLimits = answerFrames(limits);
    let order: Uint8Array = orderOf(request);
    for (let calls = 0; calls <= limits.hostCalls; calls += 1) {
      const start = performance.now();
      const frame = await this.#child
        .exchange(order, { wallMs: Math.max(1, limits.wallMs - wall.ms), ...frameLimits })
        .finally(() => {
          wall.ms += performance.now() - start;
        });
      if (frame.header.kind !== "call") return frame;
      const call = callIn(frame);
      if (call === undefined) return this.#breach("the child's call isn't one");
      order = answerFrame(await host.answer(call));
    }
    return this.#breach("the child calls more often than it may");
  }

  /**
   * Kills the child when the kernel has counted more CPU time than the limit. It begins to count at its first look, a moment
   * after the start, because most runs have ended by then.
   */
  #watchCpu(limitMs: number): { spent(): number; exceeded(): boolean; stop(): void } {
    let before: number | undefined;
    let last = 0;
    const spent = () => {
      const now = cpuMillis(this.pid);
      before ??= now;
      last = Math.max(last, now - before);
      return last;
    };
    const timer = setInterval(() => {
      if (spent() > limitMs) this.#child.end("timeout", overCpu(limitMs));
    }, CPU_POLL_MS);
    return { spent, exceeded: () => last > limitMs, stop: () => clearInterval(timer) };
  }

  /** The child's answer, believed only as far as the limits and the plugin allow it. */
  #accept(frame: Frame, plugin: PreparedPlugin, { limits }: RunRequest, wallMs: number): RunOutcome {
    const parsed = answerSchema.safeParse(frame.header);
    if (!parsed.success) return this.#breach("the child's answer isn't one");
    const { outcome, logs, usage: told } = parsed.data;
    const [output, ...more] = frame.blobs;
    const fits =
      more.length === 0 &&
      (output !== undefined) === (outcome.status === "ok") &&
      (output?.byteLength ?? 0) <= limits.outputBytes &&
      logs.length <= limits.hostCalls &&
      bytesOf(logs) <= limits.logBytes &&
      told.steps <= limits.steps &&
      told.peakMemoryBytes <= plugin.memoryBytes;
    if (!fits) return this.#breach("the child's answer is beyond its limits");
    const usage = { ...told, wallMs, deniedCalls: 0, outputBytes: output?.byteLength ?? 0 };
    if (outcome.status === "void") return { ...outcome, usage };
    if (outcome.status === "ok") return { ...outcome, output: output ?? new Uint8Array(), logs, usage };
    return { ...outcome, logs, usage };
  }

  #breach(detail: string): never {
    this.#child.end("protocol", detail);
    throw new ChildEnded("protocol", detail);
  }
}

/** For runs that were given no broker. */
const NO_HOST: HostBroker = {
  answer: async () => ({ status: "refused", case: "denied", message: "this run has no such interface" }),
};

/** A run's end or a call, whichever is larger. */
function answerFrames({ outputBytes, logBytes, hostCalls }: RunRequest["limits"]): Required<FrameLimits> {
  const header = ESCAPED_BYTES * logBytes + LOG_LINE_BYTES * hostCalls + SMALL_FRAME_BYTES;
  return {
    maxBytes: Math.max(header + outputBytes, CALL_FRAME.maxBytes),
    maxHeaderBytes: Math.max(header, CALL_FRAME.maxHeaderBytes),
    maxBlobs: CALL_FRAME.maxBlobs,
  };
}

function overCpu(limitMs: number): string {
  return `more than ${limitMs} ms of CPU time`;
}

function orderOf({ context, input, limits }: RunRequest): Buffer {
  const { steps, outputBytes, logBytes, hostCalls } = limits;
  const told = {
    runId: context.runId,
    seed: [...context.seed],
    nowMs: String(context.nowMs),
    block: String(context.block),
    chainId: String(context.chainId),
  };
  return encodeFrame({ kind: "run", context: told, limits: { steps, outputBytes, logBytes, hostCalls } }, [
    input,
  ]);
}

function bytesOf(logs: readonly LogLine[]): number {
  return logs.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
}

function voidRun(
  error: unknown,
  spent: { wallMs: number; cpuMs: number },
  onTimeout: VoidReason,
): RunOutcome {
  if (!(error instanceof ChildEnded)) throw error;
  const usage: Usage = {
    ...spent,
    steps: 0,
    peakMemoryBytes: 0,
    hostCalls: 0,
    deniedCalls: 0,
    logBytes: 0,
    outputBytes: 0,
  };
  const reason = { timeout: onTimeout, crashed: "crashed", killed: "crashed", protocol: "protocol" } as const;
  return { status: "void", reason: reason[error.reason], detail: error.message, usage };
}
