import type { Attack } from "./attack.ts";
import { CHILD_ATTACKS } from "./children.ts";
import { ESCAPES } from "./escapes.ts";
import { GREEDY_PLUGINS } from "./greedy-plugins.ts";
import { LYING_PLUGINS } from "./lying-plugins.ts";
import { PACKAGE_ATTACKS } from "./packages.ts";
import { TAMPERING_ATTACKS } from "./tampering.ts";
import { OUTERMOST, type Outermost } from "./walls.ts";

export { CHILD_ATTACKS, ESCAPES, PACKAGE_ATTACKS, TAMPERING_ATTACKS };

export const PLUGIN_ATTACKS = [...GREEDY_PLUGINS, ...LYING_PLUGINS];

/** Attacks that end alike behind every wall. */
export const ATTACKS: readonly Attack[] = [
  ...PLUGIN_ATTACKS,
  ...PACKAGE_ATTACKS,
  ...TAMPERING_ATTACKS,
  ...CHILD_ATTACKS,
];

/** gVisor takes seconds to start a child, so the quick tests try each tenth attack behind it, and the slow ones all. */
export function triedBehind<T extends Attack>(wall: Outermost, attacks: readonly T[]): readonly T[] {
  const all = wall !== "gvisor" || process.env.NEXUS_ATTACKS === "all";
  return all ? attacks : attacks.filter((_, index) => index % 10 === 0);
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** The tables of `docs/attacks.md`. */
export function tables(): string {
  return [
    row(["id", "attack", "ends as"]),
    row(["---", "---", "---"]),
    ...ATTACKS.map(({ id, attack, expected }) => row([id, attack, expected])),
    "",
    row(["id", "attack", ...OUTERMOST]),
    row(["---", "---", ...OUTERMOST.map(() => "---")]),
    ...ESCAPES.map(({ id, attack, expected }) =>
      row([id, attack, ...OUTERMOST.map((wall) => `\`${expected[wall]}\``)]),
    ),
  ].join("\n");
}
