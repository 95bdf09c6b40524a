import { NxsError } from "@nexus/protocol";

/**
 * Rules a component must keep to be prepared.
 * - "size": not larger than the limit, nor much larger than itself once it is made runnable.
 * - "component": a WebAssembly component the toolset can read, made of valid core modules.
 * - "imports": imports nothing but what the world offers.
 * - "exports": offers exactly what the world asks for, and besides it at most what a known toolchain leaves behind.
 * - "memory": one unshared linear memory, starting within the limit.
 * - "tables": few tables, each starting within the limit.
 * - "instructions": none whose effect WebAssembly leaves to the machine (relaxed SIMD, atomics) or to the engine's own heap (objects).
 * - "time", "resources": prepared within the time and memory of the preparing child.
 */
export type PrepareRule =
  | "size"
  | "component"
  | "imports"
  | "exports"
  | "memory"
  | "tables"
  | "instructions"
  | "time"
  | "resources";

/** A component that may not run here. Preparing it again ends the same way, except for "time" and "resources". */
export class PrepareRefused extends NxsError {
  readonly code = "SANDBOX_PREPARE_REFUSED";
  readonly digest: string;
  readonly rule: PrepareRule;
  readonly detail: string;

  constructor({ digest, rule, detail }: { digest: string; rule: PrepareRule; detail: string }) {
    super(`Component ${digest} breaks the rule "${rule}": ${detail}.`);
    this.digest = digest;
    this.rule = rule;
    this.detail = detail;
  }
}

/** An input beyond what the run's limits allow. */
export class RunInputTooLarge extends NxsError {
  readonly code = "SANDBOX_INPUT_TOO_LARGE";
  readonly bytes: number;
  readonly limit: number;

  constructor({ bytes, limit }: { bytes: number; limit: number }) {
    super(`The input has ${bytes} bytes; limits.inputBytes allows ${limit}. Send less or raise the limit.`);
    this.bytes = bytes;
    this.limit = limit;
  }
}

/** A plugin's memory limit that this sandbox's children can't provide. */
export class MemoryBeyondSandbox extends NxsError {
  readonly code = "SANDBOX_MEMORY_BEYOND";
  readonly asked: number;
  readonly ceiling: number;

  constructor({ asked, ceiling }: { asked: number; ceiling: number }) {
    super(
      `limits.memoryBytes asks for ${asked} bytes and this sandbox gives at most ${ceiling}. Open it with a larger memoryBytes.`,
    );
    this.asked = asked;
    this.ceiling = ceiling;
  }
}

/** Every child is at work and the queue is full: back off and come again. */
export class SandboxBusy extends NxsError {
  readonly code = "SANDBOX_BUSY";
  readonly waiting: number;

  constructor({ waiting }: { waiting: number }) {
    super(
      `The sandbox is busy and ${waiting} runs wait already, as many as its queue holds. Try again later.`,
    );
    this.waiting = waiting;
  }
}

export class SandboxClosed extends NxsError {
  readonly code = "SANDBOX_CLOSED";

  constructor() {
    super("The sandbox is closed; it prepares and runs nothing any more.");
  }
}

/** The policy names a wall that doesn't stand on this machine. */
export class WallMissing extends NxsError {
  readonly code = "SANDBOX_WALL_MISSING";
  readonly wall: string;
  readonly reason: string;

  constructor({ wall, reason }: { wall: string; reason: string }) {
    super(
      `The policy requires the wall "${wall}", which this machine doesn't provide: ${reason}. Install it, or name fewer walls in the policy.`,
    );
    this.wall = wall;
    this.reason = reason;
  }
}

/** Production without a wall that keeps signals, files and sockets of the machine out of a child's reach. */
export class WallsTooFew extends NxsError {
  readonly code = "SANDBOX_WALLS_TOO_FEW";
  readonly walls: readonly string[];

  constructor({ walls }: { walls: readonly string[] }) {
    super(
      `Production needs the wall "bwrap" or "gvisor" around every plugin, and the policy names ${walls.join(", ") || "none"}. Set NEXUS_WALLS=process,bwrap or NEXUS_WALLS=process,gvisor.`,
    );
    this.walls = walls;
  }
}

/** Production under a Node that opens its inspector for whoever may send it a signal. */
export class SupervisorExposed extends NxsError {
  readonly code = "SANDBOX_SUPERVISOR_EXPOSED";

  constructor() {
    super(
      "Node would open its inspector on SIGUSR1, which a process of the same user may send. Start the executor with node --disable-sigusr1.",
    );
  }
}

/** Production with prepared components where others could replace them. */
export class CacheExposed extends NxsError {
  readonly code = "SANDBOX_CACHE_EXPOSED";
  readonly folder: string;
  readonly reason: string;

  constructor({ folder, reason }: { folder: string; reason: string }) {
    super(
      `Whoever may write to the cache ${folder} decides what this executor runs, and ${reason}. Give NEXUS_CACHE_DIRECTORY a folder of the executor's own, with chmod 700.`,
    );
    this.folder = folder;
    this.reason = reason;
  }
}

/** The preparing child failed for a reason of the machine, not of the component. */
export class PrepareFailed extends NxsError {
  readonly code = "SANDBOX_PREPARE_FAILED";
  readonly digest: string;
  readonly reason: string;

  constructor({ digest, reason, cause }: { digest: string; reason: string; cause?: unknown }) {
    super(`Component ${digest} couldn't be prepared: ${reason}.`, { cause });
    this.digest = digest;
    this.reason = reason;
  }
}
