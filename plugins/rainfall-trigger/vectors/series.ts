import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** One day at the gauge. */
export interface Reading {
  readonly date: string;
  /** Tenths of a millimetre; null where there is no reading. */
  readonly rainfall: number | null;
}

/** Daily weather of Seattle, 2012 to 2015 (NOAA), as `vega-datasets` ships it. */
const CSV = new URL("../data/seattle-weather.csv", import.meta.resolve("vega-datasets"));

/** The whole record, day by day. The file has no quoted fields and one decimal place. */
export async function readSeries(): Promise<Reading[]> {
  const [header = "", ...rows] = (await readFile(fileURLToPath(CSV), "utf8")).trim().split(/\r?\n/);
  const columns = header.split(",");
  const [date, depth] = [columns.indexOf("date"), columns.indexOf("precipitation")];
  return rows.map((row) => {
    const cells = row.split(",");
    return { date: cells[date] ?? "", rainfall: tenths(cells[depth] ?? "") };
  });
}

/** "10.9" millimetres as 109 tenths, without a float on the way. */
function tenths(millimetres: string): number {
  const parts = /^(\d+)\.(\d)$/.exec(millimetres);
  if (!parts) throw new RangeError(`precipitation "${millimetres}" isn't millimetres with one decimal place`);
  return Number(`${parts[1]}${parts[2]}`);
}
