import type { Reading } from "./series.ts";

/** A cover of the Seattle record; rainfall in tenths of a millimetre, money in US cents. */
export interface Case {
  readonly name: string;
  /** First and last day of the series. */
  readonly period: readonly [string, string];
  readonly windowDays: number;
  readonly attachment: number;
  readonly exhaustion: number;
  readonly sumInsured: number;
  /** Days whose reading is withheld, as if the gauge had failed. */
  readonly missing?: readonly string[];
  /** Days left out altogether, which the plugin must refuse. */
  readonly dropped?: readonly string[];
}

const MILLION_DOLLARS = 100_000_000;
const NOVEMBER_2012 = ["2012-11-01", "2012-11-30"] as const;
const NOVEMBER_2015 = ["2015-11-01", "2015-11-30"] as const;
const DECEMBER_2015 = ["2015-12-01", "2015-12-31"] as const;
const FIVE_DAYS = { windowDays: 5, attachment: 700, exhaustion: 1_100, sumInsured: MILLION_DOLLARS };

/** Public vectors of the reproducibility audit: covers that settle. */
export const AUDIT_CASES: readonly Case[] = [
  { ...FIVE_DAYS, name: "dry-spell", period: ["2012-07-23", "2012-09-08"] },
  { ...FIVE_DAYS, name: "storm-2012-11", period: NOVEMBER_2012, sumInsured: MILLION_DOLLARS - 1 },
  { ...FIVE_DAYS, name: "at-attachment", period: NOVEMBER_2015, attachment: 1_346, exhaustion: 1_700 },
  { ...FIVE_DAYS, name: "below-attachment", period: NOVEMBER_2015, attachment: 1_347, exhaustion: 1_700 },
  { ...FIVE_DAYS, name: "at-exhaustion", period: NOVEMBER_2015, attachment: 900, exhaustion: 1_346 },
  { ...FIVE_DAYS, name: "above-exhaustion", period: NOVEMBER_2015 },
  {
    name: "leap-day",
    period: ["2012-02-27", "2012-03-02"],
    windowDays: 3,
    attachment: 40,
    exhaustion: 70,
    sumInsured: 1_000_000,
  },
  {
    name: "one-day-window",
    period: ["2015-01-01", "2015-12-31"],
    windowDays: 1,
    attachment: 400,
    exhaustion: 700,
    sumInsured: MILLION_DOLLARS,
  },
  { ...FIVE_DAYS, name: "window-is-series", period: ["2012-11-19", "2012-11-23"] },
  { ...FIVE_DAYS, name: "missing-reading", period: NOVEMBER_2012, missing: ["2012-11-20"] },
  {
    ...FIVE_DAYS,
    name: "missing-in-dry-spell",
    period: ["2012-07-23", "2012-09-08"],
    missing: ["2012-08-15"],
  },
  {
    ...FIVE_DAYS,
    name: "missing-but-exhausted",
    period: DECEMBER_2015,
    missing: ["2015-12-20", "2015-12-21"],
  },
  {
    name: "four-years-largest-sum",
    period: ["2012-01-01", "2015-12-31"],
    windowDays: 10,
    attachment: 1_200,
    exhaustion: 2_000,
    sumInsured: Number.MAX_SAFE_INTEGER,
  },
];

/** Inputs that the plugin must refuse as invalid. */
export const REFUSED_CASES: readonly Case[] = [
  { ...FIVE_DAYS, name: "refused-gap", period: ["2012-02-20", "2012-03-10"], dropped: ["2012-02-29"] },
  { ...FIVE_DAYS, name: "refused-layer", period: NOVEMBER_2012, attachment: 1_100, exhaustion: 1_100 },
  { ...FIVE_DAYS, name: "refused-short-series", period: ["2012-11-19", "2012-11-22"] },
];

/** The input of a case, cut from the record. */
export function inputOf(
  { name: _, period, missing = [], dropped = [], ...terms }: Case,
  record: readonly Reading[],
) {
  const [first, last] = period;
  const series = record
    .filter(({ date }) => first <= date && date <= last && !dropped.includes(date))
    .map(({ date, rainfall }) => ({ date, rainfall: missing.includes(date) ? null : rainfall }));
  return { station: "Seattle", series, ...terms };
}
