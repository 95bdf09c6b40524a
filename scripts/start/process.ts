import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { StackError } from "./errors.ts";

/** A process of the local stack, with its own process group and log file. */
export type ManagedProcess = {
  name: string;
  pid: number;
  logFile: string;
  running(): boolean;
  /** Resolves when the process is gone; asks first, kills after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
};

export type ProcessOptions = {
  name: string;
  command: string;
  args: readonly string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Account to run as, when the launcher is root and the program refuses to be. */
  owner?: { uid: number; gid: number } | undefined;
  stopSignal?: NodeJS.Signals;
};

/** Starts a process. It gets a group of its own, so that a Ctrl-C reaches the launcher alone, which stops things in order. */
export function startProcess(options: ProcessOptions): ManagedProcess {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "a");
  const child = spawn(options.command, options.args, {
    stdio: ["ignore", log, log],
    detached: true,
    ...(options.env && { env: options.env }),
    ...(options.cwd && { cwd: options.cwd }),
    ...options.owner,
  });
  closeSync(log);
  const exit = new Promise<void>((resolve) =>
    child.once("close", () => resolve()).once("error", () => resolve()),
  );
  return {
    name: options.name,
    pid: child.pid ?? -1,
    logFile: options.logFile,
    running: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    stop: (graceMs = 10_000) => stopChild(child, exit, options.stopSignal ?? "SIGTERM", graceMs),
  };
}

async function stopChild(child: ChildProcess, exit: Promise<void>, signal: NodeJS.Signals, graceMs: number) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await exit;
  clearTimeout(timer);
}

/** Polls `probe` until it answers. When the process ends or takes too long, stops it and says so with the end of its log. */
export async function waitUntilReady<T>(
  managed: ManagedProcess,
  probe: () => Promise<T>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (cause) {
      const fault = !managed.running()
        ? "ended while starting"
        : Date.now() > deadline && `did not answer within ${timeoutMs / 1000} s`;
      if (fault) {
        await managed.stop();
        throw new StackError(`${managed.name} ${fault}.${lastLines(managed.logFile)}`, { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-8);
  return ` Its log (${logFile}) ends with:\n  ${lines.join("\n  ")}`;
}
