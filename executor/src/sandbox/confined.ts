import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { type Frame, FrameDecoder, MalformedFrame } from "./frames.ts";
import type { Command } from "./walls.ts";

const CHANNEL = 3;
const STDERR_CHARACTERS = 600;

/** Why a child ended before it answered. */
export class ChildEnded extends Error {
  readonly reason: "timeout" | "crashed" | "protocol" | "killed";

  constructor(reason: ChildEnded["reason"], detail: string) {
    super(detail);
    this.reason = reason;
  }
}

type Pending = { resolve(frame: Frame): void; reject(ended: ChildEnded): void };

/**
 * A child behind its walls: no environment, no descriptors but its standard error and one channel of frames.
 * It answers one order at a time; anything else it sends gets it killed.
 */
export class Confined {
  readonly #process: ChildProcess;
  readonly #channel: Duplex;
  readonly #decoder = new FrameDecoder({ maxBytes: 0 });
  readonly exited: Promise<void>;
  #stderr = "";
  #ended: ChildEnded | undefined;
  #pending: Pending | undefined;

  constructor(command: Command) {
    this.#process = spawn(command.file, command.arguments, {
      cwd: "/",
      env: {},
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    const channel = this.#process.stdio[CHANNEL];
    if (!(channel instanceof Duplex)) throw new Error("a child without its channel");
    this.#channel = channel;
    this.exited = new Promise((resolve) => this.#watch(resolve));
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
  exchange(order: Uint8Array | undefined, limits: { wallMs: number; maxBytes: number }): Promise<Frame> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#decoder.maxBytes = limits.maxBytes;
    const timer = setTimeout(() => this.end("timeout", `no answer in ${limits.wallMs} ms`), limits.wallMs);
    return new Promise<Frame>((resolve, reject) => {
      this.#pending = { resolve, reject };
      if (order !== undefined) this.#channel.write(order);
    }).finally(() => clearTimeout(timer));
  }

  /** Kills the child at once; whoever waits for its answer gets ChildEnded. */
  end(reason: ChildEnded["reason"], detail: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = new ChildEnded(reason, detail);
    this.#process.kill("SIGKILL");
    this.#channel.destroy();
    this.#pending?.reject(this.#ended);
    this.#pending = undefined;
  }

  #watch(exited: () => void): void {
    this.#process.on("error", (error) => {
      this.end("crashed", error.message);
      if (this.#process.pid === undefined) exited();
    });
    this.#process.on("exit", (code, signal) => {
      this.end("crashed", `the child ended with ${signal ?? `code ${code}`}. ${this.#stderr.trim()}`.trim());
      exited();
    });
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_CHARACTERS);
    });
    this.#channel.on("data", (chunk: Buffer) => this.#receive(chunk));
    // A broken channel is told by the exit that follows it; while the child lives on, by the order's wall time.
    this.#channel.on("error", () => undefined);
  }

  #receive(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      for (const frame of this.#decoder.push(chunk)) this.#deliver(frame);
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      this.end("protocol", `the child sent ${error.message}`);
    }
  }

  #deliver(frame: Frame): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) this.end("protocol", "the child spoke without being asked");
    else pending.resolve(frame);
  }
}
