import { parseArgs } from "node:util";
import { DEFAULT_PREPARE_LIMITS } from "../src/sandbox/sandbox.ts";
import { verdict } from "../test/attacks/attack.ts";
import { PLUGIN_ATTACKS } from "../test/attacks/table.ts";
import { componentOf } from "../test/sandbox/fixtures/components.ts";
import { openBench } from "../test/sandbox/fixtures/sandboxes.ts";

// Hostile runs one after another, and what the supervisor's memory makes of them: it may not grow by more than 20 MB between
// the first tenth and the end. Attacks that burn their whole budget of steps are left out, for the time they take.

const MOST_BYTES = 20_000_000;

const { values } = parseArgs({ options: { runs: { type: "string", default: "10000" } } });
const runs = Number(values.runs);
const bench = await openBench({ running: 2, children: 6, queueLimit: runs });
const attacks = PLUGIN_ATTACKS.filter(
  ({ id, expected }) => !id.startsWith("loop") && !expected.startsWith("refused"),
);
const prepared = await Promise.all(
  attacks.map(async ({ run, parts, instead, ...attack }) => {
    const component = await componentOf({ run, ...(parts && { parts }), ...(instead && { instead }) });
    return { ...attack, plugin: await bench.sandbox.prepare(component, DEFAULT_PREPARE_LIMITS) };
  }),
);
const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);
let tenth = 0;
for (let done = 0; done < runs; done += 2) {
  await Promise.all([attempt(done), attempt(done + 1)]);
  if (done + 2 >= runs / 10 && tenth === 0) tenth = residentNow();
  if ((done + 2) % (runs / 20) === 0) console.error(`${done + 2} of ${runs}, ${megabytes(residentNow())} MB`);
}
const grown = residentNow() - tenth;
await bench.close();
console.log(
  `${runs} hostile runs: the supervisor grew by ${megabytes(grown)} MB after the first tenth, at ${megabytes(tenth)} MB.`,
);
process.exitCode = grown <= MOST_BYTES ? 0 : 1;

async function attempt(turn: number): Promise<void> {
  const attack = prepared[turn % prepared.length];
  if (attack === undefined) throw new Error("no attacks");
  const { id, plugin, expected, limits, input } = attack;
  const end = await verdict(bench.run(plugin, { ...limits, ...(input && { input }) }));
  if (end !== expected) throw new Error(`${id} ended as "${end}" in turn ${turn}, not as "${expected}"`);
}

function residentNow(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}
