import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readOptions } from "../command/options.ts";
import { StackError } from "../start/errors.ts";
import { freePorts } from "../start/ports.ts";
import { stopOnSignal } from "../start/signals.ts";
import { createStack } from "../start/stack.ts";
import { clientsOf } from "./context.ts";
import { killOf } from "./crash-schedule.ts";
import { type CrashedWalk, type CrashGround, walkDisturbed, walkUndisturbed } from "./crash-walk.ts";
import { localClause } from "./plugin.ts";
import { consoleReporter } from "./reporter.ts";

const HELP = `npm run demo:crash [-- --seed N] [--kills K] [--from I] [--json] [--keep]

Starts a stack of its own, walks the main job twice undisturbed, then K times more. During each of those a random process of
the stack (an executor, Postgres, the IPFS gateway, the index) is killed with SIGKILL and started again by the stack's supervisor.
Compares what every walk came to with the second one, without ids, hashes and times. Exits non-zero unless all are equal.

  --seed N   which processes are killed, and when (default 1)
  --kills K  how many (default 20)
  --from I   begin with the I-th kill of the seed (default 1)
  --json     tell progress on stderr, and end with one JSON object on stdout
  --keep     keep the stack's folder (logs, databases) below .nexus
  --help     this text`;

const values = readOptions(HELP, {
  seed: { type: "string", default: "1" },
  kills: { type: "string", default: "20" },
  from: { type: "string", default: "1" },
  json: { type: "boolean" },
  keep: { type: "boolean" },
});
const [seed, kills, from] = [whole("seed", 0), whole("kills", 1), whole("from", 1)];

const reporter = consoleReporter(values.json ? console.error : console.log);
const home = resolve(import.meta.dirname, "../../.nexus");
mkdirSync(home, { recursive: true });
const directory = mkdtempSync(join(home, "crash-"));
chmodSync(directory, 0o755);
const options = { directory, fresh: false, clause: localClause(), report: reporter.line };
const stack = createStack({ ...options, ports: await freePorts() });
stopOnSignal(stack, reporter.line);
process.exitCode = 1;
try {
  const deployment = await stack.start();
  const ground = { ...stack.state, deployment, index: stack.index };
  await stack.index();
  const client = await clientsOf(ground)("verifier");
  await crash({ ground, client, executors: stack.state.executors, processes: stack.processes });
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
} finally {
  await stack.stop();
  if (values.keep || process.exitCode !== 0) reporter.line(`Logs are kept in ${join(directory, "logs")}`);
  else rmSync(directory, { recursive: true, force: true });
}

async function crash(ground: CrashGround): Promise<void> {
  reporter.line(
    "Walking the main job undisturbed, twice: the publisher commits to its component in the first walk only",
  );
  await walkUndisturbed(ground);
  const undisturbed = await walkUndisturbed(ground);
  reporter.line(`${Object.keys(undisturbed).length} facts to compare with; walk: ${undisturbed.walk}`);
  const walks: CrashedWalk[] = [];
  for (let number = from; number < from + kills; number += 1) {
    const walk = await walkDisturbed(ground, killOf(seed, number), undisturbed);
    walks.push(walk);
    reporter.line(lineOf(number, walk));
    for (const difference of walk.differences) reporter.line(`    ${difference}`);
  }
  const equal = walks.filter((walk) => walk.equal).length;
  if (undisturbed.walk === "done" && equal === kills) process.exitCode = 0;
  reporter.line(`${equal} of ${kills} equal`);
  if (values.json) console.log(JSON.stringify({ seed, kills, equal, undisturbed, walks }, null, 2));
}

function lineOf(number: number, { kill, killedAtMs, afterStep, ms, equal }: CrashedWalk): string {
  const { victim, moment, delayMs } = kill;
  const when = killedAtMs === null ? "never" : `at ${(killedAtMs / 1_000).toFixed(1)} s`;
  const drawn = `${(delayMs / 1_000).toFixed(1)} s after "${moment}"`;
  return `Kill ${number}: ${victim}, ${drawn}, ${when}, after step "${afterStep}"; walk of ${(ms / 1_000).toFixed(0)} s: ${equal ? "equal" : "different"}`;
}

function whole(name: "seed" | "kills" | "from", least: number): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`--${name} is "${values[name]}"; give a whole number from ${least}.`);
  process.exit(2);
}
