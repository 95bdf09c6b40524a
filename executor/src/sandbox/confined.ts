import { type ChildProcess, spawn } from "node:child_process";
import { confinedStdio } from "./descriptors.ts";
import { type Frame, FrameDecoder, type FrameLimits, MalformedFrame } from "./frames.ts";
import type { Command } from "./walls.ts";
import { readable } from "./words.ts";

const STDERR_CHARACTERS = 600;
/** What a child may write to its standard error in all its life. */
const STDERR_BYTES = 1_048_576;

/** Why a child ended before it answered. */
export class ChildEnded extends Error {
  readonly reason: "timeout" | "crashed" | "protocol" | "killed";

  constructor(reason: ChildEnded["reason"], detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** What an answer may be, and when it must be there. */
export type AnswerLimits = Required<FrameLimits> & { readonly wallMs: number };

type Pending = { resolve(frame: Frame): void; reject(ended: ChildEnded): void };

/**
 * A child behind its walls: no environment and no descriptors but the standard ones, which carry frames and last words.
 * It answers one order at a time; anything else it sends gets it killed.
 */
export class Confined {
  /** It has no streams at all where the machine had no descriptors left for them. */
  readonly #process: ChildProcess;
  readonly #decoder = new FrameDecoder({ maxBytes: 0 });
  /** Never rejects. */
  readonly exited: Promise<void>;
  #lastWords = "";
  #wordCount = 0;
  #ended: ChildEnded | undefined;
  #pending: Pending | undefined;

  constructor(command: Command) {
    // A group of its own, so that what a wall starts on the way to the child is killed with it.
    const options = { cwd: "/", env: {}, stdio: confinedStdio(), detached: true };
    this.#process = spawn(command.file, command.arguments, options);
    this.exited = new Promise<void>((resolve) => this.#watch(resolve))
      .then(() => command.dispose?.())
      // What a wall can't remove it finds again when it is raised the next time.
      .catch(() => undefined);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Sends an order, if any, and waits for the one frame that answers it.
   * @throws ChildEnded; the child is killed then.
   */
  exchange(order: Uint8Array | undefined, limits: AnswerLimits): Promise<Frame> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#decoder.limits = limits;
    const timer = setTimeout(() => this.end("timeout", `no answer in ${limits.wallMs} ms`), limits.wallMs);
    return new Promise<Frame>((resolve, reject) => {
      this.#pending = { resolve, reject };
      if (order !== undefined) this.#process.stdin?.write(order);
    }).finally(() => clearTimeout(timer));
  }

  /** Kills the child at once; whoever waits for its answer gets ChildEnded. */
  end(reason: ChildEnded["reason"], detail: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = new ChildEnded(reason, detail);
    this.#kill();
    for (const stream of this.#process.stdio ?? []) stream?.destroy();
    this.#pending?.reject(this.#ended);
    this.#pending = undefined;
  }

  /** A process that Node still waits for keeps its id, so that nobody else's group is meant. */
  #kill(): void {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Some systems deny it for a group whose last process has just ended.
      this.#process.kill("SIGKILL");
    }
  }

  #watch(exited: () => void): void {
    const { stdin, stdout, stderr } = this.#process;
    this.#process.on("error", (error) => {
      this.end("crashed", error.message);
      if (this.#process.pid === undefined) exited();
    });
    this.#process.on("exit", (code, signal) => {
      const end = `the child ended with ${signal ?? `code ${code}`}. ${readable(this.#lastWords).trim()}`;
      this.end("crashed", end.trim());
      exited();
    });
    stdout?.on("data", (chunk: Buffer) => this.#receive(chunk));
    stderr?.on("data", (chunk: Buffer) => this.#hear(chunk));
    // A broken channel is told by the exit that follows it; while the child lives on, by the order's wall time.
    for (const stream of [stdin, stdout, stderr]) stream?.on("error", () => undefined);
  }

  #hear(chunk: Buffer): void {
    this.#lastWords = (this.#lastWords + chunk.toString()).slice(-STDERR_CHARACTERS);
    this.#wordCount += chunk.length;
    if (this.#wordCount > STDERR_BYTES) this.end("protocol", "the child floods its standard error");
  }

  #receive(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      this.#deliver(this.#decoder.push(chunk));
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      this.end("protocol", `the child sent ${error.message}`);
    }
  }

  /** Nothing may follow the one frame that was asked for, not even the beginning of another. */
  #deliver([frame, ...more]: Frame[]): void {
    const pending = this.#pending;
    if (frame === undefined && pending !== undefined) return;
    if (frame === undefined || pending === undefined || more.length > 0 || this.#decoder.pending) {
      this.end("protocol", "the child spoke without being asked");
    } else {
      this.#pending = undefined;
      pending.resolve(frame);
    }
  }
}
