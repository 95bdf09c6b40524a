import { setTimeout as sleep } from "node:timers/promises";
import { backoffMs, type Patience } from "./backoff.ts";
import { type FaultView, viewFault } from "./fault.ts";
import type { Log } from "./ports.ts";

export type Loop = {
  /** Ends after the turn under way. */
  stop(): Promise<void>;
  /** The last fault, null once a turn went well. */
  fault(): (FaultView & { readonly at: string }) | null;
};

export type LoopOptions = {
  readonly name: string;
  /** One turn; true asks for the next one at once. */
  turn(): Promise<boolean>;
  readonly pauseMs: number;
  readonly log: Log;
  readonly patience: Patience;
};

/** Repeats `turn` until stopped. Faults are logged and tried again with a growing pause; they never end the loop. */
export function startLoop({ name, turn, pauseMs, log, patience }: LoopOptions): Loop {
  const stop = new AbortController();
  let faults = 0;
  let fault: (FaultView & { at: string }) | null = null;
  const once = async (): Promise<number> => {
    try {
      const again = await turn();
      if (faults > 0) log.info({ loop: name, faults }, "Back to normal.");
      [faults, fault] = [0, null];
      return again ? 0 : pauseMs;
    } catch (error) {
      faults += 1;
      fault = { ...viewFault(error), at: new Date().toISOString() };
      if (faults === 1 || faults % 20 === 0)
        log.warn({ loop: name, err: error, faults }, "A turn failed; trying again.");
      return backoffMs(faults, patience);
    }
  };
  const run = async () => {
    while (!stop.signal.aborted) await pause(await once(), stop.signal);
  };
  const ended = run();
  return {
    fault: () => fault,
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

/** Ends early, and quietly, when the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
}
