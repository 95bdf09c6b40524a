import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tasks } from "hardhat";
import { readOptions } from "../command/options.ts";
import { withFigures } from "./document.ts";
import type { Row } from "./row.ts";
import { writeSnapshot } from "./snapshot.ts";

/** Rows as a person reads them. */
function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) =>
    `${(cells[0] ?? "").padEnd(44)}${(cells[1] ?? "").padStart(9)}${(cells[2] ?? "").padStart(9)}${(cells[3] ?? "").padStart(7)}  ${cells[4] ?? ""}`;
  const lines = rows.map(({ operation, gas, peer, peerGas, ratio }) =>
    line([operation, `${gas}`, `${peerGas ?? ""}`, `${ratio ?? ""}`, peer ?? ""]).trimEnd(),
  );
  return [line(["operation", "gas", "peer's", "ratio", "peer"]), ...lines].join("\n");
}

const HELP = `npm run bench:gas -- [options]: gas of what people do, beside peers

  --record   writes the snapshot and docs/gas.md
  --json     rows {operation, gas, peer, peerGas, ratio}
  --help     this text`;

const values = readOptions(HELP, {
  json: { type: "boolean", default: false },
  record: { type: "boolean", default: false },
});
await tasks.getTask("build").run({ quiet: true });
const { measureGas } = await import("./measure.ts");
const { measureSizes } = await import("./sizes.ts");
const rows = await measureGas();
if (values.record) {
  const snapshot = { rows, sizes: await measureSizes() };
  const page = join(import.meta.dirname, "../../docs/gas.md");
  await writeSnapshot(snapshot);
  await writeFile(page, withFigures(await readFile(page, "utf8"), snapshot));
}
console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));
