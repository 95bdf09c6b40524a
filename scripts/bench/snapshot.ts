import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Row } from "./row.ts";

const file = join(import.meta.dirname, "gas.snapshot.json");

/** Gas that the bytes of addresses, times and signatures in calldata may add or save. */
export const CALLDATA_NOISE = 200;

/** The committed figures: rows of gas, and bytes of code by contract. */
export interface Snapshot {
  readonly rows: readonly Row[];
  readonly sizes: Readonly<Record<string, number>>;
}

export async function readSnapshot(): Promise<Snapshot> {
  return JSON.parse(await readFile(file, "utf8")) as Snapshot;
}

export async function writeSnapshot(snapshot: Snapshot): Promise<void> {
  await writeFile(file, `${JSON.stringify(snapshot, null, 2)}\n`);
}

function sizeChanges(recorded: Snapshot, measured: Snapshot): readonly string[] {
  const names = new Set([...Object.keys(recorded.sizes), ...Object.keys(measured.sizes)]);
  return [...names]
    .filter((name) => recorded.sizes[name] !== measured.sizes[name])
    .map((name) => `${name} has ${measured.sizes[name] ?? 0} bytes, recorded ${recorded.sizes[name] ?? 0}`);
}

/** What the measured figures change in the committed ones, calldata noise aside; empty if nothing. */
export function differences(recorded: Snapshot, measured: Snapshot): readonly string[] {
  const known = new Map(recorded.rows.map((row) => [row.operation, row]));
  const changed = measured.rows.flatMap(({ operation, gas, peer, peerGas }) => {
    const before = known.get(operation);
    if (!before) return [`${operation} isn't recorded`];
    const drift = Math.max(Math.abs(gas - before.gas), Math.abs((peerGas ?? 0) - (before.peerGas ?? 0)));
    if (drift <= CALLDATA_NOISE && before.peer === peer) return [];
    return [
      `${operation} takes ${gas} gas (${peer}: ${peerGas}), recorded ${before.gas} (${before.peer}: ${before.peerGas})`,
    ];
  });
  const measuredNames = new Set(measured.rows.map(({ operation }) => operation));
  const gone = [...known.keys()].filter((operation) => !measuredNames.has(operation));
  return [
    ...changed,
    ...gone.map((operation) => `${operation} wasn't measured`),
    ...sizeChanges(recorded, measured),
  ];
}
