import { sha256 } from "@noble/hashes/sha2.js";
import type { HostSide } from "./child-host.ts";
import { countHanded } from "./child-lock.ts";
import { Exited } from "./child-verdict.ts";

export type RunContext = {
  readonly runId: string;
  readonly seed: Uint8Array;
  readonly nowMs: bigint;
  readonly block: bigint;
  readonly chainId: bigint;
};

const CHUNK_BYTES = 4_096n;
/** What a byte of randomness counts as handed over, because it takes that much longer: a run may draw almost 2 MiB. */
const RANDOM_WEIGHT = 32;
const TICK_NS = 1_000n;
const MS_PER_S = 1_000n;
const NS_PER_MS = 1_000_000;

// Captured before the realm is locked.
const utf8 = new TextDecoder();
const decode = TextDecoder.prototype.decode;
const text = new TextEncoder();

// Resources. They are the same for all runs and can't be changed: what differs from run to run is its host.
class TerminalInput {}
class TerminalOutput {}
class Descriptor {}
class DirectoryEntryStream {}

class StreamError {
  toDebugString(): string {
    return "closed";
  }
}

/** Always ready, so that nothing ever waits. */
class Pollable {
  ready(): boolean {
    return true;
  }

  block(): void {}
}

class InputStream {
  readonly #host: HostSide;

  constructor(host: HostSide) {
    this.#host = host;
  }

  read(): never {
    this.#host.count();
    throw { tag: "closed" };
  }

  blockingRead(): never {
    return this.read();
  }

  skip(): never {
    return this.read();
  }

  blockingSkip(): never {
    return this.read();
  }

  subscribe(): Pollable {
    this.#host.count();
    return new Pollable();
  }
}

class OutputStream {
  readonly #host: HostSide;
  readonly #level: string;

  constructor(host: HostSide, level: string) {
    this.#host = host;
    this.#level = level;
  }

  checkWrite(): bigint {
    this.#host.count();
    return CHUNK_BYTES;
  }

  write(bytes: Uint8Array): void {
    this.#host.write(this.#level, decode.call(utf8, bytes).replace(/\n$/, ""));
  }

  blockingWriteAndFlush(bytes: Uint8Array): void {
    this.write(bytes);
  }

  flush(): void {
    this.#host.count();
  }

  blockingFlush(): void {
    this.#host.count();
  }

  subscribe(): Pollable {
    this.#host.count();
    return new Pollable();
  }
}

const RESOURCES = [TerminalInput, TerminalOutput, Descriptor, DirectoryEntryStream, StreamError, Pollable];
for (const resource of [...RESOURCES, InputStream, OutputStream]) {
  Object.freeze(resource);
  Object.freeze(resource.prototype);
}

/**
 * What toolchains' runtime libraries import of WASI 0.2, answered from the run's context alone: a clock that stands at the run's
 * block, a monotonic one that ticks with each look, randomness out of the run's seed, nothing in the environment, no files;
 * what is written to the standard streams goes to the log. Every call counts as one of the host.
 */
export function wasiStubs(host: HostSide, context: RunContext): Record<string, unknown> {
  return {
    ...clockStubs(host, context.nowMs),
    ...randomStubs(host, context.seed),
    ...streamStubs(host),
    "wasi:cli/environment": {
      getEnvironment: counted(host, () => []),
      getArguments: counted(host, () => []),
      initialCwd: counted(host, () => undefined),
    },
    "wasi:cli/exit": { exit: leave, exitWithCode: leave },
    "wasi:cli/stdin": { getStdin: counted(host, () => new InputStream(host)) },
    "wasi:cli/stdout": { getStdout: counted(host, () => new OutputStream(host, "info")) },
    "wasi:cli/stderr": { getStderr: counted(host, () => new OutputStream(host, "error")) },
    "wasi:cli/terminal-input": { TerminalInput },
    "wasi:cli/terminal-output": { TerminalOutput },
    "wasi:cli/terminal-stdin": { getTerminalStdin: counted(host, () => undefined) },
    "wasi:cli/terminal-stdout": { getTerminalStdout: counted(host, () => undefined) },
    "wasi:cli/terminal-stderr": { getTerminalStderr: counted(host, () => undefined) },
    "wasi:filesystem/preopens": { getDirectories: counted(host, () => []) },
    "wasi:filesystem/types": {
      Descriptor,
      DirectoryEntryStream,
      filesystemErrorCode: counted(host, () => undefined),
    },
  };
}

function counted<T>(host: HostSide, value: () => T): () => T {
  return () => {
    host.count();
    return value();
  };
}

function leave(): never {
  throw new Exited("the plugin asked to be ended");
}

function clockStubs(host: HostSide, nowMs: bigint): Record<string, unknown> {
  let ticks = 0n;
  const now = { seconds: nowMs / MS_PER_S, nanoseconds: Number(nowMs % MS_PER_S) * NS_PER_MS };
  const pollable = counted(host, () => new Pollable());
  return {
    "wasi:clocks/wall-clock": {
      now: counted(host, () => now),
      resolution: counted(host, () => ({ seconds: 0n, nanoseconds: NS_PER_MS })),
    },
    "wasi:clocks/monotonic-clock": {
      now: counted(host, () => {
        ticks += TICK_NS;
        return ticks;
      }),
      resolution: counted(host, () => TICK_NS),
      subscribeInstant: pollable,
      subscribeDuration: pollable,
    },
  };
}

/** Bytes of sha2-256 over the seed and a counter. */
function randomStubs(host: HostSide, seed: Uint8Array): Record<string, unknown> {
  let drawn = 0;
  const bytes = (length: bigint): Uint8Array => {
    host.count();
    countHanded(RANDOM_WEIGHT * Number(length));
    const result = new Uint8Array(Number(length));
    for (let offset = 0; offset < result.length; offset += 32) {
      const block = sha256
        .create()
        .update(seed)
        .update(text.encode(`wasi:random/${drawn}`))
        .digest();
      drawn += 1;
      result.set(block.subarray(0, Math.min(32, result.length - offset)), offset);
    }
    return result;
  };
  const word = (): bigint => new DataView(bytes(8n).buffer).getBigUint64(0, true);
  return {
    "wasi:random/random": { getRandomBytes: bytes, getRandomU64: word },
    "wasi:random/insecure": { getInsecureRandomBytes: bytes, getInsecureRandomU64: word },
    "wasi:random/insecure-seed": { insecureSeed: () => [word(), word()] },
  };
}

function streamStubs(host: HostSide): Record<string, unknown> {
  return {
    "wasi:io/error": { Error: StreamError },
    "wasi:io/poll": {
      Pollable,
      poll: (pollables: readonly Pollable[]) => {
        host.count();
        return Uint32Array.from(pollables, (_, index) => index);
      },
    },
    "wasi:io/streams": { InputStream, OutputStream },
  };
}
