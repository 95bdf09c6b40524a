import type { Hex } from "viem";
import type { Anomaly } from "./anomaly.ts";
import { quarantines } from "./anomaly.ts";

/** Something an operator should know, told once per id. */
export type Notice = {
  readonly id: string;
  readonly kind: "anomaly" | "deadline-near" | "deadline-missed";
  readonly taskId: Hex;
  /** For people. */
  readonly text: string;
};

export function anomalyNotice(anomaly: Anomaly): Notice {
  const { kind, taskId, versionId, detail } = anomaly;
  const after = quarantines(anomaly)
    ? ` The version isn't run here any more; \`nexus executor release ${versionId}\` lifts that.`
    : "";
  return {
    id: `anomaly:${kind}:${taskId}`,
    kind: "anomaly",
    taskId,
    text: `Anomaly "${kind}" of version ${versionId}: ${detail}${after}`,
  };
}

/** @param left seconds of chain time until the deadline */
export function deadlineNotice(taskId: Hex, step: "commit" | "reveal", left: number): Notice {
  return {
    id: `deadline:${step}:${taskId}`,
    kind: "deadline-near",
    taskId,
    text: `${left} s are left to ${step} in task ${taskId}, and it isn't done yet.`,
  };
}

export function missedNotice(taskId: Hex, detail: string): Notice {
  return {
    id: `missed:${taskId}`,
    kind: "deadline-missed",
    taskId,
    text: `Missed task ${taskId}: ${detail}`,
  };
}
