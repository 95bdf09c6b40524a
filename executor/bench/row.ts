/** One line of the benchmark, and what the same work takes elsewhere, measured in the same run. */
export type Row = {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly peerValue?: number;
};

/** The value that this share of the samples doesn't exceed. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Milliseconds of each of so many turns, one after another, the first of which don't count. */
export async function timed(turns: number, unmeasured: number, work: () => unknown): Promise<number[]> {
  const samples: number[] = [];
  for (let turn = 0; turn < turns + unmeasured; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= unmeasured) samples.push(performance.now() - begun);
  }
  return samples;
}

const UNDER_WAY = 16;

/** Turns per second of so many turns, a few of them under way at any time. */
export async function rate(turns: number, work: () => Promise<unknown>): Promise<number> {
  let left = turns;
  const begun = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, lane));
  return (turns / (performance.now() - begun)) * 1_000;
}
