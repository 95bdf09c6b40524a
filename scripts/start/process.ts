import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { StackError } from "./errors.ts";

/** A process of the local stack, with its own process group and log file. */
export type ManagedProcess = {
  name: string;
  /** Of the process that runs now: another one after `restart`. */
  readonly pid: number;
  logFile: string;
  running(): boolean;
  /** Resolves when the process that runs now is gone, and says how it ended. */
  ended(): Promise<string>;
  /** Resolves when the process does its work. @throws StackError when it ends or takes too long; then it is stopped */
  ready(): Promise<void>;
  /** Whether the process does its work now. */
  answers(): Promise<boolean>;
  /** Starts the same program with the same arguments, folder and environment again. Only after it ended. */
  restart(): void;
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
  /** Throws until the process does its work. */
  probe: () => Promise<unknown>;
};

type Child = { process: ChildProcess; ended: Promise<string> };

/** Starts a process. It gets a group of its own, so that a Ctrl-C reaches the launcher alone, which stops things in order. */
export function startProcess(options: ProcessOptions): ManagedProcess {
  let child = launch(options);
  const managed: ManagedProcess = {
    name: options.name,
    get pid() {
      return child.process.pid ?? -1;
    },
    logFile: options.logFile,
    running: () => isRunning(child),
    ended: () => child.ended,
    ready: () => waitUntilReady(managed, options.probe),
    answers: () => isAnswering(child, options.probe),
    restart: () => {
      if (isRunning(child)) throw new Error(`${options.name} is still running`);
      child = launch(options);
    },
    stop: (graceMs = 10_000) => stopChild(child, options.stopSignal ?? "SIGTERM", graceMs),
  };
  return managed;
}

function launch({ command, args, logFile, env, cwd, owner }: ProcessOptions): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const child = spawn(command, args, {
    stdio: ["ignore", log, log],
    detached: true,
    ...(env && { env }),
    ...(cwd && { cwd }),
    ...owner,
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  return { process: child, ended };
}

function isRunning({ process: { pid, exitCode, signalCode } }: Child): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

async function isAnswering(child: Child, probe: () => Promise<unknown>): Promise<boolean> {
  if (!isRunning(child)) return false;
  return probe().then(
    () => true,
    () => false,
  );
}

async function stopChild(child: Child, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!isRunning(child)) return;
  child.process.kill(signal);
  const timer = setTimeout(() => child.process.kill("SIGKILL"), graceMs);
  await child.ended;
  clearTimeout(timer);
}

const READY_MS = 60_000;
const PROBE_PAUSE_MS = 50;

/** Polls `probe` until it answers. When the process ends or takes too long, stops it and says so with the end of its log. */
async function waitUntilReady(managed: ManagedProcess, probe: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    try {
      await probe();
      return;
    } catch (cause) {
      const fault = !managed.running()
        ? "ended while starting"
        : Date.now() > deadline && `did not answer within ${READY_MS / 1000} s`;
      if (fault) {
        await managed.stop();
        throw new StackError(`${managed.name} ${fault}.${lastLines(managed.logFile)}`, { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, PROBE_PAUSE_MS));
    }
  }
}

function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-8);
  return ` Its log (${logFile}) ends with:\n  ${lines.join("\n  ")}`;
}
