import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { callByName, submitForReview } from "@nexus/cli";

import { type Clients, clientsOf, type Ground } from "../../scripts/demo/context.ts";
import { passDecision } from "../../scripts/demo/dao.ts";
import { localClause, pluginName } from "../../scripts/demo/plugin.ts";
import { walkMainJob } from "../../scripts/demo/walk.ts";
import { publishNext } from "../../scripts/demo/workbench.ts";
import { freePorts } from "../../scripts/start/ports.ts";
import { createStack, type Stack } from "../../scripts/start/stack.ts";

/** Seconds that the review which the tests vote on stays open: longer than all of them take. */
const VOTING_SECONDS = 3_600;

/** The running stack, with one plugin walked through the main job and a review of the next version open for votes. */
export interface World extends Ground {
  /** Address of the page. */
  readonly page: string;
  readonly stack: Stack;
  readonly as: Clients;
  readonly plugin: string;
  readonly certified: { readonly versionId: `0x${string}`; readonly bountyId: string };
  readonly run: { readonly taskId: `0x${string}`; readonly digest: `0x${string}` };
  /** The DAO's decision to revoke the certified version, once it waits in the timelock. */
  readonly revocation: Promise<bigint>;
  readonly open: {
    readonly version: string;
    readonly proposalId: bigint;
    readonly auditTaskId: `0x${string}`;
  };
}

let world: World | undefined;

/** The stack that all suites share. */
export function theWorld(): World {
  if (world === undefined)
    throw new Error("the stack isn't started: run the suites with frontend/e2e/.mocharc.json");
  return world;
}

/** Starts the whole real stack on free ports in a folder of its own, and walks the main job once. */
export async function startWorld(): Promise<void> {
  const home = resolve(import.meta.dirname, "../../.nexus");
  mkdirSync(home, { recursive: true });
  const directory = mkdtempSync(join(home, "e2e-"));
  chmodSync(directory, 0o755);
  const lines: string[] = [];
  const report = (line: string) => void lines.push(line);
  const stack = createStack({
    directory,
    ports: await freePorts(),
    fresh: false,
    clause: localClause(),
    page: true,
    report,
  });
  stopping = async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const deployment = await stack.start();
  const ground: Ground = { ...stack.state, deployment, index: stack.index };
  const walked = await walkMainJob(ground, { line: report, step: () => undefined }, VOTING_SECONDS);
  const { certification, bounty, run } = walked;
  if (!walked.ok || !certification || !bounty || !run) {
    const failed = walked.steps.find(({ ok }) => !ok);
    throw new Error(`the main job failed at "${failed?.name}": ${failed?.error}\n${lines.join("\n")}`);
  }
  await stack.index();
  const as = clientsOf(ground);
  world = {
    ...ground,
    page: stack.state.page,
    stack,
    as,
    plugin: pluginName(),
    certified: { versionId: certification.versionId, bountyId: bounty.bountyId },
    run: { taskId: run.taskId, digest: run.digest as `0x${string}` },
    open: await openReview(as),
    revocation: decideToRevoke(as, certification.versionId),
  };
}

/** The reason that the DAO gives when it revokes the certified version. */
export const REVOKED_BECAUSE = "The publisher asked for it";

/** Has the DAO decide to revoke the certified version while the suites run; the one that looks at it carries it out. */
function decideToRevoke(as: Clients, versionId: `0x${string}`): Promise<bigint> {
  const decision = async () => {
    const revoke = { contract: "ReviewBoard", function: "revoke" };
    const args = [versionId, "false", REVOKED_BECAUSE];
    const call = await callByName(await as("verifier"), { ...revoke, arguments: args });
    return passDecision(as, [call], "Revoke the certified version");
  };
  const queued = decision();
  queued.catch(() => undefined);
  return queued;
}

async function openReview(as: Clients): Promise<World["open"]> {
  const version = await publishNext(as);
  const { proposalId, auditTaskId } = await submitForReview(await as("publisher"), { version });
  return { version, proposalId, auditTaskId };
}

let stopping: (() => Promise<void>) | undefined;

/** Stops what was started, also in the middle of starting. */
export async function stopWorld(): Promise<void> {
  await stopping?.();
  stopping = undefined;
  world = undefined;
}
