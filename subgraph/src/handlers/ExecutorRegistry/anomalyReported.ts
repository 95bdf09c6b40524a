import { AnomalyReported } from "../../../generated/ExecutorRegistry/ExecutorRegistry";
import { Anomaly, PluginVersion, RunTask } from "../../../generated/schema";
import { loadExecutor } from "../../entities/executor";
import { AnomalyKind } from "../../enums.gen";
import { logId } from "../../ids";

/** An executor may name any version and task; what the index doesn't know is no news about anything. */
export function handleAnomalyReported(event: AnomalyReported): void {
  const version = PluginVersion.load(event.params.versionId);
  const task = RunTask.load(event.params.taskId);
  if (version == null || task == null || task.version != version.id) return;
  const executor = loadExecutor(event.params.executor);
  executor.save();
  const anomaly = new Anomaly(logId(event));
  anomaly.version = version.id;
  anomaly.task = task.id;
  anomaly.executor = executor.id;
  anomaly.kind = AnomalyKind[event.params.kind];
  anomaly.at = event.block.timestamp;
  anomaly.tx = event.transaction.hash;
  anomaly.save();
}
