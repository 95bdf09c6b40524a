import type { Answer } from "./component.ts";

/** A valid cover, as the input holds it. */
export interface Cover {
  readonly station: string;
  readonly series: readonly { readonly date: string; readonly rainfall: number | null }[];
  readonly windowDays: number;
  readonly attachment: number;
  readonly exhaustion: number;
  readonly sumInsured: number;
}

/**
 * The same cover settled in another way than the plugin does: sums as differences of running totals, and the payout found
 * by bisection as the largest whole amount that does not exceed its share of the layer.
 */
export function settle(cover: Cover): Extract<Answer, { signal: string }> {
  const { series, windowDays, attachment, exhaustion, sumInsured, station } = cover;
  const totals = [0];
  for (const { rainfall } of series) totals.push((totals.at(-1) ?? 0) + (rainfall ?? 0));
  const sums = totals.slice(windowDays).map((total, i) => total - (totals[i] ?? 0));
  const index = Math.max(...sums);
  const start = sums.indexOf(index);
  const missingDays = series.filter(({ rainfall }) => rainfall === null).length;
  const final = missingDays === 0 || index >= exhaustion;
  const signal = !final ? "ESCALATE" : index >= attachment ? "TRIGGER" : "PASS";
  const payout = largestPayout(BigInt(index), BigInt(attachment), BigInt(exhaustion), BigInt(sumInsured));
  const output =
    `{"final":${final},"index":${index},"missingDays":${missingDays},"payout":${payout},"station":"${station}",` +
    `"windowDays":${windowDays},"windowEnd":"${series[start + windowDays - 1]?.date}","windowStart":"${series[start]?.date}"}`;
  return { signal, output };
}

function largestPayout(index: bigint, attachment: bigint, exhaustion: bigint, sumInsured: bigint): bigint {
  if (index <= attachment) return 0n;
  if (index >= exhaustion) return sumInsured;
  let [low, high] = [0n, sumInsured];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle * (exhaustion - attachment) <= sumInsured * (index - attachment)) low = middle;
    else high = middle - 1n;
  }
  return low;
}
