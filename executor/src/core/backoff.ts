/** Exponential back-off; half of each pause is random, so that several executors don't come back together. */
const FIRST_MS = 250;

/** How long to wait after faults. */
export type Patience = {
  /** Longest pause, in milliseconds. */
  readonly longestMs: number;
  /** From 0 to 1. */
  random(): number;
};

/** Milliseconds to wait after `faults` faults in a row (1 or more). */
export function backoffMs(faults: number, { longestMs, random }: Patience): number {
  const ceiling = Math.min(longestMs, FIRST_MS * 2 ** Math.min(faults, 16));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
