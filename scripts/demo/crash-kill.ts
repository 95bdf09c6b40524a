import { setTimeout as sleep } from "node:timers/promises";
import { type NexusClient, reviewStatus } from "@nexus/cli";
import type { Address } from "viem";
import type { ManagedProcess } from "../start/process.ts";
import { developmentAccount } from "../start/seed.ts";
import { eventsSince, named } from "./crash-facts.ts";
import type { EmittedEvent } from "./crash-outcome.ts";
import type { Kill, Moment, Victim } from "./crash-schedule.ts";

/** How often the chain is asked whether the moment has come, in milliseconds. */
const LOOK_MS = 100;

/** A walk under way: where its events begin, and how to leave off once it is over. */
export type Hunt = { client: NexusClient; since: bigint; over: AbortSignal };

/**
 * Waits for a kill's moment and its delay, then kills the process.
 * @returns whether it was killed: false when the walk was over before
 */
export async function strike(hunt: Hunt, kill: Kill, victim: ManagedProcess): Promise<boolean> {
  const { over } = hunt;
  while (!over.aborted && !(await hasCome(hunt, kill))) await pause(LOOK_MS, over);
  await pause(kill.delayMs, over);
  if (over.aborted) return false;
  process.kill(victim.pid, "SIGKILL");
  return true;
}

/** Ends early when the walk is over. */
async function pause(ms: number, over: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: over }).catch((reason: unknown) => {
    if (!over.aborted) throw reason;
  });
}

async function hasCome({ client, since }: Hunt, { moment, victim }: Kill): Promise<boolean> {
  if (moment === "walk begun") return true;
  const events = await eventsSince(client, since);
  return moment === "review ripe" ? isRipe(client, events) : isEmitted(events, moment, victim);
}

/** True once anyone may execute the review, in the next block at the latest. */
async function isRipe(client: NexusClient, events: readonly EmittedEvent[]): Promise<boolean> {
  const [submitted] = named(events, "ReviewSubmitted");
  if (!submitted) return false;
  const { state, secondsLeft } = await reviewStatus(client, { proposalId: submitted.proposalId as bigint });
  return state === "Executed" || ((state === "Succeeded" || state === "Queued") && secondsLeft <= 1);
}

/** True once the events hold the moment. Of commits and reveals, an executor waits for its own. */
export function isEmitted(
  events: readonly EmittedEvent[],
  moment: Exclude<Moment, "walk begun" | "review ripe">,
  victim: Victim,
): boolean {
  if (moment === "version certified") return named(events, "VersionCertified").length > 0;
  const [word, step] = moment.split(" ") as ["audit" | "run", "opened" | "committed" | "revealed"];
  const kind = { audit: 0, run: 1 }[word];
  const task = named(events, "TaskCreated").find((args) => args.kind === kind);
  if (!task || step === "opened") return task !== undefined;
  const event = { committed: "ResultCommitted", revealed: "ResultRevealed" }[step];
  const executor = accountOf(victim);
  return named(events, event).some(
    (args) => args.taskId === task.taskId && (!executor || args.executor === executor),
  );
}

function accountOf(victim: Victim): Address | undefined {
  return victim.startsWith("executor-") ? developmentAccount(victim as "executor-1").address : undefined;
}
