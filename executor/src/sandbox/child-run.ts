import type { Header } from "./child-channel.ts";
import { HostSide, nexusInterfaces } from "./child-host.ts";
import { hasHandedTooMuch, MemoryFault, resetHanded } from "./child-lock.ts";
import { classify, OVER_OUTPUT } from "./child-verdict.ts";
import { type RunContext, wasiStubs } from "./child-wasi.ts";
import { METER_MODULE } from "./meter-snippets.ts";

export type Glue = {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Record<string, unknown>,
    instantiateCore: (module: WebAssembly.Module, imports?: WebAssembly.Imports) => WebAssembly.Instance,
  ): { run(context: unknown, input: Uint8Array): unknown };
};
export type Plugin = { glue: Glue; modules: ReadonlyMap<string, WebAssembly.Module> };
export type Limits = { steps: number; outputBytes: number; logBytes: number; hostCalls: number };
type Verdict = { outcome: Header; output?: Uint8Array };

const SIGNALS = ["pass", "fail", "trigger", "escalate"];
/** What frames of a run's calls may take of the engine's stack by the meter's own reckoning, which is well below `--stack-size`. */
const DEPTH_BYTES = 1_048_576;

/** One run's world: what the plugin may call, and what it did. */
export class Run {
  readonly #plugin: Plugin;
  readonly #limits: Limits;
  readonly #steps: WebAssembly.Global<bigint>;
  /** Steps that were left when the plugin was stopped. */
  #leftAtStop: bigint | undefined;
  readonly #depth = new WebAssembly.Global({ value: "i32", mutable: true }, DEPTH_BYTES);
  readonly #instantiated = new Set<WebAssembly.Module>();
  readonly #memories = new Set<WebAssembly.Memory>();
  readonly host: HostSide;

  constructor(plugin: Plugin, limits: Limits) {
    this.#plugin = plugin;
    this.#limits = limits;
    this.host = new HostSide(limits, this.#stop);
    this.#steps = new WebAssembly.Global({ value: "i64", mutable: true }, BigInt(limits.steps));
  }

  /** Steps taken; the last, which passed the limit, may have been a large one. */
  get steps(): number {
    return this.#limits.steps - Math.max(0, Number(this.#leftAtStop ?? this.#steps.value));
  }

  /** Leaves the plugin no step, so that it ends at the next one that it pays, which it can't catch. */
  readonly #stop = (): void => {
    this.#leftAtStop ??= this.#steps.value;
    this.#steps.value = -1n;
  };

  get peakMemoryBytes(): number {
    return [...this.#memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  }

  perform(context: Header, input: Uint8Array): Verdict {
    resetHanded(this.#stop);
    const told = contextOf(context);
    try {
      const { run } = this.#plugin.glue.instantiate(
        (name) => this.#coreModule(name),
        { ...nexusInterfaces(this.host), ...wasiStubs(this.host, told) },
        (module, imports) => this.#instantiate(module, imports),
      );
      this.#depth.value = DEPTH_BYTES;
      return this.#judge(run(told, input));
    } catch (fault) {
      return { outcome: this.#limitPassed ?? classify(fault) };
    }
  }

  /** The trap of the limit that the run passed. It tells what happened whatever was thrown or caught on the way. */
  get #limitPassed(): Header | undefined {
    if (this.host.exceeded || hasHandedTooMuch()) return OVER_OUTPUT;
    if (this.#steps.value < 0n) return { status: "trap", class: "steps" };
    return this.#depth.value < 0 ? { status: "trap", class: "stack" } : undefined;
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
}

function contextOf(context: Header): RunContext {
  const { runId, seed, nowMs, block, chainId } = context;
  return {
    runId: String(runId),
    seed: Uint8Array.from(seed as number[]),
    nowMs: BigInt(String(nowMs)),
    block: BigInt(String(block)),
    chainId: BigInt(String(chainId)),
  };
}
