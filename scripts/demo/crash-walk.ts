import type { NexusClient } from "@nexus/cli";
import type { ManagedProcess } from "../start/process.ts";
import { eventually, type Ground } from "./context.ts";
import { type Executors, readOutcome } from "./crash-facts.ts";
import { strike } from "./crash-kill.ts";
import { differences, type Outcome } from "./crash-outcome.ts";
import type { Kill } from "./crash-schedule.ts";
import type { Reporter, Step } from "./reporter.ts";
import { walkMainJob } from "./walk.ts";

/** The stack that is walked on and killed at. */
export type CrashGround = {
  ground: Ground;
  client: NexusClient;
  executors: Executors;
  processes: readonly ManagedProcess[];
};

/** How a disturbed walk went. Times in milliseconds from its beginning. */
export type CrashedWalk = {
  kill: Kill;
  /** Null when the walk was over before the kill's moment came. */
  killedAtMs: number | null;
  /** The last step that was done when the process was killed. */
  afterStep: string;
  ms: number;
  equal: boolean;
  differences: readonly string[];
};

/** How long every process of the stack may take to do its work again, in seconds. */
const RECOVERY_SECONDS = 90;

/** Walks the main job with nothing killed. */
export async function walkUndisturbed(crash: CrashGround): Promise<Outcome> {
  return (await walk(crash, () => {})).outcome;
}

/** Walks the main job while one process is killed, and compares the outcome with that of the undisturbed walk. */
export async function walkDisturbed(crash: CrashGround, kill: Kill, expected: Outcome): Promise<CrashedWalk> {
  const victim = crash.processes.find(({ name }) => name === kill.victim);
  if (!victim) throw new Error(`the stack has no process named ${kill.victim}`);
  let killedAtMs: number | null = null;
  let afterStep = "the beginning";
  const { outcome, ms } = await walk(crash, async (hunt, progress) => {
    if (!(await strike(hunt, kill, victim))) return;
    killedAtMs = progress.ms();
    afterStep = progress.steps.at(-1)?.name ?? afterStep;
  });
  const found = differences(expected, outcome);
  const missed = killedAtMs === null ? [`${kill.victim} wasn't killed: the walk was over before`] : [];
  const all = [...missed, ...found];
  return { kill, killedAtMs, afterStep, ms, equal: all.length === 0, differences: all };
}

type Progress = { steps: readonly Step[]; ms(): number };
type Hunter = (hunt: Parameters<typeof strike>[0], progress: Progress) => Promise<void> | void;

async function walk({ ground, client, executors, processes }: CrashGround, hunter: Hunter) {
  const since = (await client.publicClient.getBlockNumber()) + 1n;
  const begun = performance.now();
  const ms = () => Math.round(performance.now() - begun);
  const steps: Step[] = [];
  const quiet: Reporter = { line: () => {}, step: (step) => steps.push(step) };
  const over = new AbortController();
  const walked = walkMainJob(ground, quiet).finally(() => over.abort());
  const [report] = await Promise.all([walked, hunter({ client, since, over: over.signal }, { steps, ms })]);
  const walkedMs = ms();
  await recovered(processes);
  return { outcome: await readOutcome(client, executors, { report, since }), ms: walkedMs };
}

/** Resolves when every process does its work. */
async function recovered(processes: readonly ManagedProcess[]): Promise<void> {
  await eventually("the recovery of the stack", RECOVERY_SECONDS, async () => {
    const answers = await Promise.all(processes.map((managed) => managed.answers()));
    return answers.every(Boolean) ? true : undefined;
  });
}
