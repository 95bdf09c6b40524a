import { parametersFor } from "@nexus/protocol";
import { certifyPlugin } from "./certify.ts";
import { createWalk, type Ground, WalkEnded } from "./context.ts";
import { deployerRefused } from "./dao.ts";
import { executeRun } from "./execute.ts";
import { type Report, readBack } from "./report.ts";
import type { Reporter } from "./reporter.ts";
import { setVotingPeriod } from "./settings.ts";
import { traceThroughIndex } from "./trace.ts";

/**
 * Walks the main job on a running stack; ends at the first step that isn't as it must be. Reviews after it stay open for votes
 * for `reviewsOpen` seconds, or as long as before.
 */
export async function walkMainJob(ground: Ground, reporter: Reporter, reviewsOpen?: number): Promise<Report> {
  const walk = createWalk(ground, reporter);
  await setVotingPeriod(walk.as, parametersFor(ground.deployment.chainId).review.votingPeriod);
  try {
    await deployerRefused(walk);
    const certified = await certifyPlugin(walk, reviewsOpen);
    const taskId = await executeRun(walk, certified);
    const trace = await traceThroughIndex(walk, certified, taskId);
    return { ...(await readBack(walk, certified, taskId)), trace };
  } catch (error) {
    if (!(error instanceof WalkEnded)) throw error;
    return { ok: false, steps: walk.steps };
  }
}
