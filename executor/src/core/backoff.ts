/** Full-jitter exponential back-off. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait after `faults` faults in a row (1 or more).
 * @param random from 0 to 1
 */
export function backoffMs(faults: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(faults, 16));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
