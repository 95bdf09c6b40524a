import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { NxsError } from "@nexus/protocol";
import { readOptions } from "../command/options.ts";
import { knownOf, runCampaign } from "./campaign.ts";
import { type Known, mutationPage, survivorsPercent } from "./document.ts";
import { UnknownTargetError } from "./errors.ts";
import { type Result, Results } from "./results.ts";
import { survivors } from "./survivors.ts";
import { type Target, targets } from "./targets.ts";

const root = join(import.meta.dirname, "../..");

/** Survivors that the goal allows, in percent. */
const MOST = 5;

const HELP = `npm run mutate -- [options]: does a changed line of a contract make a test fail?

  --target <name>   ${targets.map(({ name }) => name).join(", ")}; may repeat; all without it
  --sample <n>      mutants a target, drawn by --seed (1); all without it
  --mutant <id>     only this one, such as a survivor that a new test should notice; may repeat
  --fresh           forget earlier results, which else count as long as contract and tests stay
  --document        try nothing, write docs/mutation.md from the results so far
  --json            one JSON object at the end
  --urgent          don't yield to other work on the machine`;

const values = readOptions(HELP, {
  target: { type: "string", multiple: true },
  sample: { type: "string" },
  mutant: { type: "string", multiple: true, default: [] },
  seed: { type: "string", default: "1" },
  ...{ fresh: { type: "boolean" }, document: { type: "boolean" } },
  ...{ json: { type: "boolean" }, urgent: { type: "boolean" } },
});

function chosenTargets(): readonly Target[] {
  const known = targets.map(({ name }) => name);
  const unknown = values.target?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnknownTargetError({ name: unknown, known });
  return targets.filter(({ name }) => values.target?.includes(name) ?? true);
}

function report({ target, outcome, source, line, before, after }: Result, done: number, all: number): void {
  if (outcome === "survived") console.error(`survived: ${source}:${line}\n  - ${before}\n  + ${after}`);
  if (done % 10 === 0 || done === all) console.error(`${target}: ${done} of ${all} mutants`);
}

async function writePage(results: Results): Promise<void> {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const known: Known[] = [];
  for (const target of targets) known.push({ target: target.name, ...(await knownOf(target, results)) });
  await writeFile(join(root, "docs/mutation.md"), mutationPage(known, commit));
}

async function main(): Promise<void> {
  if (!values.urgent) setPriority(constants.priority.PRIORITY_LOW);
  const results = await Results.open(join(root, ".nexus/mutation.json"), values.fresh ?? false);
  if (values.document) return writePage(results);
  const sample = values.sample === undefined ? Number.POSITIVE_INFINITY : Number(values.sample);
  const seed = Number(values.seed);
  const found: Result[] = [];
  for (const target of chosenTargets()) {
    found.push(
      ...(await runCampaign(target, { sample, only: values.mutant, seed, results, onResult: report })),
    );
  }
  const alive = found.filter(({ outcome }) => outcome === "survived");
  const percent = survivorsPercent(found);
  if (values.json) console.log(JSON.stringify({ seed, percent, results: found }));
  else console.log(`${found.length} mutants, ${alive.length} survived (${percent.toFixed(1)} %).`);
  const unexplained = alive.filter(({ id }) => survivors[id] === undefined);
  for (const { id, source, line } of unexplained)
    console.error(`Unexplained survivor ${id} at ${source}:${line}`);
  if (percent > MOST || unexplained.length > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof NxsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
