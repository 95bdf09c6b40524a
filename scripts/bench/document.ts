import { caps } from "./caps.ts";
import { CODE_LIMIT } from "./sizes.ts";
import type { Snapshot } from "./snapshot.ts";

const BEGIN = "<!-- figures: written by `npm run bench:gas -- --record` -->";
const END = "<!-- end of figures -->";

const number = (value: number | null | undefined) => (value == null ? "" : value.toLocaleString("en-US"));

/** The tables of `docs/gas.md`. */
export function figures({ rows, sizes }: Snapshot): string {
  const gas = rows.map(({ operation, gas, peer, peerGas, ratio }) =>
    [operation, number(gas), number(caps[operation]), peer ?? "", number(peerGas), ratio ?? ""].join(" | "),
  );
  const bytes = Object.entries(sizes).map(
    ([name, size]) => `${name} | ${number(size)} | ${number(CODE_LIMIT - size)}`,
  );
  return [
    ...["| operation | gas | cap | peer | peer's gas | ratio |", "| --- | ---: | ---: | --- | ---: | ---: |"],
    ...gas.map((cells) => `| ${cells} |`),
    ...["", "| contract | bytes of code | left of 24,576 |", "| --- | ---: | ---: |"],
    ...bytes.map((cells) => `| ${cells} |`),
  ].join("\n");
}

/** The page with its tables replaced. Throws if it has no place for them. */
export function withFigures(page: string, snapshot: Snapshot): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/gas.md needs the lines ${BEGIN} and ${END}.`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${figures(snapshot)}\n\n${page.slice(end)}`;
}
