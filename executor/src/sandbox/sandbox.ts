import type { WitPackage, World } from "@nexus/protocol";
import type { HostBroker } from "./host-calls.ts";

/**
 * The port behind which untrusted WebAssembly components run.
 *
 * What a run yields depends on the component, its context, its input, its host's answers and its limits alone, with one exception that WebAssembly
 * leaves open: the bits of a NaN. A plugin that lets them reach its output may get another output on another processor; executors
 * then disagree and nothing settles.
 *
 * Nothing a plugin does may throw out of `run`: every end of a run is a `RunOutcome`. What throws is the caller's
 * or the machine's fault: `PrepareRefused`, `RunInputTooLarge`, `MemoryBeyondSandbox`, `SandboxBusy`, `SandboxClosed`.
 */
export interface Sandbox {
  /**
   * Checks a component and makes it ready to run. Cached by the component's sha2-256, the limits and terms that shape it and the
   * tools' versions. Without terms, the world "base" with its log.
   * @throws PrepareRefused naming the rule the component breaks, or the limit that preparing it passed.
   */
  prepare(component: Uint8Array, limits: PrepareLimits, terms?: Terms): Promise<PreparedPlugin>;
  /**
   * Runs a prepared plugin once, in a fresh instance.
   * @throws RunInputTooLarge, SandboxBusy when the queue is full, SandboxClosed.
   */
  run(plugin: PreparedPlugin, request: RunRequest): Promise<RunOutcome>;
  /**
   * Takes nothing more and rejects waiting runs with SandboxClosed; runs under way have `graceMs` (default 0) to end. Then it
   * ends every child and waits until each is gone.
   */
  close(graceMs?: number): Promise<void>;
}

/** What a component is made for, and what it may import. */
export type Terms = {
  /** Package and world of the interface, such as `nexus:plugin@0.2.0` and `base`. */
  readonly witPackage: WitPackage;
  readonly world: World;
  /** Capabilities that the plugin's manifest asks for, and those of them that the policy grants, by name. */
  readonly asked: readonly string[];
  readonly granted: readonly string[];
};

export type PrepareLimits = {
  /** Largest accepted component, in bytes. */
  readonly componentBytes: number;
  /** Linear memory a plugin may grow to, in bytes: a multiple of 65,536. */
  readonly memoryBytes: number;
  /** Wall time of preparing, in milliseconds. */
  readonly wallMs: number;
};

export type RunLimits = {
  /** Wall time of one run, in milliseconds. */
  readonly wallMs: number;
  /** CPU time of one run, in milliseconds, user and system. */
  readonly cpuMs: number;
  /** Steps before the run is ended as the trap "steps": instructions, weighed as `step-weights.ts` says. */
  readonly steps: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** UTF-8 bytes of log messages kept; what is beyond is dropped and counted, unseen by the plugin. */
  readonly logBytes: number;
  /** Calls of the host, the log's among them, before the run is ended as the trap "output". */
  readonly hostCalls: number;
};

/** A checked component in the form children load. Only a sandbox makes one. */
export type PreparedPlugin = {
  /** sha2-256 of the component, 0x-prefixed hex. */
  readonly digest: string;
  /** Identity of this preparation: component, memory limit and tools. */
  readonly key: string;
  readonly memoryBytes: number;
  /** A script whose value binds the component to its host. */
  readonly source: Uint8Array;
  readonly modules: readonly CoreModule[];
};

export type CoreModule = { readonly name: string; readonly bytes: Uint8Array };

export type RunContext = {
  /** Task id on chain, or "audit". */
  readonly runId: string;
  /** 32 bytes. */
  readonly seed: Uint8Array;
  readonly nowMs: bigint;
  readonly block: bigint;
  readonly chainId: bigint;
};

export type RunRequest = {
  readonly context: RunContext;
  readonly input: Uint8Array;
  readonly limits: RunLimits;
  /** Answers the plugin's calls beyond the log. Default: refuses them as denied. */
  readonly host?: HostBroker;
  /** Runs of different tenants (clauses, say) never share a child. Default: one tenant. */
  readonly tenant?: string;
  /**
   * Whether runs of one plugin and tenant may follow each other in one process ("plugin", the default), each in a fresh
   * instance, or this run has a process of its own ("run").
   */
  readonly isolation?: "plugin" | "run";
};

export type PluginSignal = "pass" | "fail" | "trigger" | "escalate";
export type PluginErrorCase = "invalid-input" | "denied" | "limit" | "internal";

/**
 * How a plugin broke off, as every honest executor sees it; only the class is hashed, never an engine's words.
 * - "unreachable": it executed `unreachable` (what a language's panic or failed allocation compiles to).
 * - "memory": it touched linear memory or a table outside its bounds, or handed the host a pointer outside them.
 * - "stack": its calls went deeper than the meter allows, which is well within every engine's stack.
 * - "steps": it took more steps than its limit.
 * - "output": its result, the number of its host calls, or what it handed over in them, passed the limit.
 * - "other": any other trap, such as a division by zero, or a result that isn't one of the interface's values.
 */
export type TrapClass = "unreachable" | "memory" | "stack" | "steps" | "output" | "other";

/**
 * Why a run has no result. These ends depend on the machine, so two honest executors may see different ones
 * and none of them may be committed.
 * - "stack": the engine's call stack ended before the meter's; its depth differs between builds, tiers and platforms of V8.
 * - "protocol": the child broke the protocol with its supervisor and was killed.
 */
export type VoidReason = "wall-time" | "cpu-time" | "stack" | "crashed" | "protocol";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogLine = { readonly level: LogLevel; readonly message: string };

export type Usage = {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Steps taken, at most the limit; the same on every machine. 0 when the child didn't live to tell. */
  readonly steps: number;
  /** Linear memory at the end, which never shrinks; 0 when the child didn't live to tell. */
  readonly peakMemoryBytes: number;
  readonly hostCalls: number;
  /** Host calls for what isn't granted. */
  readonly deniedCalls: number;
  /** Bytes the plugin wrote to its log, dropped ones included. */
  readonly logBytes: number;
  readonly outputBytes: number;
};

export type RunOutcome = { readonly usage: Usage } & (
  | {
      readonly status: "ok";
      readonly signal: PluginSignal;
      readonly output: Uint8Array;
      readonly logs: readonly LogLine[];
    }
  | {
      readonly status: "plugin-error";
      readonly case: PluginErrorCase;
      /** For people; not part of a result. */
      readonly message: string;
      readonly logs: readonly LogLine[];
    }
  | { readonly status: "trap"; readonly class: TrapClass; readonly logs: readonly LogLine[] }
  | { readonly status: "void"; readonly reason: VoidReason; readonly detail: string }
);

/** The world that every class may use, with its log. */
export const BASE_TERMS: Terms = {
  witPackage: "nexus:plugin@0.1.0",
  world: "base",
  asked: ["log"],
  granted: ["log"],
};

const KIB = 1024;
const MIB = 1024 * KIB;

/** What applies where no policy says less. */
export const DEFAULT_PREPARE_LIMITS: PrepareLimits = {
  componentBytes: 32 * MIB,
  memoryBytes: 64 * MIB,
  wallMs: 60_000,
};

export const DEFAULT_RUN_LIMITS: RunLimits = {
  wallMs: 10_000,
  cpuMs: 5_000,
  steps: 2_000_000_000,
  inputBytes: MIB,
  outputBytes: MIB,
  logBytes: 64 * KIB,
  hostCalls: 1_000,
};
