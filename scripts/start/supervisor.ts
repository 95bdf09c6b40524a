import { StackError } from "./errors.ts";
import type { ManagedProcess } from "./process.ts";

/** Pauses before a process that ended by itself is started again, in milliseconds. After the last one it stays down. */
const PAUSES_MS = [100, 500, 1_000, 2_000, 4_000, 8_000] as const;

/** A process that did its work for this long starts with the first pause again, in milliseconds. */
const STEADY_MS = 20_000;

export type Supervision = {
  report: (message: string) => void;
  /** Called with every process that was started again, before it is ready. */
  restarted: (managed: ManagedProcess) => void;
  /** Called when a process that was started again does its work. */
  back?: () => Promise<void>;
  /** Ends the supervision; what ends from then on stays down. */
  signal: AbortSignal;
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
  pause: (ms: number) => Promise<void>;
};

/**
 * Starts a process again whenever it ends by itself, and says so. Resolves when the process kept ending and stays down, or
 * when the signal came.
 */
export async function supervise(managed: ManagedProcess, supervision: Supervision): Promise<void> {
  const { report, signal, now, pause } = supervision;
  let readyAt: number | undefined = now();
  for (let tries = 0; ; tries += 1) {
    const how = await managed.ended();
    if (signal.aborted) return;
    if (readyAt !== undefined && now() - readyAt > STEADY_MS) tries = 0;
    const pauseMs = PAUSES_MS[tries];
    if (pauseMs === undefined) {
      report(`${managed.name} ended ${tries + 1} times (${how}); it stays down. Its log: ${managed.logFile}`);
      return;
    }
    report(`${managed.name} ended by itself (${how}); starting it again`);
    await pause(pauseMs);
    if (signal.aborted) return;
    readyAt = await startAgain(managed, supervision);
  }
}

/** @returns when the process was ready; undefined when it never was, and then it was stopped */
async function startAgain(managed: ManagedProcess, supervision: Supervision): Promise<number | undefined> {
  const { report, restarted, signal, now } = supervision;
  const begun = now();
  managed.restart();
  restarted(managed);
  try {
    await managed.ready();
  } catch (fault) {
    if (!(fault instanceof StackError)) throw fault;
    if (!signal.aborted) report(fault.message);
    return undefined;
  }
  report(`${managed.name} is back (${((now() - begun) / 1_000).toFixed(1)} s)`);
  await supervision.back?.();
  return now();
}
