import type { Hex } from "viem";
import type { Anomaly } from "./anomaly.ts";
import { quarantines } from "./anomaly.ts";

/** Something an operator should know, told once per id. */
export type Notice = {
  readonly id: string;
  readonly kind: "anomaly" | "deadline-near" | "deadline-missed" | "audit-mismatch";
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

/** @param outcome what was done about it */
export function auditNotice(
  { taskId, versionId }: { readonly taskId: Hex; readonly versionId: Hex },
  verdict: "failed" | "other-result" | "unsure",
  outcome: string,
): Notice {
  const found = {
    failed: "its executors agree that the published vectors don't give what they should",
    "other-result": "another result was settled than this executor gets",
    unsure: "this executor performed it again and didn't get the result that it expected",
  }[verdict];
  return {
    id: `audit:${taskId}`,
    kind: "audit-mismatch",
    taskId,
    text: `The audit of certified version ${versionId} speaks against it: ${found}. ${outcome}`,
  };
}
