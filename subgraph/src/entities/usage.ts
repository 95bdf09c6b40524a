import { BigInt } from "@graphprotocol/graph-ts";
import { Plugin, PluginVersion, RunTask } from "../../generated/schema";
import { loadProtocol } from "./protocol";
import { loadUsageDay } from "./usageDay";

/** Counts a settled EXECUTION task for its version, plugin and day. */
export function countSettledRun(task: RunTask, timestamp: BigInt): void {
  const triggered = task.signal == "Trigger";
  const version = PluginVersion.load(task.version)!;
  version.settledRuns += 1;
  if (triggered) version.triggers += 1;
  version.save();
  const plugin = Plugin.load(version.plugin)!;
  plugin.settledRuns += 1;
  plugin.save();
  const protocol = loadProtocol();
  protocol.settledRuns += 1;
  protocol.save();
  const usage = loadUsageDay(task.version, timestamp);
  usage.settledRuns += 1;
  if (task.signal == "Pass") usage.passes += 1;
  if (task.signal == "Fail") usage.fails += 1;
  if (triggered) usage.triggers += 1;
  if (task.signal == "Escalate") usage.escalations += 1;
  usage.rewards = usage.rewards.plus(task.reward);
  usage.save();
}

/** Counts an EXECUTION task that ended without agreement. */
export function countFailedRun(task: RunTask, timestamp: BigInt): void {
  const version = PluginVersion.load(task.version)!;
  version.failedRuns += 1;
  version.save();
  const protocol = loadProtocol();
  protocol.failedRuns += 1;
  protocol.save();
  const usage = loadUsageDay(task.version, timestamp);
  usage.failedRuns += 1;
  usage.save();
}
