import { replayRun, requestRun, showRun, signClauseEvent, verifyCredential } from "@nexus/cli";
import { clauseIdOf } from "@nexus/protocol";
import { type Hex, parseEther } from "viem";
import type { Certified } from "./certify.ts";
import { eventually, must, type Walk } from "./context.ts";
import { bindByDao } from "./dao.ts";
import { eventInput, localClause } from "./plugin.ts";

/** From a signed clause event to a settled result that anybody can verify and replay. */
export async function executeRun(walk: Walk, { version, binding }: Certified): Promise<Hex> {
  const clause = clauseIdOf(localClause());
  await bindByDao(walk, version, binding);
  const { taskId } = await walk.step("clause event opened a run", async () => {
    const event = await signClauseEvent(await walk.as("source"), { clause, input: eventInput().input });
    const request = {
      event,
      version,
      quorum: 3,
      panel: 3,
      reward: parseEther("30"),
      gasCompensation: parseEther("1"),
    };
    const { tx, taskId } = await requestRun(await walk.as("requester"), request);
    return { tx, taskId, detail: `event ${event.eventId}, task ${taskId}` };
  });
  await settled(walk, taskId);
  await verified(walk, { version, taskId });
  return taskId;
}

async function settled(walk: Walk, taskId: Hex): Promise<void> {
  await walk.step("run settled", async () => {
    const client = await walk.as("verifier");
    const run = await eventually("the result", 90, async () => {
      const run = await showRun(client, { taskId });
      must(run.state !== "Failed", "the executors to agree on the run");
      return run.state === "Settled" ? run : undefined;
    });
    const { signal } = eventInput();
    must(
      run.signal.toUpperCase() === signal,
      `signal ${signal}, as the audit vector says, not ${run.signal}`,
    );
    must(run.executors.length === 3, "three executors");
    return {
      detail: `${run.signal}, digest ${run.resultDigest}, agreed by ${run.executors.length} executors`,
    };
  });
}

async function verified(walk: Walk, { version, taskId }: { version: string; taskId: Hex }): Promise<void> {
  const client = await walk.as("verifier");
  await walk.step("credential verified", async () => {
    const { valid, checks } = await verifyCredential(client, { reference: version });
    must(valid, "a valid credential");
    return { detail: checks.map(({ name }) => name).join(", ") };
  });
  await walk.step("run replayed", async () => {
    const { digest, matches } = await replayRun(client, { taskId });
    must(matches, "the replay to give the settled digest");
    return { detail: `${digest}, the same` };
  });
}
