import { availableParallelism, totalmem } from "node:os";
import { PreparedCache } from "./cache.ts";
import {
  MemoryBeyondSandbox,
  RunInputTooLarge,
  SandboxClosed,
  SupervisorExposed,
  WallsTooFew,
} from "./errors.ts";
import { gvisorWall } from "./gvisor.ts";
import { RunnerPool } from "./pool.ts";
import { Preparer } from "./prepare.ts";
import { BASE_TERMS, type Sandbox } from "./sandbox.ts";
import { bwrapWall, processWall, raiseWalls, type Wall, type WallName } from "./walls.ts";

export type WasmSandboxOptions = {
  /** Folder of prepared components; made when it isn't there. */
  readonly cacheFolder: string;
  /** Prepared components that stay in memory, in bytes. Default 32 MiB. */
  readonly keptBytes?: number;
  /** Prepared components that stay in `cacheFolder`, in bytes. Default 2 GiB. */
  readonly cachedBytes?: number;
  /** Walls the policy insists on. Others are used where they stand. */
  readonly requiredWalls: readonly WallName[];
  /** Walls to try, innermost first. Default: the process, then gVisor if it is required and bwrap if it isn't. */
  readonly walls?: readonly Wall[];
  /** Whether results matter: then nothing opens behind less than bwrap or gVisor, or over a cache that others write to. Default: false. */
  readonly production?: boolean;
  /** Children alive at once, idle ones included. Default: three for each run under way. */
  readonly children?: number;
  /** Runs under way at once. Default: as many as the machine has processors, at most the children. */
  readonly running?: number;
  /** Memory of all children together, in bytes. Default: half of what this process may use of the machine's. */
  readonly totalBytes?: number;
  /** Runs a child serves before it is replaced. Default 4,000: the first hundreds take twice as long, until the engine knows the plugin. */
  readonly runsPerChild?: number;
  /** Runs that may wait for a child. Default 64. */
  readonly queueLimit?: number;
  /** Most linear memory any plugin may be given, in bytes. Default 128 MiB. */
  readonly memoryBytes?: number;
  /** CPU time that a child may take at a stretch without a run, in milliseconds. Default 10,000. */
  readonly idleCpuMs?: number;
  /** Time a child has to start and to load a plugin, in milliseconds. Default 15,000. */
  readonly startMs?: number;
};

/** A sandbox and what it stands on. */
export type WasmSandbox = Sandbox & {
  /** The walls in use, innermost first: part of a run's receipt. */
  readonly walls: readonly WallName[];
  /** Process ids of the runner children alive now. */
  readonly pids: () => number[];
  /** Runs that wait for a child. */
  readonly waiting: () => number;
};

const CHILDREN_PER_RUN = 3;
const CACHED_BYTES = 2 * 1024 * 1024 * 1024;
const KEPT_BYTES = 32 * 1024 * 1024;
const DEFAULT_MEMORY_BYTES = 128 * 1024 * 1024;

/**
 * Opens a sandbox of WebAssembly components in child processes and starts its children.
 * @throws WallMissing; in production also WallsTooFew, SupervisorExposed, CacheExposed
 */
export async function openWasmSandbox(options: WasmSandboxOptions): Promise<WasmSandbox> {
  const { memoryBytes = DEFAULT_MEMORY_BYTES } = options;
  const cache = new PreparedCache({
    folder: options.cacheFolder,
    mostBytes: options.cachedBytes ?? CACHED_BYTES,
  });
  if (options.production === true) {
    checkProduction(options.requiredWalls);
    await cache.claim();
  }
  const walls = await raiseWalls(options.walls ?? wallsFor(options.requiredWalls), options.requiredWalls);
  const preparer = new Preparer({ walls, cache, keptBytes: options.keptBytes ?? KEPT_BYTES });
  const pool = new RunnerPool({
    walls,
    memoryBytes,
    ...sizeOf(options),
    totalBytes: options.totalBytes ?? memoryOfMachine() / 2,
    runsPerChild: options.runsPerChild ?? 4_000,
    queueLimit: options.queueLimit ?? 64,
    idleCpuMs: options.idleCpuMs ?? 10_000,
    startMs: options.startMs ?? 15_000,
  });
  let closed = false;
  return {
    walls: walls.map(({ name }) => name),
    pids: () => pool.pids,
    waiting: () => pool.waiting,
    prepare: async (component, limits, terms = BASE_TERMS) => {
      if (closed) throw new SandboxClosed();
      // Lowering the limit here instead would make this executor's results differ from the others'.
      if (limits.memoryBytes > memoryBytes) {
        throw new MemoryBeyondSandbox({ asked: limits.memoryBytes, ceiling: memoryBytes });
      }
      return preparer.prepare(component, limits, terms);
    },
    run: async (plugin, request) => {
      const bytes = request.input.byteLength;
      const limit = request.limits.inputBytes;
      if (bytes > limit) throw new RunInputTooLarge({ bytes, limit });
      return pool.run(plugin, request);
    },
    close: async (graceMs = 0) => {
      closed = true;
      await Promise.all([pool.close(graceMs), preparer.close()]);
    },
  };
}

/** What this process may use of the machine: a control group may leave it less than there is. */
function memoryOfMachine(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

function sizeOf({ children, running }: WasmSandboxOptions): { children: number; running: number } {
  const atOnce = running ?? Math.min(availableParallelism(), children ?? Number.POSITIVE_INFINITY);
  return { running: atOnce, children: children ?? CHILDREN_PER_RUN * atOnce };
}

function wallsFor(required: readonly WallName[]): readonly Wall[] {
  return [processWall(), required.includes("gvisor") ? gvisorWall() : bwrapWall()];
}

/** Signals pass the process wall, and SIGUSR1 would open the supervisor's inspector. */
function checkProduction(required: readonly WallName[]): void {
  if (!required.includes("bwrap") && !required.includes("gvisor")) throw new WallsTooFew({ walls: required });
  const flags = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? "").split(" ")];
  if (!flags.includes("--disable-sigusr1")) throw new SupervisorExposed();
}
